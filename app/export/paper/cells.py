"""Basins and regime maps on paper, from the values of the app's own pictures."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, to_rgba

from app.export.paper.marks import (
    PT,
    SMALL_TEXT,
    Style,
    draw_band,
    draw_thin,
    star,
)
from app.export.paper.planes import draw_contours, fill_region, named_axes, window
from app.figures.basins import DIVERGED, FRONT, GOAL, OFF, Basin, Basins
from app.figures.cells import ENDS, MIDDLE, crosses
from app.figures.cells import OFF as GREY
from app.figures.regime_map import Half, RegimeMap
from app.figures.regions import TINT, hatch
from app.look.theme import LIGHT

FRONT_COLOURS = LinearSegmentedColormap.from_list("front", [ENDS[0], MIDDLE["light"], ENDS[1]])
DOT = 1.1
"""Of a cell whose start reached the goal, in points; less where cells are small."""


def draw_basin(ax: Axes, basins: Basins, basin: Basin) -> None:
    """Where every start ends: colour on the front, hatched off it, dotted at the goal."""
    window(ax, basins.window)
    ax.set_aspect("equal")
    ax.imshow(_colours(basin), **_image(basins), zorder=1)
    lines = crosses(basins.x, basins.y, basin.kinds == OFF)
    ax.plot(*lines.T, color=LIGHT.muted, linewidth=0.35, alpha=0.7, zorder=1.3)
    rows, columns = np.nonzero(basin.kinds == GOAL)
    dots: Style = {"color": LIGHT.text, "markersize": min(DOT, 24 * DOT / len(basins.x))}
    ax.plot(basins.x[columns], basins.y[rows], "o", markeredgewidth=0, zorder=1.5, **dots)
    draw_thin(ax, basins.pareto_set.points, "solid")
    if len(basins.goals):
        ax.plot(*basins.goals.T, zorder=5, **star(5))
    named_axes(ax)


def _colours(basin: Basin) -> np.ndarray:
    """The colour of every cell [ny, nx, 4]: white where nothing was run."""
    on = np.isin(basin.kinds, (GOAL, FRONT))
    place = np.nan_to_num(basin.place)  # a front of one point has no ends
    colours = FRONT_COLOURS((np.clip(place, -1, 1) + 1) / 2)
    colours[~on] = to_rgba(LIGHT.page)
    colours[basin.kinds == OFF] = to_rgba(LIGHT.muted, GREY)
    colours[basin.kinds == DIVERGED] = to_rgba(LIGHT.text)
    return colours


def _image(basins: Basins) -> Style:
    shown = basins.window
    return {"origin": "lower", "extent": tuple(shown), "interpolation": "nearest"}


def draw_half(ax: Axes, regimes: RegimeMap, half: Half) -> None:
    """One of the two conflicts: hatched or shaded, with a rim and its letters."""
    window(ax, regimes.window)
    ax.set_aspect("equal")
    draw_contours(ax, regimes.contours)
    look: Style = {"color": LIGHT.muted, "linewidth": 0.45}
    for region in (regimes.undefined, *([half.region] if half.is_hatched else [])):
        if len(lines := hatch(region)):
            ax.plot(*lines.T, alpha=0.8, zorder=1.1, **look)
    mask = half.region.mask
    if mask.any():
        if not half.is_hatched:
            fill_region(ax, half.region, LIGHT.muted, TINT + 0.1)
        if not mask.all():
            rim: Style = {"colors": LIGHT.text, "linewidths": 1.5 * PT, "zorder": 1.6}
            ax.contour(half.region.x, half.region.y, mask.astype(float), levels=[0.5], **rim)
    draw_band(ax, regimes.pareto_set, "pareto-set")
    for letter in half.letters:
        box: Style = {"boxstyle": "circle,pad=0.2", "facecolor": LIGHT.page, "edgecolor": "none"}
        words: Style = {"ha": "center", "va": "center", "fontsize": SMALL_TEXT + 1, "bbox": box}
        ax.text(letter.x, letter.y, letter.text, weight="bold", zorder=6, **words)
    named_axes(ax)
