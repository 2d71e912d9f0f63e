"""Curves over the steps of one start: the mean of every few steps within all that they reach."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from app.figures.paths import HUGE
from app.look.theme import Theme, axis, layout, look_of, see_through
from samgs_core.method import Method
from samgs_core.record import Outcome, Record

MAX_BINS = 150
"""The most points that are drawn of one curve: about one for every two or three pixels."""
THINNER = 0.65
"""How wide a curve is, as a share of the method's width in parameter space."""
REACH = 0.16
"""The opacity of what lies between the least and the greatest value."""
MAX_REACHES = 4
"""With more curves their reaches would hide one another; only the pointer tells them then."""


class Series(NamedTuple):
    """One method's curve in bins of as many recorded steps each; bins without a value are NaN."""

    method: type[Method]
    steps: np.ndarray  # [n] float32, the mean step of a bin
    values: np.ndarray  # [n] float32, the mean value
    low: np.ndarray  # [n] float32, the least value
    high: np.ndarray  # [n] float32, the greatest value
    told: list[str]  # [n] the values in words
    reach: np.ndarray  # [m, 2] float32, outlines of all between low and high, NaN between them
    ends: tuple[float, float]
    """The first and the last value itself; NaN if there is none."""
    diverged: bool


def series(record: Record, values: np.ndarray, start: int, form: str) -> Series:
    """The curve of ``values`` [S] over the steps of one start, up to where it stopped.

    ``form`` is how a value is told, as in ``{:.0f}°``.
    """
    own = record.steps <= record.stopped_at[start]
    seen = np.where(np.abs(values) < HUGE, values, np.nan)[own].astype(np.float32)
    steps = binned(record.steps[own].astype(np.float32))
    bins = binned(seen)
    is_empty = np.isnan(bins).all(axis=1)
    low, high = np.nanmin(bins, 1, initial=np.inf), np.nanmax(bins, 1, initial=-np.inf)
    low[is_empty] = high[is_empty] = np.nan
    finite = seen[~np.isnan(seen)]
    return Series(
        method=type(record.experiment.method),
        steps=mean_of(steps),
        values=mean_of(bins),
        low=low,
        high=high,
        told=_told(form, mean_of(bins), low, high),
        reach=outlines_of(mean_of(steps), low, high),
        ends=(float(finite[0]), float(finite[-1])) if len(finite) else (np.nan, np.nan),
        diverged=record.outcome[start] is Outcome.DIVERGED,
    )


def binned(values: np.ndarray) -> np.ndarray:
    """The values in rows of equal width, at most ``MAX_BINS``; NaN fills the last one up."""
    width = -(-len(values) // MAX_BINS)
    return np.pad(values, (0, -len(values) % width), constant_values=np.nan).reshape(-1, width)


def mean_of(bins: np.ndarray) -> np.ndarray:
    """The mean of what there is in each row; NaN for an empty one."""
    counts = (~np.isnan(bins)).sum(axis=1)
    return np.nansum(bins, axis=1) / np.where(counts, counts, np.nan).astype(np.float32)


def _told(form: str, values: np.ndarray, low: np.ndarray, high: np.ndarray) -> list[str]:
    """Each value in words, with its range where there is one."""
    rows = zip(values.tolist(), low.tolist(), high.tolist(), strict=True)
    ranged = f"{form} (from {form} to {form})"
    told = (ranged.format(*row) if row[1] < row[2] else form.format(row[0]) for row in rows)
    return [words.replace("-", "−") for words in told]


def outlines_of(steps: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """A closed outline for every unbroken stretch: along ``low`` and back along ``high``."""
    filled = np.flatnonzero(~np.isnan(low))
    outlines = [np.zeros((0, 2), dtype=np.float32)]
    if (high[filled] == low[filled]).all():
        return outlines[0]
    for stretch in np.split(filled, np.flatnonzero(np.diff(filled) > 1) + 1):
        there = np.column_stack([steps[stretch], low[stretch]])
        back = np.column_stack([steps[stretch], high[stretch]])[::-1]
        outlines += [there, back, np.full((1, 2), np.nan, dtype=np.float32)]
    return np.concatenate(outlines)


def curves(drawn: Sequence[Series], theme: Theme) -> list[go.Scatter]:
    """For each series its line and, if they are few, its reach; at the ends the methods' markers.

    A run that diverged ends in an open cross.
    """
    shown = drawn if len(drawn) <= MAX_REACHES else ()
    reaches = [_reach(series, theme) for series in shown if len(series.reach)]
    lines = [_line(series, theme) for series in drawn]
    return [*reaches, *lines, _end_marks(drawn, theme)]


def _reach(series: Series, theme: Theme) -> go.Scatter:
    return go.Scatter(
        x=series.reach[:, 0],
        y=series.reach[:, 1],
        mode="lines",
        line={"width": 0},
        fill="toself",
        fillcolor=see_through(theme.colour(series.method), REACH),
        hoverinfo="skip",
    )


def _line(series: Series, theme: Theme) -> go.Scatter:
    look = look_of(series.method)
    return go.Scatter(
        x=series.steps,
        y=series.values,
        mode="lines",
        line={
            "color": theme.colour(series.method),
            "width": THINNER * look.width,
            "dash": look.dash,
        },
        name=series.method.title,
        text=series.told,
        hovertemplate=f"{series.method.title} %{{text}}<extra></extra>",
    )


def _end_marks(drawn: Sequence[Series], theme: Theme) -> go.Scatter:
    last = [np.flatnonzero(~np.isnan(series.values))[-1:] for series in drawn]
    shown = [(series, at[0]) for series, at in zip(drawn, last, strict=True) if len(at)]
    looks = [look_of(series.method) for series, _ in shown]
    return go.Scatter(
        x=np.array([series.steps[at] for series, at in shown]),
        y=np.array([series.values[at] for series, at in shown]),
        mode="markers",
        marker={
            "symbol": [
                "x-open" if series.diverged else look.marker
                for (series, _), look in zip(shown, looks, strict=True)
            ],
            "size": 8,
            "color": [theme.colour(look.method) for look in looks],
            "line": {"color": theme.page, "width": 1},
        },
        hoverinfo="skip",
        cliponaxis=False,
    )


def over_steps(theme: Theme, n_steps: int, lowest: str = "y") -> dict[str, object]:
    """The layout of a low figure over the steps of a run; the steps stand below one y axis."""
    steps = {
        "range": (0, n_steps),
        "anchor": lowest,
        "mirror": "all",
        "unifiedhovertitle": {"text": "step %{x:,.0f}"},
    }
    return {
        **layout(theme),
        "margin": {"l": 44, "r": 14, "t": 8, "b": 34},
        "xaxis": axis(theme, "step <i>t</i>") | steps,
        "hovermode": "x unified",
    }
