"""How the app's colours, dashes and markers look on paper: always in the light theme."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.path import Path

from app.figures.bands import BAND_WIDTH, Band
from app.look.swatch import dashes, is_open, outline
from app.look.theme import LIGHT, look_of
from samgs_core.method import Method

Style = dict[str, Any]
"""How the drawing library is told what something looks like."""
PT = 0.42
"""Points on paper for a pixel on the screen."""
TEXT, SMALL_TEXT = 8.0, 7.0
"""Sizes of type in points."""
THIN = 0.5
MARK = 4.2
"""The width of a method's marker in points, if its corners are one radius away."""
MUTED_DASHES = {"solid": "-", "dash": (0, (4, 3)), "dot": (0, (1, 2))}


def stroke(method: type[Method], width: float = 1.0) -> Style:
    """The look of a method's line; ``width`` is a share of its width on the screen."""
    look = look_of(method)
    points = PT * width * look.width
    parts = [PT * width * part / points for part in dashes(look)]  # dashes count in line widths
    return {
        "color": LIGHT.colour(method),
        "linewidth": points,
        "linestyle": (0, parts) if parts else "-",
    }


def stamp(marker: str, colour: str, size: float = MARK) -> Style:
    """The look of a marker; ``size`` is that of a circle in points."""
    corners = np.array(outline(marker)) * (1, -1)  # on paper y grows upwards
    rim = {"markeredgecolor": colour, "markerfacecolor": LIGHT.page, "markeredgewidth": 0.8}
    filled = {"markeredgecolor": LIGHT.page, "markerfacecolor": colour, "markeredgewidth": 0.4}
    return {
        "marker": Path(np.vstack([corners, corners[:1]]), closed=True),
        "markersize": size * float(np.abs(corners).max()),
        "linestyle": "none",
        **(rim if is_open(marker) else filled),
    }


def method_stamp(method: type[Method], size: float = MARK) -> Style:
    """The marker of a method."""
    return stamp(look_of(method).marker, LIGHT.colour(method), size)


def cross(colour: str, size: float = MARK) -> Style:
    """The open cross of a run that diverged."""
    edges = {"markeredgecolor": colour, "markeredgewidth": 1.0}
    return {"marker": "x", "markersize": size, "linestyle": "none", **edges}


def ring(size: float = MARK, width: float = 0.7) -> Style:
    """The hollow circle of a start."""
    return stamp("circle-open", LIGHT.text, size) | {"markeredgewidth": width}


def star(size: float = MARK) -> Style:
    """The five-pointed star of a goal."""
    return stamp("star", LIGHT.text, size)


def entry(method: type[Method], label: str) -> Line2D:
    """A method in a key: its line and its marker."""
    mark = {name: value for name, value in method_stamp(method).items() if name != "linestyle"}
    return Line2D([], [], label=label, **stroke(method), **mark)


def draw_band(ax: Axes, band: Band, name: str) -> None:
    """The Pareto set or front; ``name`` finds it in an SVG."""
    look: Style = {"color": LIGHT.band, "alpha": 0.75, "zorder": 1.8}
    width = PT * BAND_WIDTH
    ax.plot(*band.points.T, linewidth=width, solid_capstyle="butt", gid=name, **look)
    if len(band.lone):
        ax.plot(*band.lone.T, "o", markersize=width, markeredgewidth=0, **look)


def draw_thin(ax: Axes, points: np.ndarray, dash: str) -> None:
    """A curve [m, 2] that stays in the background; nothing if it has no points."""
    if len(points):
        look: Style = {
            "color": LIGHT.muted,
            "linewidth": 0.7,
            "linestyle": MUTED_DASHES[dash],
        }
        ax.plot(*points.T, zorder=1.7, **look)


def quiet(ax: Axes) -> None:
    """A thin frame, small ticks and few numbers."""
    for spine in ax.spines.values():
        spine.set(color=LIGHT.band, linewidth=THIN)
    ax.tick_params(labelsize=SMALL_TEXT, color=LIGHT.band, labelcolor=LIGHT.muted, width=THIN)
    ax.tick_params(length=2, pad=1.5, which="both")
