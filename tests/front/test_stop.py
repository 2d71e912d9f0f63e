"""The button that stops a map: heard by the run that draws it, and by no other."""

from types import SimpleNamespace
from unittest.mock import MagicMock

import pytest

from app.maps.basins import BasinsMap
from app.maps.sweep import SweepMap
from app.runs import running
from app.runs.records import survey_of
from app.runs.stop import STOPS, Stops, route
from app.study.link import decode
from samgs_core.methods import LS
from tests.front.any_page import press, texts
from tests.front.asking import ask
from tests.front.file_queries import links
from tests.front.maps_page import open_maps, titles


def test_a_button_is_pressed_only_while_it_is_there(tmp_path):
    stops = Stops(tmp_path)
    name, other = stops.offer(), stops.offer()
    assert not stops.is_pressed(name)
    assert stops.press(name) and stops.is_pressed(name) and not stops.is_pressed(other)
    stops.withdraw(name)
    assert not stops.press(name) and not stops.is_pressed(name)


def test_a_folder_that_was_tidied_away_is_made_again(tmp_path):
    stops = Stops(tmp_path / "stops")
    assert stops.press(stops.offer())


def test_another_process_hears_of_it(tmp_path):
    here, there = Stops(tmp_path), Stops(tmp_path)
    name = here.offer()
    assert there.press(name) and here.is_pressed(name)


@pytest.mark.parametrize(
    "name", ["", ".", "..", "a/../b", "x" * 17, "../../../etc/passwd", "é" * 16]
)
def test_what_is_no_button_s_name_is_no_file(tmp_path, name):
    (tmp_path / ("x" * 17)).touch()
    assert not Stops(tmp_path).press(name)
    assert all(not file.read_bytes() for file in tmp_path.iterdir())


def test_a_browser_presses_it_by_its_name():
    name = STOPS.offer()
    assert ask([route()], f"/stop/{name}").status == 405
    assert ask([route()], "/stop/nothing", method="POST").status == 404
    assert not STOPS.is_pressed(name)
    assert ask([route()], f"/stop/{name}", method="POST").status == 204
    assert STOPS.is_pressed(name)
    STOPS.withdraw(name)


def test_what_is_done_by_then_stays_and_the_rest_can_be_run(monkeypatch):
    monkeypatch.setattr(Stops, "is_pressed", lambda stops, name: True)
    page = open_maps({"steps": "400", "map.side": "40", "methods": "sam-gs", "seed": "77"})
    assert "what was done by then is drawn" in texts(page)
    assert not list(STOPS.folder.iterdir())
    assert {query.endswith("&stopped=yes") for _, query in links(page)} == {True}
    monkeypatch.undo()
    press(page, "Run the rest")
    assert "Stopped" not in texts(page)
    assert {"stopped" in query for _, query in links(page)} == {False}
    assert not titles(page)["SAM-GS"].startswith("of ")


def test_what_is_done_while_a_picture_is_drawn_is_drawn_too(monkeypatch):
    monkeypatch.setattr(running, "WORKERS", MagicMock())
    monkeypatch.setattr(running, "stop_button", MagicMock())
    job = SimpleNamespace(version=1, share=0.5, done=lambda: job.version == 2, failure="")
    drawn = []

    def draw():
        drawn.append(job.version)
        job.version, job.share = 2, 1.0

    running.run_and_draw([SimpleNamespace(job=job, method=LS())], "a map", MagicMock(), draw)
    assert drawn == [1, 2]


@pytest.mark.parametrize("kind", [BasinsMap(), SweepMap()], ids=lambda kind: kind.key)
def test_ends_that_come_while_others_are_read_make_another_version(kind, monkeypatch):
    study, _ = decode({"methods": "ls", "map.side": "3", "steps": "20"})
    atlas = study.atlas
    layers = kind.layers(study, atlas)
    (layer,) = layers
    monkeypatch.setattr(layer.job, "version", 1)
    snapshot = layer.job.snapshot

    def late():
        ends = snapshot()
        layer.job.version = 2
        return ends

    monkeypatch.setattr(layer.job, "snapshot", late)
    assert kind.picture(study, atlas, layers, survey_of(study.landscape)).versions == [1]


def test_what_lasts_long_is_drawn_more_seldom():
    assert running.pause_after(2, 0.4) == 0.4
    assert running.pause_after(60, 0.4) == 6
