"""How do the losses fall?"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from app.figures.series import Series, curves, over_steps, series
from app.look.theme import Theme, axis
from samgs_core.record import Record

KEY = "losses"
TITLE = "L₁ + L₂"

SPIKES = 0.005
"""The share of values that may lie beyond either end of the axis."""


class LossesOverSteps(NamedTuple):
    """The sum of the losses from one start, one curve for each method."""

    start: int
    n_steps: int
    range: tuple[float, float]
    curves: tuple[Series, ...]


def data(records: Sequence[Record], start: int) -> LossesOverSteps:
    """``start`` is the index of the start whose losses are shown.

    The axis fits the first value of every curve, and all values but the spikes.
    """
    sums = [record.losses[start].sum(-1) for record in records]
    drawn = [
        series(record, values, start, "{:.4g}")
        for record, values in zip(records, sums, strict=True)
    ]
    return LossesOverSteps(
        start=start,
        n_steps=max((record.experiment.steps for record in records), default=1),
        range=visible_range(sums),
        curves=tuple(drawn),
    )


def figure(losses: LossesOverSteps, theme: Theme) -> go.Figure:
    """One curve for each method."""
    figure = go.Figure(curves(losses.curves, theme), frame(losses.n_steps, theme))
    return figure.update_yaxes(range=losses.range)


def frame(n_steps: int, theme: Theme) -> dict[str, object]:
    """The axes without a range of losses, which the scene shares."""
    return {**over_steps(theme, n_steps), "yaxis": axis(theme) | {"nticks": 5}}


def alt(losses: LossesOverSteps) -> str:
    """The picture in words, for those who cannot see it."""
    first = f"Sum of the losses over the steps from start {losses.start + 1}."
    return " ".join([first, *(_told(curve) for curve in losses.curves)])


def visible_range(sums: Sequence[np.ndarray]) -> tuple[float, float]:
    """All values [S] of some curves but the spikes; above the first only as much as lies below."""
    return visible_ranges([values[None] for values in sums])[0]


def visible_ranges(sums: Sequence[np.ndarray]) -> tuple[tuple[float, float], ...]:
    """The same for the curves [B, S] of B starts, one range for each start."""
    of_curves = np.stack([_marks(values) for values in sums] or [np.full((1, 3), np.nan)])
    return tuple(_range(of_curves[:, start]) for start in range(of_curves.shape[1]))


def _marks(values: np.ndarray) -> np.ndarray:
    """Of each curve the first value and the two between which all but the spikes lie, [B, 3].

    Of what is finite; NaN where nothing is.
    """
    if np.isfinite(values).all():  # at once: that takes a tenth of one by one
        return np.stack([values[:, 0], *np.quantile(values, (SPIKES, 1 - SPIKES), axis=1)], axis=1)
    finite = [curve[np.isfinite(curve)] for curve in values]
    nothing = np.full((1, 3), np.nan)
    return np.concatenate([_marks(each[None]) if len(each) else nothing for each in finite])


def _range(marks: np.ndarray) -> tuple[float, float]:
    """The range of curves by their marks [M, 3]."""
    marks = marks[np.isfinite(marks[:, 0])]
    if not len(marks):
        return 0.0, 1.0
    first, low = marks[:, 0].max(), marks[:, 1].min()
    low = min(first, low)
    reach = max(first - low, abs(first), 1e-6)
    high = max(first, min(marks[:, 2].max(), first + reach))
    room = 0.05 * (high - low or 1)
    return float(low - room), float(high + room)


def _told(curve: Series) -> str:
    first, last = (f"{value:.2f}".replace("-", "−") for value in curve.ends)
    return f"{curve.method.title} goes from {first} to {last}."
