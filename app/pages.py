"""All pages of the app, each a view that links to the others."""

from collections.abc import Callable

import streamlit as st
from streamlit.navigation.page import Page

from app.explore.view import explore
from app.maps.view import maps
from app.methods.view import methods
from app.navigation import Pages
from app.recon.view import recon

VIEWS: tuple[tuple[str, Callable[[Pages], None]], ...] = (
    ("Explore", explore),
    ("Maps", maps),
    ("Methods", methods),
    ("Recon", recon),
)

HERE = "page"
"""Where the session keeps which page is shown."""


def pages(first: str = "explore") -> Pages:
    """The pages; ``first`` is the address of the one that the app's own address shows."""

    def page(title: str, view: Callable[[Pages], None]) -> Page:
        address = title.lower()

        def shown() -> None:
            _arrive(address)
            view(found)

        return st.Page(shown, title=title, url_path=address, default=address == first)

    found = Pages(*(page(title, view) for title, view in VIEWS))
    return found


def _arrive(address: str) -> None:
    """Let the widgets of a page that is newly shown take their values from the link.

    Pages share keys, and what Streamlit keeps of a widget of another page is its least value.
    """
    if st.session_state.get(HERE, address) != address:
        for key in list(st.session_state):
            del st.session_state[key]
    st.session_state[HERE] = address
