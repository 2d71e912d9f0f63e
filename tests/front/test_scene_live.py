"""Which settings the scene follows by itself, and who waits while it does."""

import threading
import time

from app.runs.priority import MOMENT, PATIENCE, Priority
from app.runs.results import result
from app.scene import component
from app.scene.component import scene_props
from app.study.link import decode
from tests.front.explore_page import SHORT, open_page

QUERY = SHORT | {"methods": "ls,gradvac,cagrad,sam-gs"}


def props_of(query):
    study = decode(query).study
    return scene_props(study, [result(study, method) for method in study.drawn_methods], "sam-gs")


def test_every_slider_that_is_followed_is_on_the_page_and_changes_what_it_is_called_in_a_link():
    page = open_page(QUERY)
    keys = {slider.key for slider in (*page.slider, *page.select_slider)}
    sliders = props_of(QUERY)["sliders"]
    assert {"sam-gs.gamma", "cagrad.c", "adam.lr", "study.clip"} <= sliders.keys() <= keys
    plain = decode(QUERY).study
    for key, name in sliders.items():
        slider = next(s for s in (*page.slider, *page.select_slider) if s.key == key)
        other = next(v for v in ("0.5", "0.2", "0.01") if float(v) != slider.value)
        study, notices = decode(QUERY | {name: other})
        assert not notices and study != plain


def test_a_name_that_a_link_leaves_out_stands_for_its_default():
    props = props_of(QUERY)
    plain = decode(QUERY).study
    assert props["defaults"].keys() >= {*props["sliders"].values(), "starts", "contours", "focus"}
    for name, text in props["defaults"].items():
        if name != "focus-method":
            study, notices = decode(QUERY | {name: text})
            assert not notices and study == plain, name


def test_what_takes_long_is_not_followed(monkeypatch):
    monkeypatch.setattr(component, "QUICK", 0.0)
    page = props_of(SHORT)
    assert page["sliders"] == {} and page["isQuick"] is False


def test_a_page_waits_for_the_answer_and_a_moment_longer():
    priority, passed = Priority(), []

    def page():
        priority.give_way()
        passed.append(time.monotonic())

    waiting = threading.Thread(target=page)
    with priority.first():
        waiting.start()
        time.sleep(0.05)
        assert passed == []
        answered = time.monotonic()
    waiting.join()
    assert passed[0] - answered >= MOMENT


def test_a_page_waits_for_nobody_for_longer_than_its_patience():
    priority = Priority()
    began = time.monotonic()
    priority.give_way()
    assert time.monotonic() - began < MOMENT
    with priority.first():
        priority.give_way()
    assert time.monotonic() - began >= PATIENCE
