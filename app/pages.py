"""All pages of the app, each a view that links to the others."""

from collections.abc import Callable

import streamlit as st
from streamlit.navigation.page import Page

from app.explore.view import explore
from app.lessons.panel import lesson_panel
from app.lessons.view import lessons
from app.maps.view import maps
from app.methods.view import methods
from app.navigation import Pages
from app.recon.view import recon
from app.study.comeback import hear, listen
from app.study.put import arrive
from app.train.view import train
from app.vectors.view import vectors
from app.yours.view import yours

VIEWS: tuple[tuple[str, Callable[[Pages], None]], ...] = (
    ("Explore", explore),
    ("Vectors", vectors),
    ("Maps", maps),
    ("Lessons", lessons),
    ("Methods", methods),
    ("Recon", recon),
    ("Train", train),
    ("Your run", yours),
)


def pages(first: str = "explore") -> Pages:
    """The pages; ``first`` is the address of the one that the app's own address shows."""

    def page(title: str, view: Callable[[Pages], None]) -> Page:
        address = title.lower().replace(" ", "-")

        def shown() -> None:
            listen()
            arrive(address)
            if view is not lessons:
                lesson_panel(all_pages, address)
            view(all_pages)
            hear()

        return st.Page(shown, title=title, url_path=address, default=address == first)

    all_pages = Pages(*(page(title, view) for title, view in VIEWS))
    return all_pages
