"""Which settings the scene follows by itself."""

from app.runs.results import result
from app.scene import component
from app.scene.component import told
from app.study.link import decode
from tests.front.explore_page import SHORT, open_page

QUERY = SHORT | {"methods": "ls,gradvac,cagrad,sam-gs"}


def told_of(query):
    study = decode(query).study
    return told(study, [result(study, method) for method in study.drawn_methods], "sam-gs")


def test_every_slider_that_is_followed_is_on_the_page_and_changes_what_it_is_called_in_a_link():
    page = open_page(QUERY)
    keys = {slider.key for slider in (*page.slider, *page.select_slider)}
    sliders = told_of(QUERY)["sliders"]
    assert {"sam-gs.gamma", "cagrad.c", "adam.lr", "study.clip"} <= sliders.keys() <= keys
    plain = decode(QUERY).study
    for key, name in sliders.items():
        slider = next(s for s in (*page.slider, *page.select_slider) if s.key == key)
        other = next(v for v in ("0.5", "0.2", "0.01") if float(v) != slider.value)
        study, notices = decode(QUERY | {name: other})
        assert not notices and study != plain


def test_what_takes_long_is_not_followed(monkeypatch):
    monkeypatch.setattr(component, "QUICK", 0.0)
    page = told_of(SHORT)
    assert page["sliders"] == {} and page["isQuick"] is False
