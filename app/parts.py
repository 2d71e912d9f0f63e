"""Parts that a page is put together from."""

import html
import re
from collections.abc import Mapping, Sequence
from types import ModuleType
from typing import NamedTuple

import plotly.graph_objects as go
import streamlit as st

from app.study import Study
from app.theme import Theme, look_of
from samgs_core import Method

CHART = {"displaylogo": False, "modeBarButtonsToRemove": ["select2d", "lasso2d", "autoScale2d"]}

STYLE = """
<style>
.stMainBlockContainer { padding: .75rem 2rem 2rem; }
.stMainBlockContainer [data-testid="stVerticalBlock"] { gap: .5rem; }
.stMainBlockContainer [data-testid="stHorizontalBlock"]:has(h2) { padding-right: 2.5rem; }
[data-testid="stSidebarHeader"] { height: 2.5rem; margin: 0; }
.stMainBlockContainer h2 { padding: 0; font-size: 1.75rem; }
[data-testid="stHeader"] { background: transparent; pointer-events: none; }
[data-testid="stHeader"] > * { pointer-events: auto; }
[data-testid="stHeader"] [data-testid="stToolbar"] { background: transparent; }
[class*="st-key-start-remove"] p { font-size: 0; }
@media (max-width: 640px) { .stMainBlockContainer { padding: 3rem 1rem 1rem; } }
.score-row { display: flex; flex-wrap: wrap; gap: 6px; }
.score-chip { display: inline-flex; align-items: center; gap: 6px; padding: 1px 9px;
  border: 1.5px solid; border-radius: 16px; font-size: 14px; font-variant-numeric: tabular-nums; }
.score-chip i { display: inline-block; width: 18px; height: 0; border-top: 3px; }
</style>
"""
MARKS = {
    "circle": "●",
    "square": "■",
    "triangle-up": "▲",
    "triangle-down": "▼",
    "diamond": "◆",
    "cross": "✚",
    "x": "✖",
}
"""Markers as letters; a marker without one is shown as a dot."""
LINES = {"solid": "solid", "dot": "dotted"}
"""Dashes as CSS borders; all others are dashed."""


def chart(plot: ModuleType, values: NamedTuple, theme: Theme, height: int) -> None:
    """A plot of ``app.figures`` in the current place, with its alternative text."""
    _show(plot, plot.figure(values, theme), plot.alt(values), height)


def small_multiples(plot: ModuleType, values: NamedTuple, theme: Theme, height: int) -> None:
    """The same plot with one panel for each method."""
    _show(plot, plot.small_multiples(values, theme), plot.alt(values), height)


def _show(plot: ModuleType, figure: go.Figure, alt: str, height: int) -> None:
    st.plotly_chart(figure, key=plot.KEY, theme=None, config=CHART, alt=alt, height=height)


def points(title: str, sentences: Sequence[str]) -> None:
    """A title and a list under it; nothing for an empty list."""
    if sentences:
        st.markdown(f"**{title}**\n" + "".join(f"\n- {sentence}" for sentence in sentences))


def literal(text: str) -> str:
    """Text that Markdown shows as it is."""
    return re.sub(r"([\\`*_{}\[\]()<>#+\-.!|~$:])", r"\\\1", text)


def score_row(study: Study, scores: Mapping[type[Method], str], goal: str, theme: Theme) -> str:
    """Every method with its mark and score, as HTML; also the legend of the pictures.

    A method without a score shows an ellipsis; those that are not drawn are grey.
    """
    chips = "".join(
        _chip(method, type(method) in study.drawn, scores.get(type(method), "…"), theme)
        for method in study.methods
    )
    label = f"How many starts end at the {goal}"
    return f'<div class="score-row" role="list" aria-label="{html.escape(label)}">{chips}</div>'


def _chip(method: Method, is_drawn: bool, score: str, theme: Theme) -> str:
    colour = theme.colour(type(method)) if is_drawn else theme.muted
    title = html.escape(method.title)
    state = "drawn" if is_drawn else "not drawn"
    return (
        f'<span class="score-chip {"drawn" if is_drawn else "undrawn"}" role="listitem" '
        f'data-method="{method.key}" aria-label="{title}, {state}: {score}" '
        f'style="border-color:{colour if is_drawn else theme.contour}">'
        f"{_swatch(method, colour)}<span>{title}</span><b>{score}</b></span>"
    )


def _swatch(method: Method, colour: str) -> str:
    look = look_of(type(method))
    line = f"{look.width}px {LINES.get(look.dash, 'dashed')} {colour}"
    mark = MARKS.get(look.marker, "●")
    return (
        f'<i style="border-top:{line}" aria-hidden="true"></i>'
        f'<span style="color:{colour}" aria-hidden="true">{mark}</span>'
    )
