"""The Recon page without a browser, and what is read from it."""

import re

from streamlit.testing.v1 import AppTest

from app.recon.link import decode_recon

SHORT = {"recon.steps": "20"}


def recon_first():
    """The app's pages, of which Recon is the first to be shown."""
    import streamlit as st

    from app.pages import pages

    st.navigation(pages("recon"), position="hidden").run()


def open_recon(query=None):
    page = AppTest.from_function(recon_first, default_timeout=120)
    for name, value in (query or {}).items():
        page.query_params[name] = value
    page.run()
    assert not page.exception
    return page


def query_of(page):
    values = page.query_params.items()
    return {name: value if isinstance(value, str) else value[0] for name, value in values}


def settings_of(page):
    return decode_recon(query_of(page)).settings


def texts(page):
    """What the page says as text, without the signs that keep it from being Markdown."""
    told = [each.value for kind in (page.markdown, page.caption, page.warning) for each in kind]
    return re.sub(r"\\(.)", r"\1", "\n".join(told))


def pictures(page):
    """The keys of the pictures on the page, without what tells redrawn ones apart."""
    found = [each.proto.id for each in page.get("plotly_chart")]
    return {re.search(r"recon-[a-z]+", each).group() for each in found}


def boxes(page):
    """The labels of the network's boxes, as they were drawn last."""
    return [button.label for button in page.button if re.match(r"Layer \d", button.label)]


def press(page, label):
    next(button for button in page.button if button.label == label).click().run()
    assert not page.exception
