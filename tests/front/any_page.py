"""A page of the app without a browser, and what every page has."""

import re

from streamlit.testing.v1 import AppTest

from app.controls.groups import PREFIX
from app.study.link import decode, encode
from samgs_core.methods import METHODS
from tests.front.whole_page import whole


def _shown(first):
    import streamlit as st

    from app.pages import pages

    st.navigation(pages(first), position="hidden").run()


def open_at(address, query=None, widgets=None):
    """The page at an address of the app, with a link's query and what the browser's widgets say."""
    page = whole(AppTest.from_function(_shown, default_timeout=120, args=(address,)))
    for name, value in (query or {}).items():
        page.query_params[name] = value
    open_all_groups(page)
    page._run(widgets)
    assert not page.exception
    return page


def open_all_groups(page):
    """Open the groups that are closed at first, so that all controls are there."""
    titles = ["Starts", "Noise, seed and precision", "Seeds", "Training", "Every run"]
    for key in (*titles, *(method.key for method in METHODS)):
        page.session_state[PREFIX + key] = True


def study_of(page):
    """The study that the page shows; where it was changed, the address says the same."""
    study = page.session_state["shown"].study
    values = {
        name: texts if isinstance(texts, str) else texts[0]
        for name, texts in page.query_params.items()
    }
    assert decode(values).study == study
    return study


def query_of(page):
    return encode(study_of(page))


def press(page, label):
    next(button for button in page.button if button.label == label).click().run()
    assert not page.exception


def html(page):
    return " ".join(each.proto.body for each in page.get("html"))


def texts(page):
    """What the page says as text, without the signs that keep it from being Markdown."""
    told = [each.value for kind in (page.markdown, page.caption, page.warning) for each in kind]
    return re.sub(r"\\(.)", r"\1", "\n".join(told))
