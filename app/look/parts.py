"""Parts that a page is put together from."""

import re
from collections.abc import Sequence
from types import ModuleType
from typing import NamedTuple

import plotly.graph_objects as go
import streamlit as st

from app.look.theme import Theme

CHART = {"displaylogo": False, "modeBarButtonsToRemove": ["select2d", "lasso2d", "autoScale2d"]}

CALM = """
<style>
[data-testid="stSkeleton"] { animation: none !important; }
[data-testid="stElementContainer"]:has(.stMarkdown style) { display: none; }
</style>
"""
"""What must be there before the rest has loaded, as Markdown is: where a browser paints slowly,
what moves while it waits leaves no time for what it waits for."""

STYLE = """
<style>
.stMainBlockContainer { padding: .75rem 2rem 2rem; }
.stMainBlockContainer [data-testid="stVerticalBlock"] { gap: .5rem; }
.stMainBlockContainer [data-testid="stHorizontalBlock"]:has(h2) { min-height: 2.5rem;
  padding-right: 2.5rem; }
[data-testid="stSidebarHeader"] { height: 2.5rem; margin: 0; }
.stMainBlockContainer h2 { padding: 0; font-size: 1.75rem; }
[data-testid="stHeader"] { background: transparent; pointer-events: none; }
[data-testid="stHeader"] * { pointer-events: none; }
[data-testid="stHeader"] :is(button, button *) { pointer-events: auto; }
[data-testid="stHeader"] [data-testid="stToolbar"] { background: transparent; }
[class*="st-key-start-remove"] p { font-size: 0; }
:is(.st-key-presets, .st-key-map-presets) button { min-height: 2rem; padding: 2px 10px; }
:is(.st-key-presets, .st-key-map-presets) button p { font-size: 14px; line-height: 1.25; }
.stSidebar .katex-display { margin: 0; overflow: auto hidden; }
.stSidebar .katex { font-size: 1em; }
.st-key-layer button { padding: 4px 6px; }
.st-key-layer button p { font-size: 14px; }
@media (max-width: 640px) {
  .stMainBlockContainer { padding: 3rem 1rem 1rem; }
  .stMainBlockContainer h2 { font-size: 1.5rem; }
  .stMainBlockContainer [data-testid="stHorizontalBlock"]:has(h2) { padding-right: 0; }
}
/* Fading what waits and sliding what progresses would paint the pictures again in every frame. */
[data-stale="true"] { opacity: 1 !important; transition: none !important; }
.stProgress * { transition: none !important; }
.score-row { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 6px; }
.score-chip { display: inline-flex; align-items: center; gap: 6px; white-space: nowrap;
  font-size: 14px; line-height: 20px; font-variant-numeric: tabular-nums; }
.score-chip.drawn { padding: 1px 9px 1px 7px; border: 1.5px solid; border-radius: 16px; }
.score-chip.undrawn { gap: 4px; padding: 0 4px; font-size: 13px; color: var(--muted); }
.score-chip.undrawn b { font-weight: 500; }
.map-title { min-height: 3.7rem; font-size: 14px; line-height: 1.35; }
.legend { display: flex; flex-wrap: wrap; gap: 2px 16px; font-size: 14px; }
.legend-entry { display: inline-flex; align-items: center; gap: 6px; }
.legend-entry i { flex: none; box-sizing: border-box; width: 22px; height: 12px; }
.swatch { flex: none; display: block; }
</style>
"""


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


def points(title: str, sentences: Sequence[str]) -> None:
    """A title and a list under it; nothing for an empty list."""
    if sentences:
        st.markdown(f"**{title}**\n" + "".join(f"\n- {sentence}" for sentence in sentences))


def literal(text: str) -> str:
    """Text that Markdown shows as it is."""
    return re.sub(r"([\\`*_{}\[\]()<>#+\-.!|~$:])", r"\\\1", text)
