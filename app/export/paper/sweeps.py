"""Sweeps on paper, from the values of the app's own pictures."""

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator, PercentFormatter

from app.export.paper.marks import MARK, SMALL_TEXT, Style, method_stamp, stroke
from app.figures.sweep_axis import SweepAxis
from app.figures.sweep_curves import BAND, MANY_VALUES, Curve, SweepCurves
from app.figures.sweep_heat import PRINTED_UP_TO, Heat, SweepHeat, in_cells
from app.look.theme import LIGHT

COLOURS = "cividis"


def draw_curves(ax: Axes, sweep: SweepCurves) -> None:
    """A curve for every method; a band is the spread, a dotted line the study's own value."""
    for curve in sweep.curves:
        if not sweep.is_share:
            _draw_spread(ax, sweep.axis, curve)
    for curve in sweep.curves:
        look = stroke(curve.method)
        name = f"sweep-{curve.method.key}"
        ax.plot(sweep.axis.places, curve.summary.middle, gid=name, zorder=2, **look)
        size = MARK if len(sweep.axis.values) <= MANY_VALUES else 0.6 * MARK
        ax.plot(
            sweep.axis.places, curve.summary.middle, zorder=3, **method_stamp(curve.method, size)
        )
    if sweep.axis.current is not None:
        ax.axvline(sweep.axis.current, color=LIGHT.muted, linewidth=0.6, linestyle=":", zorder=1)
    _axis(ax, sweep.axis, is_up=False)
    ax.grid(axis="y", color=LIGHT.contour, linewidth=0.3)
    ax.set_axisbelow(True)
    if sweep.is_share:
        ax.set_ylim(-0.04, 1.04)
        ax.yaxis.set_major_formatter(PercentFormatter(1))
    ax.yaxis.set_major_locator(MaxNLocator(5))


def draw_heat(ax: Axes, sweep: SweepHeat, heat: Heat) -> None:
    """The map of one method, with its numbers in the cells if there is room for them."""
    middle = heat.summary.middle
    x, y = sweep.across.places, sweep.up.places
    edges = (x[0] - 0.5, x[-1] + 0.5, y[0] - 0.5, y[-1] + 0.5)
    span: Style = {"vmin": sweep.low, "vmax": sweep.high, "cmap": COLOURS}
    ax.imshow(middle, origin="lower", extent=edges, aspect="auto", interpolation="nearest", **span)
    if len(x) <= PRINTED_UP_TO:
        scale = matplotlib.colors.Normalize(sweep.low, sweep.high)
        for row, words in zip(range(len(y)), in_cells(middle, sweep.is_share), strict=True):
            for column, text in enumerate(words):
                is_dark = np.isfinite(middle[row, column]) and scale(middle[row, column]) < 0.5
                look: Style = {"ha": "center", "va": "center", "fontsize": 5.5}
                colour = LIGHT.page if is_dark else LIGHT.text
                ax.text(x[column], y[row], text, color=colour, **look)
    _axis(ax, sweep.across, is_up=False)
    _axis(ax, sweep.up, is_up=True)


def heat_colours() -> list[str]:
    """The scale of heat maps as stops."""
    colours = matplotlib.colormaps[COLOURS](np.linspace(0, 1, 9))
    return [matplotlib.colors.to_hex(each) for each in colours]


def _draw_spread(ax: Axes, axis: SweepAxis, curve: Curve) -> None:
    low, high = curve.summary.low, curve.summary.high
    known = np.isfinite(low) & np.isfinite(high)
    look: Style = {"color": LIGHT.colour(curve.method), "alpha": BAND, "linewidth": 0}
    ax.fill_between(axis.places, low, high, where=known, **look)


def _axis(ax: Axes, drawn: SweepAxis, is_up: bool) -> None:
    half = (drawn.places[-1] - drawn.places[-2]) / 2 if len(drawn.places) > 1 else 0.5
    span = (float(drawn.places[0] - half), float(drawn.places[-1] + half))
    if is_up:
        ax.set_ylim(*span)
        ax.set_yticks(drawn.tick_places, labels=drawn.tick_texts)
        ax.set_ylabel(drawn.label, labelpad=2, fontsize=SMALL_TEXT)
    else:
        ax.set_xlim(*span)
        ax.set_xticks(drawn.tick_places, labels=drawn.tick_texts)
        ax.set_xlabel(drawn.label, labelpad=1)
