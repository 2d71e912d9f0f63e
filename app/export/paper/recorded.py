"""Curves over the steps of a recording on paper, from the values of the page's own pictures."""

import html
from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import LogLocator, MaxNLocator, PercentFormatter

from app.export.paper.curves import BAND, draw_regimes, name_threshold, pieces
from app.export.paper.marks import SMALL_TEXT, Style, method_stamp
from app.figures.series import REACH
from app.figures.yours.angle import Angles
from app.figures.yours.curve import DASHES, Curve, Over
from app.figures.yours.gamma import GammaCurve
from app.figures.yours.losses import Losses
from app.figures.yours.similarity import Similarities
from app.look.theme import LIGHT
from samgs_core.methods import SAMGS

LINES: dict[str, Any] = {
    "solid": "-",
    "dash": (0, (4, 2)),
    "dot": (0, (1, 1.4)),
    "longdash": (0, (8, 2.4)),
    "dashdot": (0, (5, 1.6, 1, 1.6)),
    "longdashdot": (0, (9, 1.8, 1, 1.8)),
}
"""The dashes of the page, in widths of a line."""


def draw_tasks(ax: Axes, losses: Losses, name: str) -> None:
    """A curve for each task, on the scale that the page has; ``name`` finds them in an SVG."""
    _draw_curves(ax, name, losses.curves)
    if losses.is_log:
        ax.set_yscale("log")
        ax.yaxis.set_major_locator(LogLocator(numticks=6))
        ax.yaxis.set_minor_locator(LogLocator(subs=(), numticks=6))
    else:
        ax.yaxis.set_major_locator(MaxNLocator(5))
    _over_steps(ax, losses.over)


def draw_pair(ax: Axes, angles: Angles, number: int) -> None:
    """The angle of one pair from 0° to 180°, the upper half tinted."""
    ax.axhspan(90, 180, color=LIGHT.tint, linewidth=0, zorder=0)
    _draw_curves(ax, f"angle-{number + 1}", angles.curves[number : number + 1])
    ax.set_ylim(0, 180)
    ax.set_yticks((0, 90, 180), labels=("0°", "90°", "180°"))
    _over_steps(ax, angles.over)


def draw_psi(ax: Axes, found: Similarities) -> None:
    """Ψ and a few ψ in [0, 1] with γ; below them what SAM-GS would do."""
    over, regimes = found.over, found.regimes
    _draw_curves(ax, "psi", found.curves)
    ax.set_ylim(-0.04 if regimes is None else BAND[0] - 0.04, 1.04)
    ax.axhline(found.gamma, color=LIGHT.muted, linewidth=0.7, linestyle=":", zorder=1)
    name_threshold(ax, found.gamma, f"γ = {found.gamma:g}")
    ax.set_yticks((0, 0.5, 1), labels=("0", "½", "1"))
    if regimes is not None:
        draw_regimes(ax, regimes, over.last - over.first)
    _over_steps(ax, over)


def draw_gamma(ax: Axes, found: GammaCurve) -> None:
    """The share of steps that each γ would equalise, and a point for what the training did."""
    colour = LIGHT.colour(SAMGS)
    ax.step(found.gammas, found.shares, where="post", color=colour, linewidth=1, gid="gamma")
    ax.axvline(found.gamma, color=LIGHT.muted, linewidth=0.7, linestyle=":", zorder=1)
    if found.recorded is not None:
        ax.plot(*found.recorded, zorder=4, clip_on=False, **method_stamp(SAMGS))
    ax.set(xlim=(0, 1), ylim=(-0.02, 1.03))
    ax.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    ax.set_xlabel("threshold γ", labelpad=1)


def label_of(name: str) -> str:
    """A stranger's name as the drawing library shows it as it is."""
    text = html.unescape(name).replace("$", r"\$")
    return f"\N{THIN SPACE}{text}" if text.startswith("_") else text


def _draw_curves(ax: Axes, name: str, curves: Sequence[Curve]) -> None:
    """Curves told apart by their dashes, with all that few of them reach, and their names."""
    drawn = list[Line2D]()
    for curve in curves if len(curves) < 3 else ():
        for outline in pieces(curve.reach):
            ax.fill(*outline.T, color=LIGHT.text, alpha=REACH / 2, linewidth=0)
    for number, curve in enumerate(curves):
        look: Style = {"color": LIGHT.text, "linewidth": 0.8, "label": label_of(curve.name)}
        dash = LINES[DASHES[number % len(DASHES)]]
        gid = f"{name}-{number + 1}"
        drawn += ax.plot(curve.steps, curve.values, linestyle=dash, gid=gid, **look)
    if len(curves) > 1:
        key: Style = {"fontsize": SMALL_TEXT, "handlelength": 2.4, "edgecolor": "none"}
        key |= {"facecolor": LIGHT.page, "framealpha": 0.8}
        ax.legend(handles=drawn, loc="best", borderpad=0.1, labelspacing=0.2, **key)


def _over_steps(ax: Axes, over: Over) -> None:
    ax.set_xlim(over.first, max(over.last, over.first + 1))
    ax.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    ax.set_xlabel("step", labelpad=1)
    ax.margins(y=0.06)
