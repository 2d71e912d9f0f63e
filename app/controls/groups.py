"""Groups of controls that are closed at first: what nobody has opened is not drawn."""

from collections.abc import Callable

import streamlit as st

PREFIX = "group."
"""How the keys of groups begin."""


def closed_group(title: str, draw: Callable[[], None], key: str = "") -> None:
    """A group with a title, in the current place; ``draw`` draws what it holds once it is open."""
    group = st.expander(title, key=PREFIX + (key or title), on_change="rerun")
    if group.open:
        with group:
            draw()
