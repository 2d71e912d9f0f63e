"""All pages of the app, each a view that links to the others."""

from collections.abc import Callable

import streamlit as st
from streamlit.navigation.page import Page

from app.navigation import Pages
from app.views.explore import explore
from app.views.maps import maps
from app.views.methods import methods
from app.views.recon import recon

VIEWS: tuple[tuple[str, Callable[[Pages], None]], ...] = (
    ("Explore", explore),
    ("Maps", maps),
    ("Methods", methods),
    ("Recon", recon),
)


def pages(first: str = "explore") -> Pages:
    """The pages; ``first`` is the address of the one that the app's own address shows."""

    def page(title: str, view: Callable[[Pages], None]) -> Page:
        address = title.lower()
        return st.Page(lambda: view(found), title=title, url_path=address, default=address == first)

    found = Pages(*(page(title, view) for title, view in VIEWS))
    return found
