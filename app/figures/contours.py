"""Contour levels that suit losses with walls and log singularities."""

from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from app.figures.paths import HUGE
from app.look.theme import Theme
from app.study.contoured import CONTOURED, Contoured

N_LEVELS = 14


class Contours(NamedTuple):
    """Values on a grid, on a scale on which the contour lines lie at 0, 1, 2, ..."""

    label: str
    x: np.ndarray  # [nx]
    y: np.ndarray  # [ny]
    levels: np.ndarray  # [k] the losses at 0, 1, 2, ...
    heights: np.ndarray  # [ny, nx] float32


def contours(x: np.ndarray, y: np.ndarray, losses: np.ndarray, key: str) -> Contours:
    """The contours of one of ``CONTOURED``, by its key; ``losses`` is [ny, nx, 2]."""
    values = filled(total(losses, key))
    chosen_levels = levels(values)
    return Contours(_contoured(key).label, x, y, chosen_levels, heights(values, chosen_levels))


def total(losses: np.ndarray, key: str) -> np.ndarray:
    """The values of one of ``CONTOURED``, by its key; ``losses`` is [..., 2]."""
    # Not a matrix product: 0 times a loss that is not finite has to stay out.
    parts = [weight * losses[..., k] for k, weight in enumerate(_contoured(key).weights) if weight]
    with np.errstate(invalid="ignore", over="ignore"):
        return sum(parts[1:], start=parts[0])


def _contoured(key: str) -> Contoured:
    return next(choice for choice in CONTOURED if choice.key == key)


def filled(values: np.ndarray) -> np.ndarray:
    """The values with every trench of one grid cell's width filled up to its rim.

    A log singularity is thinner than a contour line; on a grid it would be a string of beads.
    This is the morphological closing with 3 × 3 cells: larger shapes stay as they are, and so
    does everything that is NaN.
    """
    closed = -_neighbours_highest(-_neighbours_highest(values))
    return np.where(np.isnan(values), np.nan, closed)


def _neighbours_highest(values: np.ndarray) -> np.ndarray:
    """At every cell the highest value of its 3 × 3 neighbourhood that is a number."""
    padded = np.pad(values, 1, mode="edge")
    rows = np.fmax(np.fmax(padded[:-2], padded[1:-1]), padded[2:])
    return np.fmax(np.fmax(rows[:, :-2], rows[:, 1:-1]), rows[:, 2:])


def levels(values: np.ndarray, n: int = N_LEVELS) -> np.ndarray:
    """About n increasing levels, each the mean of an even spacing in value and one in area.

    Even spacing in value leaves plateaus empty, even spacing in area crowds them; a spike has
    next to no area and so draws no level to itself. Values from ``HUGE`` on are left out.
    A constant has no levels, nor has what is nowhere finite.
    """
    finite = values[np.abs(values) < HUGE]
    if not len(finite):
        return finite
    shares = np.arange(1, n + 1) / (n + 1)
    low, high = np.quantile(finite, (0.01, 0.99))
    mixed = (np.quantile(finite, shares) + low + shares * (high - low)) / 2
    return np.unique(mixed) if high > low else mixed[:0]


def heights(values: np.ndarray, levels: np.ndarray) -> np.ndarray:
    """The values on a scale on which the levels are 0, 1, 2, ..., float32.

    Linear between two levels, so that contours drawn at whole numbers lie where the levels are.
    Values beyond the first and the last level are cut off one step away.
    """
    if not len(levels):
        return np.where(np.isfinite(values), 0, np.nan).astype(np.float32)
    steps = np.diff(levels) if len(levels) > 1 else np.ones(1)
    anchors = np.concatenate([levels[:1] - steps[0], levels, levels[-1:] + steps[-1]])
    scaled = np.interp(values, anchors, np.arange(-1.0, len(levels) + 1))
    return np.where(np.isfinite(values), scaled, np.nan).astype(np.float32)


def thinned(contours: Contours) -> Contours:
    """Every second row and column: enough for a small picture."""
    x, y, heights = contours.x[::2], contours.y[::2], contours.heights[::2, ::2]
    return contours._replace(x=x, y=y, heights=np.ascontiguousarray(heights))


def contour_lines(contours: Contours, theme: Theme) -> go.Contour:
    """Thin grey lines, no fill and no answer to the pointer: they are the ground."""
    return go.Contour(
        x=contours.x,
        y=contours.y,
        z=contours.heights,
        autocontour=False,
        contours={"coloring": "none", "start": 0, "end": len(contours.levels) - 1, "size": 1},
        line={"color": theme.contour, "width": 1},
        showscale=False,
        hoverinfo="skip",
    )
