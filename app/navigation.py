"""The pages of the app, and the first line of each: its name, the links, Undo and Share."""

from typing import NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.navigation.page import Page

from app.export.dialog import export_button
from app.look.parts import literal
from app.share.dialog import share
from app.study.history import history
from app.study.put import UNDO_SAYS, can_undo, current, redraw, replaced, undo


class Pages(NamedTuple):
    """Every page, in the order of the links."""

    explore: Page
    vectors: Page
    maps: Page
    lessons: Page
    methods: Page
    recon: Page
    train: Page
    yours: Page


def heading(pages: Pages) -> None:
    """The first line of a page, and what tells the browser of its history."""
    history()
    first_line(pages)


def first_line(pages: Pages) -> DeltaGenerator:
    """The app's name, links to all pages, which take the study along, Undo, Share; room beside.

    A page in a frame of another page, or of a link that hides the others, has no links to them.
    """
    with st.container(key="heading"):
        title, links, right = st.columns([12, 12, 7], vertical_alignment="center")
    title.markdown("## Gradient surgery explorer")
    is_alone = st.context.is_embedded or not current().screen.shows("pages")
    with links.container(horizontal=True, key="page-links"):
        for page in () if is_alone else pages:
            st.page_link(page)  # the study goes along by itself: see ``arrive``
        _undo_button()
        share(pages)
        export_button()
    return right


def _undo_button() -> None:
    st.session_state[UNDO_SAYS] = can_undo()
    st.button(
        "Undo",
        key="undo",
        icon=":material/undo:",
        type="tertiary",
        help="Back to what was shown before the last change.",
        disabled=not can_undo(),
        on_click=_undo,
    )


def _undo() -> None:
    undo()
    redraw()  # all of the page, whatever part of it the button is in


def warn(sentences: tuple[str, ...]) -> None:
    """What could not be used, and what took the place of the person's own study."""
    with st.container():  # a place of their own: whatever comes and goes, the pictures stay
        for sentence in sentences:
            st.warning(literal(sentence))
        if sentence := replaced():
            with st.container(horizontal=True, vertical_alignment="center", key="replaced"):
                st.markdown(literal(sentence), width="content")
                st.button("Back to my study", key="back-to-my-study", on_click=_undo)
