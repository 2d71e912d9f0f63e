"""Parts that a page is put together from."""

import re
from collections.abc import Sequence
from types import ModuleType
from typing import NamedTuple

import plotly.graph_objects as go
import streamlit as st

from app.look.theme import DARK, LIGHT, Theme

UNUSED = ["select2d", "lasso2d", "autoScale2d", "toImage"]
"""Buttons of charts; Export gives pictures of them with their keys, on white."""
CHART = {"displaylogo": False, "modeBarButtonsToRemove": UNUSED}


def theme_of_page() -> Theme:
    """The theme in which the visitor sees the page."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def chart(plot: ModuleType, values: NamedTuple, theme: Theme, height: int, again: str = "") -> None:
    """A plot of ``app.figures`` in the current place, with its alternative text.

    ``again`` tells apart the pictures that follow one another while a page is drawn once.
    """
    _show(plot, plot.figure(values, theme), plot.alt(values), height, again)


def small_multiples(plot: ModuleType, values: NamedTuple, theme: Theme, height: int) -> None:
    """The same plot with one panel for each method."""
    _show(plot, plot.small_multiples(values, theme), plot.alt(values), height)


def _show(plot: ModuleType, figure: go.Figure, alt: str, height: int, again: str = "") -> None:
    key = plot.KEY + again
    st.plotly_chart(figure, key=key, theme=None, config=CHART, alt=alt, height=height)


def points(*groups: tuple[str, Sequence[str]]) -> None:
    """Titles, each with a list under it; nothing for an empty list."""
    told = [(f"**{title}**", *(f"- {each}" for each in group)) for title, group in groups if group]
    if told:
        st.markdown("\n\n".join("\n".join(lines) for lines in told))


def literal(text: str) -> str:
    """Text that Markdown shows as it is.

    An invisible word joiner keeps addresses in it from becoming links.
    """
    text = re.sub(r"(?=://|@)|(?<=www)(?=\.)", "\u2060", text, flags=re.IGNORECASE)
    return re.sub(r"([\\`*_{}\[\]()<>#+\-.!|~$:])", r"\\\1", text)
