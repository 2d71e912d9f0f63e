"""What a student link leaves out is nowhere: not on the page, and not in the scene's message."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from app.scene.binary import unpacked
from app.scene.component import scene_props
from app.study.link import decode
from app.study.screen import HIDEABLE, LOCKABLE
from app.study.study import Study
from tests.front.any_page import html, open_at, study_of, texts
from tests.front.explore_page import SHORT
from tests.front.scene_queries import get

ALL = SHORT | {"screen.hide": ",".join(HIDEABLE)}
PREDICT = SHORT | {"screen.predict": "yes"}
ASKED = {"of": "sam-gs", "start": "1"}
TOLD = {
    "landscape": lambda page: "Choose a landscape" in labels(page.button),
    "methods": lambda page: "Threshold γ" in labels(page.slider),
    "optimizer": lambda page: "Outer optimiser" in labels(page.selectbox),
    "starts": lambda page: "Add a start" in labels(page.button),
    "chance": lambda page: "Seed" in labels(page.number_input),
    "scores": lambda page: "score-chip" in html(page),
    "verdict": lambda page: "Same landscape" in texts(page),
    "table": lambda page: len(page.dataframe) > 0 and "runs.csv" in html(page),
    "surface": lambda page: "In 3-D" in labels(page.expander),
    "rules": lambda page: "Settings of their own" in texts(page) or "Same for all" in texts(page),
    "pages": lambda page: len(page.get("page_link")) > 0,
}
"""The parts that the page itself draws, and whether they are there."""


def labels(elements):
    return [each.label for each in elements]


def test_a_page_without_a_screen_has_every_part():
    page = open_at("explore", SHORT)
    assert [part for part, is_there in TOLD.items() if not is_there(page)] == []


@pytest.mark.parametrize("hide", [ALL["screen.hide"], "scores,verdict", "methods,pages,starts"])
def test_what_a_link_hides_is_not_on_the_page(hide):
    page = open_at("explore", SHORT | {"screen.hide": hide})
    there = {part for part, is_there in TOLD.items() if is_there(page)}
    assert there == TOLD.keys() - set(hide.split(","))
    assert {*study_of(page).screen.hide} == {*hide.split(",")}


def test_before_they_are_revealed_the_page_says_nothing_of_the_runs():
    page = open_at("explore", PREDICT)
    there = {part for part, is_there in TOLD.items() if is_there(page)}
    assert there == TOLD.keys() - {"scores", "verdict", "table", "surface"}


def test_what_is_locked_is_told_and_has_nothing_to_change_it():
    page = open_at("explore", SHORT | {"screen.lock": ",".join(LOCKABLE)})
    assert not [part for part in LOCKABLE if TOLD[part](page)]
    for told in ("One optimum", "SAM-GS", "Clip norm: **1**", "(0.001, 10)", "Seed: **0**"):
        assert told in texts(page) + html(page)
    chips = html(page).split("<button")[1:]
    assert len(chips) == 27 and all("disabled" in chip for chip in chips)


def _heard():
    import streamlit as st

    from app.explore import score_row
    from app.scene import component
    from app.study.put import KEY, Shown
    from app.study.screen import Screen
    from app.study.study import Study

    st.session_state[KEY] = Shown(Study(screen=Screen(lock=("starts", "methods"))), "explore")
    st.session_state[component.KEY] = {"changes": {"starts": "1,1", "focus": "3"}}
    st.session_state[score_row.KEY] = {"pressed": "mgda"}
    component._take_changes()
    score_row._toggle()


def test_what_is_locked_does_not_change_whatever_the_browser_says():
    page = AppTest.from_function(_heard).run()
    study = page.session_state["shown"].study
    assert (study.focus, study.starts, study.drawn) == (3, None, Study().drawn)


def test_the_message_of_runs_to_be_predicted_has_none_of_them():
    covered = get("study", PREDICT | ASKED).body
    header, arrays = unpacked(covered)
    assert header["isCovered"] and [each["key"] for each in header["methods"]] == [
        "ls",
        "pcgrad",
        "sam-gs",
    ]
    assert all(values.size == 0 for values in arrays.values())
    other = unpacked(get("study", PREDICT | ASKED | {"sam-gs.gamma": "0.9"}).body)
    assert {**header, "link": "", "threshold": ""} == {**other[0], "link": "", "threshold": ""}
    open_header, sent = unpacked(get("study", SHORT | ASKED).body)
    assert not open_header["isCovered"] and sent["x"].size


@pytest.mark.parametrize(
    ("hide", "missing"),
    [
        ("curves", {"angle", "similarity", "flags"}),
        ("numbers,arrows,curves", {"angle", "similarity", "flags", "focus"}),
        ("loss,curves", {"angle", "similarity", "flags", "losses"}),
        ("numbers", set()),
        ("scores,verdict,table", set()),
    ],
)
def test_the_message_carries_nothing_of_hidden_parts(hide, missing):
    _, arrays = unpacked(get("study", SHORT | ASKED | {"screen.hide": hide}).body)
    assert ("focus.grads" not in arrays) is ("focus" in missing)
    sent = {name for name, values in arrays.items() if values.size and "." not in name}
    everything = {"x", "losses", "angle", "similarity", "flags", "taken", "diverged"}
    assert sent == everything - missing
    assert np.any(arrays["x"])


def test_the_scene_is_told_what_it_may_and_asks_for_what_is_shown_alone():
    props = scene_props(decode(ALL | {"screen.lock": "starts"}).study, [])
    assert "screen.hide=numbers%2Carrows%2Ccurves%2Cahead%2Closs" in props["link"]
    assert (props["canMoveStarts"], props["canOpenVectors"]) == (False, False)
    plain = scene_props(Study(), [])
    assert "screen" not in plain["link"] and plain["canMoveStarts"] and plain["canOpenVectors"]


@pytest.mark.parametrize(
    ("query", "told"),
    [({"screen.hide": "scores"}, "hides scores"), ({"screen.predict": "yes"}, "Predict first")],
)
def test_no_map_tells_what_scores_would(query, told):
    page = open_at("maps", {"map.side": "2", "steps": "20"} | query)
    assert [told in each.value for each in page.info] == [True]
    assert not page.get("plotly_chart") and "/files/" not in html(page)


def test_on_maps_locked_settings_are_told_and_hidden_ones_are_not():
    page = open_at("maps", {"map.kind": "regimes", "screen.hide": "landscape,pages"})
    assert "Choose a landscape" not in labels(page.button) and not page.get("page_link")


def test_a_number_can_be_changed_where_the_landscape_is_hidden():
    page = open_at("explore", SHORT | {"screen.hide": "landscape,scores"})
    page.slider(key="sam-gs.gamma").set_value(0.43).run()  # Undo can be pressed
    page.slider(key="sam-gs.gamma").set_value(0.44).run()
    assert not page.exception and page.drawn and "" not in page.drawn
    assert study_of(page).gamma == 0.44 and "Same landscape" in texts(page)


@pytest.mark.parametrize(
    "edit",
    [
        {"screen.hide": "scores,moon,verdict,"},
        {"screen.lock": "scores"},
        {"screen.beside": "clip"},
        {"screen.predict": "", "steps": "x", "landscape": "moon", "sam-gs.gamma": "nan"},
    ],
    ids=str,
)
def test_an_edited_student_link_is_a_page_that_still_hides(edit):
    page = open_at("explore", {"steps": "60", "screen.hide": "scores,verdict"} | edit)
    assert not (TOLD["scores"](page) or TOLD["verdict"](page))
    assert len(page.warning) >= 1
