"""Maps as files: complete, as far as they came, stopped, and true outside the app."""

from unittest.mock import MagicMock

import pytest
import streamlit as st

from app.figures import basins
from app.files import map_files, waiting
from app.files.address import address
from app.look.theme import LIGHT
from app.maps.csv_tables import basins_csv
from app.maps.kinds import kind_of
from app.runs.records import survey_of
from app.study.atlas_link import fit
from app.study.link import decode
from app.study.study import Study
from tests.front.file_queries import Here, get, links
from tests.front.maps_page import open_maps
from tests.front.test_files import expect_file, expect_refusal

BASINS = {"methods": "ls,sam-gs", "steps": "20", "map.side": "5"}
KINDS = {
    "basins": BASINS,
    "regime-map": {"map.kind": "regimes"},
    "sweep-curves": {"methods": "ls", "map.kind": "sweep", "steps": "20", "map.x": "clip,0.1,10,3"},
    "sweep-heat": {
        "methods": "sam-gs",
        "map.kind": "sweep",
        "steps": "20",
        "map.x": "clip,0.1,10,3",
        "map.y": "sam-gs.gamma,0.1,0.9,2",
    },
}


@pytest.fixture
def here(monkeypatch):
    workers = Here()
    monkeypatch.setattr(map_files, "WORKERS", workers)
    return workers


@pytest.fixture
def nobody(monkeypatch):
    """Workers that must not be asked."""
    workers = MagicMock(spec=Here)
    monkeypatch.setattr(map_files, "WORKERS", workers)
    yield
    workers.look_at.assert_not_called()


def made(query):
    """The kind of a map, its study, atlas and layers, and the values of its picture."""
    study = decode(query).study
    atlas = fit(study.atlas, study)
    kind = kind_of(atlas)
    layers = kind.layers(study, atlas)
    survey = survey_of(study.landscape)
    return kind, study, atlas, layers, kind.picture(study, atlas, layers, survey).values


@pytest.mark.parametrize("key", KINDS)
def test_the_numbers_of_a_map_are_those_of_the_page(here, key):
    query = KINDS[key] | {"seed": "5001"}
    answer = get(f"{key}.csv", query)
    kind, study, atlas, layers, values = made(query)
    assert all(layer.job.is_finished for layer in layers)
    expect_file(answer, f"{key}.csv", kind.table(study, atlas, layers, values))


@pytest.mark.parametrize("key", KINDS)
def test_the_page_of_a_map_is_true_outside_the_app(here, key):
    query = KINDS[key] | {"seed": "5001"}
    answer = get(f"{key}.html", query)
    text = answer.body.decode()
    assert answer.headers["content-disposition"] == f'attachment; filename="{key}.html"'
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    caption = text[text.index("<figcaption>") :]
    kind, study, _, _, values = made(query)
    assert kind.made_from(study, values).split(";")[0] in caption
    assert "Settings: ?v=1&amp;" in caption and "seed=5001" in caption
    assert "<a " not in caption and "://" not in caption and "click" not in caption.lower()
    assert "Click: open" not in text


def test_a_printed_map_names_what_its_legend_shows_and_its_titles_have_room(here):
    query = BASINS | {"methods": "ls,pcgrad,mgda,cagrad,sam-gs", "seed": "5007"}
    get("basins.csv", query)
    printed = basins.printed(made(query)[-1], LIGHT)
    entries = [trace.name for trace in printed.data if trace.showlegend is not False]
    assert entries == ["at the goal", "not on the front", "diverged"]
    titles = [each.text for each in printed.layout.annotations if each.text.startswith("<b>")]
    assert len(titles) == 5
    lines = [line for title in titles for line in title.split("<br>")[1:]]
    assert max(map(len, lines)) <= 22 and "not on the front" in " ".join(lines)


def test_the_app_says_what_a_click_does(here):
    kind, *_, values = made(BASINS)
    assert kind.hint(values) == "A click on a cell opens that start in Explore."
    assert not kind.hint(made(BASINS | {"methods": "none"})[-1])


