"""The figures of Vectors: one step of surgery as arrows, and the methods' fingerprints."""

from collections.abc import Collection, Mapping
from functools import partial
from typing import Any, final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch, Patch, Wedge

from app.export.caption import listed_panels
from app.export.paper.fingerprints import ASPECT, BAR_OF, draw_fingerprint
from app.export.paper.layout import Drawing, Panel
from app.export.paper.marks import SMALL_TEXT, Style, entry, method_stamp, stroke
from app.export.paper.paper import Drawn, Paper
from app.figures import fingerprint
from app.look.theme import LIGHT
from app.maps.words import named
from app.study.study import Study
from app.vectors.fingerprint import fingerprints
from app.vectors.message import radius
from app.vectors.outcome import Outcomes, outcomes
from app.vectors.words import summary
from app.words.numbers import listed, number
from samgs_core.measures import units

ARROWS = "arrows"
TITLES = {ARROWS: "One step of surgery", fingerprint.KEY: "Fingerprints"}
DASHES: tuple[Any, ...] = ("-", (0, (3, 1.6)), (0, (1, 1.2)))
"""Of tasks 1, 2 and 3."""


@final
class VectorsPaper(Paper):
    """What the drawn methods make of the gradients, and of every pair of gradients."""

    page = "vectors"

    def choices(self, study: Study) -> Mapping[str, str]:
        return TITLES

    def drawn(self, study: Study, chosen: Collection[str], is_stopped: bool) -> Drawn:
        found, prints = outcomes(study), fingerprints(study)
        panels = []
        if ARROWS in chosen:
            panels.append(Panel(ARROWS, TITLES[ARROWS], 1.0, partial(draw_arrows, found=found)))
        if fingerprint.KEY in chosen:
            panels += [
                Panel(
                    fingerprint.KEY,
                    fingerprint.title(each),
                    ASPECT,
                    partial(draw_fingerprint, each=each, colour=prints.colour),
                    len(prints.prints) > 1,
                )
                for each in prints.prints
            ]
        key = _key(found) if ARROWS in chosen else []
        bar = BAR_OF[prints.colour] if fingerprint.KEY in chosen else None
        words = " ".join(_words(found, prints, chosen, panels))
        return Drawn(Drawing(tuple(panels), key, bar), "Gradient surgery on given gradients", words)


def draw_arrows(ax: Axes, found: Outcomes) -> None:
    """What a step along every gradient and every merged gradient would be, all from one point."""
    settings = found.study.vectors
    reach = radius(settings.longest)
    for spine in ax.spines.values():
        spine.set_visible(False)
    ax.set(aspect="equal", xlim=(-1.12 * reach, 1.12 * reach), ylim=(-1.12 * reach, 1.12 * reach))
    ax.set_xticks([])
    ax.set_yticks([])
    _ground(ax, reach, settings.lengths == "equal")
    if found.cone is not None:
        _cone(ax, found.cone, reach)
    for each in sorted(found.methods, key=lambda each: -each.length):
        look = stroke(type(each.method), 1.0)
        if not each.is_still:
            tip = _tip(-each.merged.direction, reach, settings.lengths == "equal")
            _arrow(ax, tip, look)
            ax.plot(*tip, zorder=4, **method_stamp(type(each.method)))
    for task, gradient in enumerate(found.grads):
        if found.lengths[task] > 0:
            tip = _tip(-gradient, reach, settings.lengths == "equal")
            _arrow(ax, tip, {"color": LIGHT.text, "linewidth": 1.0, "linestyle": DASHES[task]})
            x, y = tip + 0.07 * reach * units(tip[None])[0]
            name = f"−g{'₁₂₃'[task]}"
            box: Style = {"facecolor": LIGHT.page, "edgecolor": "none", "alpha": 0.8, "pad": 0.4}
            words: Style = {"ha": "center", "va": "center", "fontsize": SMALL_TEXT, "bbox": box}
            ax.text(x, y, name, zorder=6, **words)


