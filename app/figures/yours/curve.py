"""Curves over the steps of a recording, in bins, with the cursor through all of them."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from app.figures.paths import HUGE
from app.figures.series import REACH, binned, mean_of, outlines_of, over_steps
from app.look.theme import SMALL_TEXT_SIZE, Dash, Theme, see_through

DASHES: tuple[Dash, ...] = ("solid", "dash", "dot", "longdash", "dashdot", "longdashdot")
MAX_NAME = 24


class Curve(NamedTuple):
    """One curve in bins of as many recorded steps each; bins without a value are NaN."""

    name: str
    steps: np.ndarray  # [n] the mean step of a bin
    values: np.ndarray  # [n] the mean value
    reach: np.ndarray  # [m, 2] outlines of all between least and greatest values


class Over(NamedTuple):
    """The steps that a recording spans, and where the cursor stands."""

    first: int
    last: int
    cursor: int


def curve(name: str, steps: np.ndarray, values: np.ndarray) -> Curve:
    """The curve of ``values`` [S] over ``steps`` [S]."""
    seen = binned(np.where(np.abs(values) < HUGE, values, np.nan))
    low, high = np.nanmin(seen, 1, initial=np.inf), np.nanmax(seen, 1, initial=-np.inf)
    is_empty = np.isnan(seen).all(axis=1)
    low[is_empty] = high[is_empty] = np.nan
    middles = mean_of(binned(steps.astype(float)))
    known = ~is_empty
    reach = outlines_of(middles, low, high) if known.any() else np.zeros((0, 2))
    return Curve(shown_name(name), middles, mean_of(seen), reach)


def shown_name(name: str, most: int = MAX_NAME) -> str:
    """A name of a stranger's, short, that Plotly shows as it is."""
    short = name if len(name) <= most else f"{name[: most - 1]}…"
    return short.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def lines(curves: Sequence[Curve], form: str, theme: Theme, n_reaches: int = 2) -> list[go.Scatter]:
    """The curves, told apart by their dashes; the reach of few."""
    reaches = [_reach(each, theme) for each in curves[:n_reaches] if len(each.reach)]
    return [*reaches, *(_line(each, i, form, theme) for i, each in enumerate(curves))]


def frame(over: Over, theme: Theme, lowest: str = "y") -> dict[str, object]:
    """The layout of a figure over the steps of a recording."""
    layout = over_steps(theme, over.last, lowest)
    x_axis = {**layout["xaxis"], "range": (over.first, max(over.last, over.first + 1))}  # type: ignore[dict-item]
    return {**layout, "xaxis": x_axis, "shapes": [cursor(over, theme)]}


def cursor(over: Over, theme: Theme, axes: str = "") -> dict[str, object]:
    """The line at the step of the cursor, as high as the panel of these axes or the figure."""
    return {
        "type": "line",
        "x0": over.cursor,
        "x1": over.cursor,
        "xref": f"x{axes}",
        "yref": f"y{axes} domain" if axes else "paper",
        "y0": 0,
        "y1": 1,
        "line": {"color": theme.ring, "width": 1.5},
    }


def key(layout: dict[str, object], n_curves: int, theme: Theme) -> dict[str, object]:
    """The layout with the names of the curves above it, if they are several."""
    if n_curves < 2:
        return layout
    legend = {
        "orientation": "h",
        "x": 0,
        "y": 1,
        "yanchor": "bottom",
        "font": {"size": SMALL_TEXT_SIZE, "color": theme.text},
    }
    margin = {"l": 48, "r": 14, "t": 26, "b": 34}
    return {**layout, "showlegend": True, "legend": legend, "margin": margin}


def _reach(drawn: Curve, theme: Theme) -> go.Scatter:
    return go.Scatter(
        x=drawn.reach[:, 0],
        y=drawn.reach[:, 1],
        mode="lines",
        line={"width": 0},
        fill="toself",
        fillcolor=see_through(theme.text, REACH / 2),
        hoverinfo="skip",
        showlegend=False,
    )


def _line(drawn: Curve, number: int, form: str, theme: Theme) -> go.Scatter:
    return go.Scatter(
        x=drawn.steps,
        y=drawn.values,
        mode="lines",
        line={"color": theme.text, "width": 1.6, "dash": DASHES[number % len(DASHES)]},
        name=drawn.name,
        hovertemplate=f"{drawn.name} %{{y:{form}}}<extra></extra>",
    )
