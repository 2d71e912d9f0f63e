"""What a change draws again: a number no controls, and a crowd is not scored unasked."""

import threading
import time

import pytest

from app.controls.groups import PREFIX
from app.explore.score_row import WAITING
from app.runs.attendance import ATTENDANCE, FEW, RECENT, Attendance, Queue
from app.study.put import CONFLICT, PARTS, PICTURES, STARTS
from tests.front.any_page import html, open_at, study_of
from tests.front.explore_page import SHORT, open_page

SCORE_OTHERS = "score-others"


@pytest.fixture
def quiet():
    ATTENDANCE.seen.clear()
    yield
    ATTENDANCE.seen.clear()


@pytest.mark.parametrize(
    ("key", "value", "is_narrow"),
    [
        ("sam-gs.gamma", 0.44, True),
        ("steps", 30, True),
        ("landscape.scale1", 0.5, False),  # the thumbnail beside it depends on it
    ],
)
def test_a_number_draws_the_controls_again_only_where_they_depend_on_it(key, value, is_narrow):
    page = changed_once()
    kinds = (page.slider, page.number_input, page.select_slider)
    widget = next(each for kind in kinds for each in kind if each.key == key)
    widget.set_value(value).run()
    assert not page.exception and ("" in page.drawn) is not is_narrow
    assert study_of(page) != study_of(open_page(SHORT))
    assert not page.button(key="undo").disabled


def changed_once():
    """A page on which Undo can be pressed: only what changes that draws all of it."""
    page = open_page(SHORT)
    assert page.button(key="undo").disabled
    page.slider(key="sam-gs.gamma").set_value(0.43).run()
    assert "" in page.drawn and not page.button(key="undo").disabled
    return page


def test_the_sentence_on_conflicts_is_drawn_again_with_gamma():
    page = changed_once()
    page.slider(key="sam-gs.gamma").set_value(0.44).run()
    assert len(page.drawn) == 2  # and the pictures
    page.number_input(key="steps").set_value(29).run()
    assert len(page.drawn) == 1


@pytest.mark.parametrize(
    ("address", "key", "value"),
    [
        ("explore", "sam-gs.gamma", 0.43),
        ("explore", "optimizer", "sgd"),
        ("explore", "start.0.0", 3.0),
        ("maps", "map.kind", "regimes"),
        ("recon", "recon.method", "pcgrad"),
        ("your-run", "run.gamma", 0.43),
    ],
)
def test_what_a_browser_says_before_it_has_heard_of_an_undo_does_not_count(address, key, value):
    page = open_at(address, SHORT)

    def widget():
        return next(each for each in every_widget(page) if each.key == key)

    first = study_of(page)
    widget().set_value(value).run()
    changed = study_of(page)
    assert changed != first and not page.exception
    page.button(key="undo").click().run()
    assert study_of(page) == first
    widget().set_value(value)  # as a message says it that was sent before, about something else
    page.button(key="share").click().run()
    assert study_of(page) == first and widget().value != value
    widget().set_value(value).run()  # a hand
    assert study_of(page) == changed


def every_widget(page):
    kinds = ("slider", "select_slider", "number_input", "selectbox", "button_group")
    return [each for kind in kinds for each in page.get(kind)]


def test_after_a_dialog_all_of_the_page_is_drawn_once():
    page = changed_once()
    for opened in ("Choose a landscape", "Share", "Export"):
        next(each for each in page.button if each.label == opened).click().run()
        for is_all in (True, False):
            page.slider(key="sam-gs.gamma").set_value(0.44 + 0.01 * is_all).run()
            assert ("" in page.drawn) is is_all, opened


@pytest.mark.parametrize(
    ("screen", "parts"),
    [
        ({}, {PICTURES, CONFLICT, STARTS}),
        ({"screen.hide": "starts"}, {PICTURES, CONFLICT}),
        ({"screen.hide": "landscape,starts"}, {PICTURES}),
        ({"screen.projector": "yes"}, {PICTURES}),
    ],
)
def test_only_parts_that_are_on_the_page_are_drawn_again(screen, parts):
    page = open_page(SHORT | screen)
    assert set(page.session_state[PARTS]) == parts


