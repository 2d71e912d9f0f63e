"""The Maps page without a browser, and what is read from it."""

import json
import re

from streamlit.testing.v1 import AppTest

from app.maps.atlas import decode_maps


def maps_first():
    """The app's pages, of which the maps are the first to be shown."""
    import streamlit as st

    from app.pages import pages

    st.navigation(pages("maps"), position="hidden").run()


def open_maps(query=None):
    page = AppTest.from_function(maps_first, default_timeout=120)
    for name, value in (query or {}).items():
        page.query_params[name] = value
    page.run()
    assert not page.exception
    return page


def query_of(page):
    values = page.query_params.items()
    return {name: value if isinstance(value, str) else value[0] for name, value in values}


def linked(page):
    """The study and the atlas that the link on the page says."""
    study, atlas, notices = decode_maps(query_of(page))
    assert notices == ()
    return study, atlas


def press(page, label):
    next(button for button in page.button if button.label == label).click().run()
    assert not page.exception


def texts(page):
    """What the page says in Markdown and in warnings."""
    told = [each.value for kind in (page.markdown, page.caption, page.warning) for each in kind]
    return re.sub(r"\\(.)", r"\1", "\n".join(told))


def titles(page):
    """The titles above the pictures and the notes beside them."""
    html = " ".join(each.proto.body for each in page.get("html"))
    return dict(re.findall(r'class="map-title"><b>(.*?)</b><br>(.*?)</div>', html))


def figures(page):
    """The pictures on the page."""
    return [json.loads(each.proto.spec) for each in page.get("plotly_chart")]