def test_a_map_that_takes_long_is_written_as_far_as_it_came_and_goes_on(here, monkeypatch):
    query = BASINS | {"map.side": "20", "methods": "sam-gs", "seed": "5002"}
    *_, (layer,), _ = made(query)
    moments = iter([0.0])
    monkeypatch.setattr(map_files, "time", MagicMock(monotonic=lambda: next(moments, 1e9)))
    monkeypatch.setattr(waiting, "time", MagicMock(monotonic=lambda: 0.0))
    text = get("basins.csv", query).body.decode("utf-8-sig")
    assert 0 < layer.job.share < 1
    assert text == basins_csv(made(query)[-1]) and "not run" in text
    monkeypatch.undo()
    monkeypatch.setattr(map_files, "WORKERS", here)
    assert "not run" not in get("basins.csv", query).body.decode()
    assert layer.job.is_finished


def test_a_map_of_which_nothing_is_there_in_time_is_asked_for_again(nobody, monkeypatch):
    monkeypatch.setattr(waiting, "PATIENCE", -1.0)
    answer = get("basins.csv", BASINS | {"seed": "5003"})
    expect_refusal(answer, 503, "Keep its page open, and ask again")


def test_a_map_that_its_visitor_stopped_is_not_gone_on_with(nobody):
    query = BASINS | {"map.side": "20", "methods": "sam-gs", "seed": "5004"}
    stopped = query | {"stopped": "yes"}
    expect_refusal(get("basins.csv", stopped), 503, "Press “Run the rest” on its page first.")
    *_, (layer,), _ = made(query)
    workers = Here()
    workers.look_at([layer.job])
    workers.wait(0)
    expect_file(get("basins.csv", stopped), "basins.csv", basins_csv(made(query)[-1]))
    assert 0 < layer.job.share < 1 and not layer.job.is_watched


def test_why_a_map_failed_is_said(here, monkeypatch):
    def fail(workers, seconds):
        job = workers.jobs[0]
        job.fail(job.take_out(), "It could not be computed: <no>")

    monkeypatch.setattr(Here, "wait", fail)
    answer = get("basins.csv", BASINS | {"methods": "ls", "seed": "5005"})
    expect_refusal(answer, 503, "It could not be computed: <no>")


def test_others_that_wait_are_not_joined_by_too_many(nobody, monkeypatch):
    monkeypatch.setattr(waiting, "_places", MagicMock(acquire=lambda blocking: False))
    expect_refusal(get("basins.csv", BASINS | {"seed": "5006"}), 503, waiting.BUSY)
    assert get("regime-map.csv", KINDS["regime-map"]).status == 200


@pytest.mark.parametrize(
    ("name", "query", "words"),
    [
        ("basins.csv", KINDS["regime-map"], "must be one of the map basins; got one of regime-map"),
        ("sweep-heat.html", KINDS["sweep-curves"], "got one of sweep-curves."),
        (
            "sweep-heat.csv",
            {"map.kind": "sweep", "map.x": "clip,0.1,10,90", "map.y": "sam-gs.gamma,0.1,0.9,90"},
            "A sweep must have at most 2,500 settings; got 8,190.",
        ),
    ],
)
def test_another_map_and_one_that_is_too_large_are_refused(nobody, name, query, words):
    expect_refusal(get(name, query), 400, words)


def test_a_public_address_is_said_where_one_is_configured(monkeypatch):
    options = {"browser.serverPort": 443, "server.sslCertFile": None, "server.baseUrlPath": "/a/"}
    monkeypatch.setattr(st, "get_option", lambda name: options[name])
    for host, port, expected in (
        ("localhost", 8501, "?v=1&steps=20"),
        ("surgery.example", 443, "https://surgery.example/a/maps?v=1&steps=20"),
        ("surgery.example", 80, "http://surgery.example/a/maps?v=1&steps=20"),
        ("surgery.example", 8501, "http://surgery.example:8501/a/maps?v=1&steps=20"),
    ):
        options |= {"browser.serverAddress": host, "browser.serverPort": port}
        assert address(Study(steps=20), "maps") == expected


def test_the_page_links_to_its_map():
    query = {"map.kind": "regimes", "sam-gs.gamma": "0.3"}
    page = open_maps(query)
    said = "v=1&sam-gs.gamma=0.3&map.kind=regimes"
    assert links(page) == [("regime-map.csv", said), ("regime-map.html", said)]