def _ground(ax: Axes, reach: float, is_equal: bool) -> None:
    turn = np.linspace(0, 2 * np.pi, 181)
    faint: Style = {"color": LIGHT.contour, "linewidth": 0.4, "zorder": 1}
    for share in (1.0,) if is_equal else (0.5, 1.0):
        ax.plot(share * reach * np.cos(turn), share * reach * np.sin(turn), **faint)
        if not is_equal:
            size: Style = {"fontsize": 5.5, "color": LIGHT.muted, "ha": "center", "va": "bottom"}
            ax.text(0, share * reach, number(share * reach), zorder=1.1, **size)
    ax.plot((-reach, reach), (0, 0), **faint)
    ax.plot((0, 0), (-reach, reach), **faint)


def _cone(ax: Axes, cone: tuple[float, float], reach: float) -> None:
    """The directions in which no loss rises; where only a line is left of them, that line."""
    first, last = np.degrees(cone)
    if last - first < 1e-4:
        along = reach * np.array([np.cos(cone[0]), np.sin(cone[0])])
        ax.plot(*np.stack([-along, along]).T, color=LIGHT.tint, linewidth=3, zorder=0.5)
    else:
        ax.add_patch(Wedge((0, 0), reach, first, last, color=LIGHT.tint, linewidth=0, zorder=0.5))


def _tip(vector: np.ndarray, reach: float, is_equal: bool) -> np.ndarray:
    """Where an arrow ends: those that are too long at the rim, equal ones all alike."""
    length = float(np.hypot(*vector))
    return vector * (0.8 * reach / length if is_equal else min(1.0, reach / max(length, 1e-300)))


def _arrow(ax: Axes, tip: np.ndarray, look: Style) -> None:
    shaft: Style = {"shrinkA": 0, "shrinkB": 0, "mutation_scale": 7, "zorder": 3}
    arrow = FancyArrowPatch((0, 0), tuple(tip), arrowstyle="-|>", **shaft, **look)
    arrow.set_in_layout(False)  # it asks for room while its axes have none yet
    ax.add_patch(arrow)


def _key(found: Outcomes) -> list[Line2D | Patch]:
    key: list[Line2D | Patch] = [
        Line2D([], [], label=f"−g{'₁₂₃'[k]}", color=LIGHT.text, linewidth=1.0, linestyle=DASHES[k])
        for k in range(len(found.grads))
    ]
    key += [
        entry(type(each.method), each.method.title + (": 0" if each.is_still else ""))
        for each in found.methods
    ]
    if found.cone is not None:
        key.append(Patch(label="no loss rises", facecolor=LIGHT.tint))
    return key


def _words(
    found: Outcomes,
    prints: fingerprint.Fingerprints,
    chosen: Collection[str],
    panels: list[Panel],
) -> list[str]:
    study, settings = found.study, found.study.vectors
    grads = listed([f"({number(x, 6)}, {number(y, 6)})" for x, y in settings.grads])
    shown = listed_panels([TITLES[key] for key in TITLES if key in chosen])
    lengths = "all of one length" if settings.lengths == "equal" else "to scale"
    words = [f"{shown}." if shown else ""]
    if ARROWS in chosen:
        words += [
            f"Arrows are steps against the gradients, {lengths}; those that reach the rim go on. "
            f"Task gradients {grads}. {summary(found)}",
        ]
    if fingerprint.KEY in chosen:
        words += [
            "Fingerprints: all pairs of gradients by their angle φ and the ratio ‖g₂‖/‖g₁‖; "
            f"hatched where a step raises a loss. {fingerprint.alt(prints)}"
        ]
    losses = ", ".join(number(each, 6) for each in settings.losses)
    bounds = ", ".join(number(each, 6) for each in settings.bounds)
    drawn = [named(method) for method in study.methods if type(method) in settings.drawn]
    words.append(
        f"Losses {losses}, lower bounds {bounds}; the same gradients {settings.repeats} "
        f"time{'s' if settings.repeats > 1 else ''}; seed {study.seed}. "
        f"Methods: {', '.join(drawn)}."
    )
    return [each for each in words if each]
