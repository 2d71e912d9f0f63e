"""Curves over the steps of one start on paper, from the values of the app's own pictures."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import LogLocator, MaxNLocator

from app.export.paper.marks import MARK, SMALL_TEXT, Style, cross, method_stamp, stroke
from app.figures.angle import AngleOverSteps
from app.figures.lengths import LengthsOverSteps
from app.figures.losses import LossesOverSteps
from app.figures.regimes import LETTER_FROM, Regimes
from app.figures.series import MAX_REACHES, REACH, THINNER, Series
from app.figures.similarity import SimilarityOverSteps
from app.look.theme import LIGHT

ASPECT = 0.55
BAND = (-0.36, -0.12)
"""Where the regime band stands below ψ, on its scale."""
TASK_DASHES = ("-", (0, (3, 1.6)), (0, (1, 1.2)))
"""Of the gradients of tasks 1, 2 and 3."""


def draw_angle(ax: Axes, angles: AngleOverSteps) -> None:
    """Curves from 0° to 180°, the upper half tinted."""
    ax.axhspan(90, 180, color=LIGHT.tint, linewidth=0, zorder=0)
    x, y = angles.quietest
    words: Style = {"transform": ax.get_yaxis_transform(), "ha": "center", "va": "center"}
    ax.text(x, y, "conflict", color=LIGHT.muted, fontsize=SMALL_TEXT, **words)
    ax.set_ylim(0, 180)
    draw_series(ax, "angle", angles.curves)
    ax.set_yticks((0, 90, 180), labels=("0°", "90°", "180°"))
    _over_steps(ax, angles.n_steps)


def draw_similarity(ax: Axes, similarities: SimilarityOverSteps) -> None:
    """Curves in [0, 1] with the threshold; below them the regime band, if there is one."""
    threshold, regimes = similarities.threshold, similarities.regimes
    ax.set_ylim(-0.04 if regimes is None else BAND[0] - 0.04, 1.04)
    draw_series(ax, "similarity", similarities.curves)
    if threshold is not None and threshold.psi >= 0:
        ax.axhline(threshold.psi, color=LIGHT.muted, linewidth=0.7, linestyle=":", zorder=1)
    if threshold is not None:
        name_threshold(ax, threshold.psi, threshold.label)
    ax.set_yticks((0, 0.5, 1), labels=("0", "½", "1"))
    if regimes is not None:
        draw_regimes(ax, regimes, similarities.n_steps)
    _over_steps(ax, similarities.n_steps)


def name_threshold(ax: Axes, psi: float, label: str) -> None:
    """What a threshold on ψ is called, at its right end."""
    up = psi < 0.75
    ax.annotate(
        label,
        (1, max(psi, 0)),
        (-3, 1.5 if up else -1.5),
        xycoords=ax.get_yaxis_transform(),
        textcoords="offset points",
        ha="right",
        va="bottom" if up else "top",
        fontsize=SMALL_TEXT,
        zorder=6,
        bbox={"facecolor": LIGHT.page, "edgecolor": "none", "alpha": 0.8, "pad": 0.6},
    )


def draw_losses(ax: Axes, losses: LossesOverSteps) -> None:
    """The sum of the losses, one curve for each method."""
    ax.set_ylim(*losses.range)
    draw_series(ax, "losses", losses.curves)
    ax.yaxis.set_major_locator(MaxNLocator(5))
    _over_steps(ax, losses.n_steps)


def draw_lengths(ax: Axes, found: LengthsOverSteps) -> None:
    """The task gradients in the text's colour, the merged one in its method's."""
    for task, curve in enumerate(found.tasks):
        look: Style = {
            "color": LIGHT.text,
            "linewidth": 0.7,
            "linestyle": TASK_DASHES[task],
        }
        label = f"‖g{'₁₂₃'[task]}‖"
        ax.plot(curve.steps, curve.values, label=label, gid=f"lengths-g{task + 1}", **look)
    merged = stroke(found.method, THINNER)
    ax.plot(found.merged.steps, found.merged.values, label="‖g‖", gid="lengths-merged", **merged)
    ax.set_yscale("log")
    ax.set_ylim(*found.range)
    ax.yaxis.set_major_locator(LogLocator(numticks=6))
    ax.yaxis.set_minor_locator(LogLocator(subs=(), numticks=6))
    key: Style = {"fontsize": SMALL_TEXT, "frameon": False, "handlelength": 1.8}
    key |= {"loc": "lower right", "bbox_to_anchor": (1.0, 0.985), "columnspacing": 0.9}
    ax.legend(ncols=3, borderpad=0.1, **key)
    _over_steps(ax, found.n_steps)


def draw_series(ax: Axes, plot: str, drawn: Sequence[Series], reach: float = REACH) -> None:
    """Lines with, if they are few, all that they reach; at their ends the methods' markers.

    The y axis must have its limits: a mark beyond them is not drawn.
    """
    low, high = ax.get_ylim()
    for curve in drawn if len(drawn) <= MAX_REACHES else ():
        for outline in pieces(curve.reach):
            ax.fill(*outline.T, color=LIGHT.colour(curve.method), alpha=reach, linewidth=0)
    for curve in drawn:
        name = f"{plot}-{curve.method.key}"
        ax.plot(curve.steps, curve.values, gid=name, zorder=2, **stroke(curve.method, THINNER))
    for curve in drawn:
        known = np.flatnonzero(~np.isnan(curve.values))[-1:]
        known = known[(curve.values[known] >= low) & (curve.values[known] <= high)]
        if not len(known):
            continue
        colour = LIGHT.colour(curve.method)
        look = cross(colour) if curve.diverged else method_stamp(curve.method, 0.85 * MARK)
        ax.plot(curve.steps[known], curve.values[known], clip_on=False, zorder=4, **look)


def pieces(outlines: np.ndarray) -> list[np.ndarray]:
    """The outlines between rows of NaN."""
    cuts = np.flatnonzero(np.isnan(outlines).any(-1))
    pieces = np.split(outlines, cuts)
    return [piece[~np.isnan(piece).any(-1)] for piece in pieces if len(piece) > 2]


def draw_regimes(ax: Axes, regimes: Regimes, n_steps: int) -> None:
    """Hatched where the flag is set in most steps of a bar; paler where it is less clear."""
    low, high = BAND
    for (first, last), share in zip(regimes.edges, regimes.shares, strict=True):
        is_set = share >= 0.5
        look: Style = {
            "facecolor": LIGHT.surface,
            "edgecolor": LIGHT.muted,
            "linewidth": 0,
        }
        look |= {"hatch": "//////" if is_set else None, "alpha": float(max(share, 1 - share))}
        ax.bar(first, high - low, last - first, low, align="edge", zorder=1, **look)
    for stretch in regimes.stretches:
        if stretch.last - stretch.first >= LETTER_FROM * n_steps:
            middle = (stretch.first + stretch.last) / 2
            box: Style = {"facecolor": LIGHT.surface, "edgecolor": "none", "pad": 0.6}
            words: Style = {
                "ha": "center",
                "va": "center",
                "fontsize": SMALL_TEXT,
                "bbox": box,
            }
            ax.text(middle, (low + high) / 2, stretch.letter, weight="bold", zorder=3, **words)


def _over_steps(ax: Axes, n_steps: int) -> None:
    ax.set_xlim(0, n_steps)
    ax.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    ax.set_xlabel("step t", labelpad=1)
