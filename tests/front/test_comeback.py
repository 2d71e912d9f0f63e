"""A session that begins with what an open page of a browser holds: the server was started anew."""

import pytest

from tests.front.any_page import open_at, study_of

QUERY = {"steps": "20", "methods": "ls,sam-gs", "sam-gs.gamma": "0.3", "starts": "1,1;2,2"}
SAID = {
    "sam-gs.gamma": (0.31, lambda study: study.gamma),
    "steps": (25, lambda study: study.steps),
    "clip": (5.0, lambda study: study.clip),
    "start.1.0": (2.5, lambda study: study.points[1][0]),
}


def widget(page, key):
    kinds = (page.slider, page.number_input, page.select_slider)
    return next(each for kind in kinds for each in kind if each.key == key)


@pytest.mark.parametrize("key", SAID)
def test_a_widget_that_was_moved_while_there_was_no_server_keeps_what_it_says(key):
    moved, said = SAID[key]
    before = open_at("explore", QUERY)
    widget(before, key).set_value(moved)
    page = open_at("explore", QUERY, widgets=before._tree.get_widget_states())
    assert widget(page, key).value == moved
    assert said(study_of(page)) == moved
    changed = [
        name
        for name, (_, other) in SAID.items()
        if other(study_of(page)) != other(study_of(before))
    ]
    assert changed == [key]


def test_all_that_was_moved_is_heard():
    before = open_at("explore", QUERY)
    for key, (moved, _) in SAID.items():
        widget(before, key).set_value(moved)
    page = open_at("explore", QUERY, widgets=before._tree.get_widget_states())
    assert [said(study_of(page)) for _, said in SAID.values()] == [
        moved for moved, _ in SAID.values()
    ]


def test_what_a_browser_says_anew_is_heard_once():
    before = open_at("explore", QUERY)
    widget(before, "sam-gs.gamma").set_value(0.31)
    page = open_at("explore", QUERY, widgets=before._tree.get_widget_states())
    widget(page, "sam-gs.gamma").set_value(0.5).run()
    assert study_of(page).gamma == 0.5
    page.run()
    assert study_of(page).gamma == 0.5
