"""The Explore page without a browser, and what is read from it."""

import re
from pathlib import Path

from streamlit.testing.v1 import AppTest

from app.link import decode
from samgs_core.methods import METHODS

PAGE = str(Path(__file__).parent.parent.parent / "app" / "page.py")
SHORT = {"steps": "60"}


def open_page(query=None):
    page = AppTest.from_file(PAGE, default_timeout=60)
    for name, value in (query or {}).items():
        page.query_params[name] = value
    page.run()
    assert not page.exception
    return page


def query_of(page):
    values = page.query_params.items()
    return {name: value if isinstance(value, str) else value[0] for name, value in values}


def study_of(page):
    return decode(query_of(page)).study


def html(page):
    return " ".join(each.proto.body for each in page.get("html"))


def words(page):
    return next(each.value for each in page.markdown if each.value.startswith("Same landscape"))


def scores(page):
    """The score of every method on the page, by its key."""
    chips = re.findall(r'data-method="([\w-]+)".*?<b>(.*?)</b>', html(page))
    return dict(chips[-len(METHODS) :])


def press(page, label):
    next(button for button in page.button if button.label == label).click().run()
    assert not page.exception
