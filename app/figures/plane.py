"""What both planes draw beside the paths: the Pareto band, its label, the goal's star."""

from typing import Literal, NamedTuple

import numpy as np
import plotly.graph_objects as go

from app.figures.paths import is_inside
from app.theme import SMALL_TEXT_SIZE, Theme
from samgs_core.landscape import Window

BAND_WIDTH = 8
STAR_SIZE = 17

Side = Literal["above", "below", "left", "right"]


class Band(NamedTuple):
    """A curve in pieces, and the place of its label."""

    points: np.ndarray  # [m, 2] float32, rows of NaN between the pieces
    lone: np.ndarray  # [k, 2] float32, pieces of a single point
    label: str
    at: tuple[float, float] | None
    side: Side


def band(points: np.ndarray, label: str, window: Window) -> Band:
    """A band along the points [m, 2], labelled at four fifths of what the window shows of it."""
    missing = np.isnan(points).any(-1)
    padded = np.concatenate([[True], missing, [True]])
    is_lone = ~missing & padded[:-2] & padded[2:]
    drawn = points.astype(np.float32)
    shown = points[is_inside(points, window)]
    if not len(shown):
        return Band(drawn, drawn[is_lone], label, None, "below")
    row = (4 * len(shown)) // 5
    x, y = shown[row].tolist()
    return Band(drawn, drawn[is_lone], label, (x, y), _side(shown, row, window))


def _side(points: np.ndarray, row: int, window: Window) -> Side:
    """The side of the curve on which a label at this row neither crosses it nor is cut off."""
    spans = np.array([window.x_high - window.x_low, window.y_high - window.y_low])
    before, after = points[max(row - 1, 0)], points[min(row + 1, len(points) - 1)]
    run, rise = np.abs(after - before) / spans
    x, y = points[row]
    if run >= rise:
        return "below" if y > window.y_low + 0.07 * spans[1] else "above"
    return "right" if x < window.x_high - 0.25 * spans[0] else "left"


def band_traces(band: Band, theme: Theme) -> list[go.Scatter]:
    """The band, and dots for the pieces that are single points."""
    line = go.Scatter(
        x=band.points[:, 0],
        y=band.points[:, 1],
        mode="lines",
        line={"color": theme.band, "width": BAND_WIDTH},
        opacity=0.75,
        hoverinfo="skip",
    )
    if not len(band.lone):
        return [line]
    dots = go.Scatter(
        x=band.lone[:, 0],
        y=band.lone[:, 1],
        mode="markers",
        marker={"color": theme.band, "size": BAND_WIDTH + 2},
        hoverinfo="skip",
    )
    return [line, dots]


def star(points: np.ndarray, told: str, theme: Theme) -> go.Scatter:
    """A five-pointed star in the text's colour at each of the points [g, 2]."""
    return go.Scatter(
        x=points[:, 0],
        y=points[:, 1],
        mode="markers",
        marker={
            "symbol": "star",
            "size": STAR_SIZE,
            "color": theme.text,
            "line": {"color": theme.page, "width": 1.5},
        },
        hovertemplate=f"{told}<extra></extra>",
    )


SHIFTS = {
    "above": {"yanchor": "bottom", "yshift": 7},
    "below": {"yanchor": "top", "yshift": -7},
    "left": {"xanchor": "right", "xshift": -9},
    "right": {"xanchor": "left", "xshift": 9},
}


def label(text: str, at: tuple[float, float], side: Side, theme: Theme) -> dict[str, object]:
    """An annotation beside a point, readable over lines."""
    return {
        "x": at[0],
        "y": at[1],
        "text": text,
        "showarrow": False,
        "font": {"size": SMALL_TEXT_SIZE, "color": theme.text},
        "bgcolor": theme.page,
        "opacity": 0.85,
        "borderpad": 1,
        **SHIFTS[side],
    }
