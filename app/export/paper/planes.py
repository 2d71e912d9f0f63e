"""Parameter space and loss space on paper, from the values of the app's own pictures."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import LogLocator, MaxNLocator

from app.export.paper.marks import (
    MARK,
    Style,
    cross,
    draw_band,
    draw_thin,
    method_stamp,
    ring,
    star,
    stroke,
)
from app.figures.contours import Contours
from app.figures.loss_space import WHOLE, LossSpace
from app.figures.parameter_space import ParameterSpace
from app.figures.paths import Paths
from app.figures.regions import TINT, Region, hatch
from app.look.theme import LIGHT
from samgs_core.landscape import Window

SMALL = 0.75
"""Marks and lines where there are many panels, as a share of their size in one."""


class Size(NamedTuple):
    """Widths of lines and sizes of marks, as shares of the methods' own."""

    lines: float
    marks: float


def draw_parameter_space(
    ax: Axes, space: ParameterSpace, methods: Sequence[Paths], size: float = 1.0
) -> None:
    """The ground, and the paths of these methods; ``size`` is a share of that of marks."""
    window(ax, space.window)
    ax.set_aspect("equal")
    _tint(ax, space.shaded)
    if len(lines := hatch(space.undefined)):
        ax.plot(*lines.T, color=LIGHT.muted, linewidth=0.4, alpha=0.7, zorder=1.1)
    draw_contours(ax, space.contours)
    draw_thin(ax, space.box, "dash")
    draw_thin(ax, space.local_set, "dot")
    draw_band(ax, space.pareto_set, "pareto-set")
    look = Size(1.0 if size == 1.0 else SMALL, size)
    _paths(ax, "parameter-space", methods, space, look)
    named_axes(ax)


def draw_loss_space(
    ax: Axes, space: LossSpace, methods: Sequence[Paths], size: float = 1.0
) -> None:
    """The front, and the paths of these methods; ``size`` is a share of that of marks."""
    limits = Window(*(10**each for each in space.window)) if space.is_log else space.window
    if space.is_log:
        ax.set_xscale("log")
        ax.set_yscale("log")
    window(ax, limits)
    draw_thin(ax, space.local_front, "dot")
    draw_band(ax, space.front, "pareto-front")
    _paths(ax, "loss-space", methods, space, Size(WHOLE.width, size))
    named_axes(ax, "L")


def window(ax: Axes, shown: Window) -> None:
    """Show this part of the plane, with few numbers at its rim."""
    ax.set(xlim=shown[:2], ylim=shown[2:])
    for axis in (ax.xaxis, ax.yaxis):
        if axis.get_scale() == "log":
            axis.set_major_locator(LogLocator(numticks=5))
            axis.set_minor_locator(LogLocator(subs=(), numticks=5))
        else:
            axis.set_major_locator(MaxNLocator(5))


def named_axes(ax: Axes, symbol: str = "θ") -> None:
    """The two coordinates beside their axes."""
    ax.set_xlabel(f"{symbol}₁", labelpad=1)
    ax.set_ylabel(f"{symbol}₂", rotation=0, labelpad=2, va="center", ha="right")


def draw_contours(ax: Axes, contours: Contours) -> None:
    """Thin grey lines; nothing on a plateau."""
    heights, n = np.ma.masked_invalid(contours.heights), len(contours.levels)
    if n and heights.count() and heights.min() < n - 1 and heights.max() > 0:
        look: Style = {"colors": LIGHT.contour, "linewidths": 0.4, "zorder": 1.2}
        ax.contour(contours.x, contours.y, heights, levels=range(n), **look)


def _tint(ax: Axes, region: Region) -> None:
    if region.mask.any():
        fill_region(ax, region, LIGHT.muted, TINT)


def fill_region(ax: Axes, region: Region, colour: str, opacity: float) -> None:
    """The region in one colour."""
    z = region.mask.astype(float)
    look: Style = {"colors": [colour], "alpha": opacity, "zorder": 1.0}
    ax.contourf(region.x, region.y, z, levels=[0.5, 1.5], **look)


def _paths(
    ax: Axes, plane: str, methods: Sequence[Paths], space: ParameterSpace | LossSpace, size: Size
) -> None:
    for paths in methods:
        name = f"{plane}-{paths.method.key}"
        ax.plot(*paths.points.T, zorder=2, gid=name, **stroke(paths.method, size.lines))
    for place, start in enumerate(space.starts):
        is_focused = place == space.focus and len(space.starts) > 1
        ax.plot(*start, zorder=3, **ring(MARK * size.marks, 1.3 if is_focused else 0.6))
    for paths in methods:
        diverged = paths.diverged
        look = method_stamp(paths.method, MARK * size.marks)
        ax.plot(*paths.ends[~diverged].T, zorder=4, **look)
        ax.plot(*paths.ends[diverged].T, zorder=4, **cross(LIGHT.colour(paths.method)))
    if len(space.goals):
        ax.plot(*space.goals.T, zorder=5, **star(1.4 * MARK * size.marks))
