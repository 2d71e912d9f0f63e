"""The Pareto band of both planes, and labels that keep out of its way."""

from typing import Literal, NamedTuple

import numpy as np
import plotly.graph_objects as go

from app.figures.paths import is_inside, single
from app.look.theme import SMALL_TEXT_SIZE, Theme
from samgs_core.landscape import Window

BAND_WIDTH = 8

Side = Literal["above", "below", "left", "right", "below left", "above right"]


class Band(NamedTuple):
    """A curve in pieces."""

    points: np.ndarray  # [m, 2] float32, rows of NaN between the pieces
    lone: np.ndarray  # [k, 2] float32, pieces of a single point


class Label(NamedTuple):
    """A text beside a point."""

    text: str
    at: tuple[float, float]
    side: Side


def band(points: np.ndarray) -> Band:
    """A band along the points [m, 2]."""
    missing = np.isnan(points).any(-1)
    around = np.concatenate([[True], missing, [True]])
    is_lone = ~missing & around[:-2] & around[2:]
    drawn = single(points)
    return Band(drawn, drawn[is_lone])


def label_along(points: np.ndarray, text: str, window: Window) -> Label | None:
    """A label at four fifths of what the window shows of a curve; None if it shows nothing.

    It stands on a side where it neither crosses the curve nor is cut off.
    """
    shown = points[is_inside(points, window)]
    if not len(shown):
        return None
    row = (4 * len(shown)) // 5
    x, y = shown[row].tolist()
    ahead = shown[min(row + 1, len(shown) - 1)] - shown[max(row - 1, 0)]
    width, height = window.x_high - window.x_low, window.y_high - window.y_low
    if abs(ahead[0]) / width >= abs(ahead[1]) / height:
        side: Side = "below" if y > window.y_low + 0.07 * height else "above"
    else:
        side = "right" if x < window.x_high - 0.25 * width else "left"
    return Label(text, (x, y), side)


def label_before(front: np.ndarray, text: str, window: Window) -> Label | None:
    """A label below and left of the front: no loss is there, so it covers no path.

    At the last point with room for it, or along the curve if there is none.
    """
    width, height = window.x_high - window.x_low, window.y_high - window.y_low
    room = Window(
        window.x_low + 0.19 * width, window.x_high, window.y_low + 0.08 * height, window.y_high
    )
    fitting = front[is_inside(front, room)]
    if not len(fitting):
        return label_along(front, text, window)
    x, y = fitting[fitting[:, 0].argmax()].tolist()
    return Label(text, (x, y), "below left")


def band_traces(band: Band, theme: Theme) -> list[go.Scatter]:
    """The band, and dots for the pieces that are single points."""
    line = go.Scatter(
        x=band.points[:, 0],
        y=band.points[:, 1],
        mode="lines",
        line={"color": theme.band, "width": BAND_WIDTH, "simplify": False},
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


def thin_line(points: np.ndarray, dash: str, theme: Theme) -> list[go.Scatter]:
    """A curve [m, 2] that stays in the background; nothing if it has no points."""
    if not len(points):
        return []
    return [
        go.Scatter(
            x=points[:, 0],
            y=points[:, 1],
            mode="lines",
            line={"color": theme.muted, "width": 1.5, "dash": dash, "simplify": False},
            hoverinfo="skip",
        )
    ]


SHIFTS: dict[Side, dict[str, object]] = {
    "above": {"yanchor": "bottom", "yshift": 7},
    "below": {"yanchor": "top", "yshift": -7},
    "left": {"xanchor": "right", "xshift": -9},
    "right": {"xanchor": "left", "xshift": 9},
    "above right": {"xanchor": "left", "yanchor": "bottom", "xshift": 7, "yshift": 4},
    "below left": {"xanchor": "right", "yanchor": "top", "xshift": -4, "yshift": -3},
}


def annotation(label: Label, theme: Theme) -> dict[str, object]:
    """The label, readable over lines."""
    return {
        "x": label.at[0],
        "y": label.at[1],
        "text": label.text,
        "showarrow": False,
        "font": {"size": SMALL_TEXT_SIZE, "color": theme.text},
        "bgcolor": theme.page,
        "opacity": 0.85,
        "borderpad": 1,
        **SHIFTS[label.side],
    }