def test_a_number_draws_a_map_again_and_no_controls_but_beside_a_lesson():
    for lesson, is_narrow in (("none", True), ("where-they-stop", False)):
        page = open_at("maps", {"map.kind": "regimes", "lesson": lesson})
        page.slider(key="sam-gs.gamma").set_value(0.44).run()  # Undo can be pressed
        page.slider(key="sam-gs.gamma").set_value(0.45).run()
        assert not page.exception and ("" in page.drawn) is not is_narrow
        assert study_of(page).gamma == 0.45 and not page.button(key="undo").disabled


def test_undo_sets_the_controls_back_too():
    page = open_page(SHORT)
    before = page.slider(key="sam-gs.gamma").value
    page.slider(key="sam-gs.gamma").set_value(0.43).run()
    page.button(key="undo").click().run()
    assert "" in page.drawn and page.slider(key="sam-gs.gamma").value == before


def test_the_conflict_that_controls_tell_of_is_that_of_the_threshold():
    page = open_page(SHORT)
    before = [each.value for each in page.sidebar.caption]
    page.slider(key="sam-gs.gamma").set_value(0.87).run()
    assert [each.value for each in page.sidebar.caption] != before


def test_closed_groups_hold_nothing():
    page = open_page(SHORT)
    assert len(page.dataframe) == 2  # every run, and the means of each method
    page.session_state[PREFIX + "Every run"] = False
    page.run()
    assert len(page.dataframe) == 0


def test_in_a_full_room_methods_that_are_not_drawn_are_scored_on_request(quiet):
    for visitor in range(FEW + 1):
        ATTENDANCE.note(str(visitor))
    page = open_page(SHORT | {"optimizer.lr": "0.0123", "steps": "17"})
    assert WAITING in html(page)
    page.button(key=SCORE_OTHERS).click().run()
    assert WAITING not in html(page)
    assert not [each for each in page.button if each.key == SCORE_OTHERS]


def test_one_visitor_is_given_all_scores_unasked(quiet):
    page = open_page(SHORT | {"optimizer.lr": "0.0124", "steps": "17"})
    assert not [each for each in page.button if each.key == SCORE_OTHERS]


def test_whoever_has_done_nothing_for_a_while_does_not_count(monkeypatch):
    now = 100.0
    monkeypatch.setattr("app.runs.attendance.time.monotonic", lambda: now)
    room = Attendance()
    for visitor in ("a", "b", "c", "d", "d", "d", "d"):
        room.note(visitor)
    assert not room.is_full
    room.note("e")
    assert room.is_full
    now += RECENT + 1
    assert not room.is_full
    room.note("a")
    assert list(room.seen) == ["a"]


def test_whoever_has_left_does_not_count():
    there = {"a", "b", "c", "d", "e"}
    room = Attendance(is_there=there.__contains__)
    for visitor in sorted(there):
        room.note(visitor)
    assert room.is_full
    there.remove("c")
    assert not room.is_full


def test_in_a_crowd_work_goes_one_by_one_and_nobody_waits_for_long(quiet, monkeypatch):
    monkeypatch.setattr("app.runs.attendance.PATIENCE", 0.05)
    queue = Queue()
    with queue.page(), queue.picture():  # a few visitors work side by side
        assert not queue.is_taken
    for visitor in range(FEW + 1):
        ATTENDANCE.note(str(visitor))
    with queue.page():
        assert queue.is_taken
        with queue.picture():  # somebody else's work takes long
            pass
        assert queue.is_taken and not queue.pictures
    assert not queue.is_taken


def test_in_a_crowd_pictures_go_before_pages_and_each_in_the_order_in_which_it_came(quiet):
    queue, done = Queue(), []
    for visitor in range(FEW + 1):
        ATTENDANCE.note(str(visitor))

    def work(name, turn):
        with turn():
            done.append(name)

    threads = []
    with queue.page():
        for name, turn, waiting in (
            ("page 1", queue.page, queue.pages),
            ("page 2", queue.page, queue.pages),
            ("picture 1", queue.picture, queue.pictures),
            ("picture 2", queue.picture, queue.pictures),
        ):
            n = len(waiting)
            threads.append(threading.Thread(target=work, args=(name, turn)))
            threads[-1].start()
            while len(waiting) == n:
                time.sleep(0.001)
        assert not done
    for thread in threads:
        thread.join(10)
    assert done == ["picture 1", "picture 2", "page 1", "page 2"]
    assert not queue.is_taken
