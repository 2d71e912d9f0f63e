"""Which settings the scene follows by itself."""

from functools import partial
from urllib.parse import parse_qsl

import pytest

from app.explore import score_row
from app.runs.results import result
from app.scene import component
from app.scene.component import scene_props
from app.study.link import decode
from app.study.put import KEY as SHOWN
from app.study.put import PICTURES, STARTS, Shown, report
from app.vectors import component as vectors
from tests.front.explore_page import SHORT, open_page

QUERY = SHORT | {"methods": "ls,gradvac,cagrad,sam-gs"}


def props_of(query):
    study = decode(query).study
    return scene_props(study, [result(study, method) for method in study.drawn_methods])


def test_every_slider_that_is_followed_is_on_the_page_by_its_name_in_a_link():
    page = open_page(QUERY)
    keys = {slider.key for slider in (*page.slider, *page.select_slider)}
    names = props_of(QUERY)["sliders"]
    assert {"sam-gs.gamma", "cagrad.c", "optimizer.lr", "clip"} <= set(names) <= keys
    plain = decode(QUERY).study
    for name in names:
        slider = next(s for s in (*page.slider, *page.select_slider) if s.key == name)
        other = next(v for v in ("0.5", "0.2", "0.01") if float(v) != slider.value)
        study, notices = decode(QUERY | {name: other})
        assert not notices and study != plain


def test_a_name_that_a_link_leaves_out_stands_for_its_default():
    props = props_of(QUERY)
    plain = decode(QUERY).study
    form = {"screen.predict", "screen.projector", "screen.picture"}
    assert {*props["sliders"], "starts", "contours", *form} == props["defaults"].keys()
    for name, text in props["defaults"].items():
        study, notices = decode(QUERY | {name: text})
        assert not notices and study == plain, name


def test_the_link_for_the_scene_says_what_is_looked_at_and_nothing_of_other_pages():
    eyes = {"focus": "3", "focus-method": "ls", "t": "40", "play": "yes"}
    query = QUERY | eyes | {"map.side": "31"}
    assert dict(parse_qsl(props_of(query)["link"])) == QUERY | eyes | {"v": "1"}


def test_changes_of_the_scene_are_put_all_at_once_or_not_at_all(monkeypatch):
    before = decode(QUERY | {"t": "40"}).study
    changed, redrawn = [], []
    monkeypatch.setattr(component, "current", lambda: before)
    monkeypatch.setattr(component, "put", lambda study, **told: changed.append((study, told)))
    monkeypatch.setattr(component, "redraw", lambda *parts: redrawn.append(parts))
    for changes in (
        {"starts": "1,2;3,4", "focus": "2", "focus-method": "ls", "steps": "7"},
        {"starts": "1,2;3,moon", "focus": "1"},
        {"starts": "1,999"},
        {"steps": "7"},
        None,
    ):
        monkeypatch.setattr(component.st, "session_state", {"scene": {"changes": changes}})
        component._take_changes()
    ((study, told),) = changed
    assert told == {"is_followed": True} and redrawn == [(STARTS, PICTURES)]
    assert (study.points, study.focus, study.focused.key) == (((1, 2), (3, 4)), 2, "ls")
    assert (study.steps, study.t) == (before.steps, None)


@pytest.mark.parametrize(
    "hear",
    [
        component._take_changes,
        component._note_opened,
        vectors._take_changes,
        vectors._take_prints,
        score_row._toggle,
        partial(report, "steps"),
    ],
)
def test_what_comes_from_a_page_that_was_left_meanwhile_changes_nothing(hear, monkeypatch):
    shown = Shown(decode(QUERY).study, "lessons")
    monkeypatch.setattr(component.st, "session_state", {SHOWN: shown})
    hear()
    assert component.st.session_state == {SHOWN: shown}


def test_what_takes_long_is_not_followed(monkeypatch):
    monkeypatch.setattr(component, "QUICK", 0.0)
    page = props_of(SHORT)
    assert page["sliders"] == [] and page["isQuick"] is False
