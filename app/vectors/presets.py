"""Gradients worth a look, and those of the run that Explore shows."""

from dataclasses import replace
from math import cos, radians, sin
from typing import NamedTuple

import numpy as np

from app.runs.results import result
from app.study.study import Study
from app.study.vectors import MAX_ENTRY, Vector, VectorsSettings

DIGITS = 12
"""So many decimals leave exact what is meant to be: zeros, and opposite gradients."""
LEAST = 1e-6
"""How far above its lower bound a loss is, at least."""


class VectorsPreset(NamedTuple):
    """Gradients with a name and the question that they answer."""

    title: str
    question: str
    grads: tuple[Vector, ...]

    def of(self, settings: VectorsSettings) -> VectorsSettings:
        """The settings with these gradients; how they are drawn stays."""
        return with_grads(settings, self.grads)


def _pair(angle: float, first: float, second: float) -> tuple[Vector, Vector]:
    """Two gradients that stand evenly on both sides of straight down, so their arrows go up."""
    half = radians(angle) / 2
    return (
        (round(first * sin(half), DIGITS), round(-first * cos(half), DIGITS)),
        (round(-second * sin(half), DIGITS), round(-second * cos(half), DIGITS)),
    )


RING = tuple(
    (round(-cos(radians(angle)), DIGITS), round(-sin(radians(angle)), DIGITS))
    for angle in (90, 210, 330)
)
PRESETS = (
    VectorsPreset("Aligned, equal", "Where all agree, who differs at all?", _pair(20, 0.5, 0.5)),
    VectorsPreset("Wide angle", "Which methods see the angle?", _pair(140, 0.5, 0.5)),
    VectorsPreset("Unequal length", "Which methods see the length?", _pair(30, 1.0, 0.04)),
    VectorsPreset("Both", "Who protects the short gradient?", _pair(140, 1.0, 0.04)),
    VectorsPreset("Opposite", "Who stops where nothing helps both?", _pair(180, 1.0, 0.5)),
    VectorsPreset("One zero", "What if a task is done?", ((0.6, -0.3), (0.0, 0.0))),
    VectorsPreset("Three in a ring", "What if every step harms somebody?", RING),
)


def with_grads(settings: VectorsSettings, grads: tuple[Vector, ...]) -> VectorsSettings:
    """The settings with other gradients, two or three."""
    g1, g2, *rest = grads
    return replace(settings, g1=g1, g2=g2, g3=rest[0] if rest else None, turned=0.0)


def from_explore(study: Study) -> VectorsSettings:
    """The settings with what Explore's focused run has at its cursor: gradients, losses, bounds.

    Without a cursor it is the last step, without the focused method the last that is drawn. What
    is longer than the page allows is shortened, all gradients alike; a loss or a bound beyond that
    gives way to how far the loss is above its bound.
    """
    drawn = study.drawn_methods or study.methods[:1]
    method = next((each for each in drawn if type(each) is study.focused), drawn[-1])
    record = result(study, method).record
    t = study.steps if study.t is None else study.t
    at, start = int(np.searchsorted(record.steps, t)), study.focus - 1
    grads, losses = record.grads[start, at], record.losses[start, at]
    grads = np.nan_to_num(grads) / max(1.0, float(np.abs(np.nan_to_num(grads)).max()) / MAX_ENTRY)
    settings = with_grads(study.vectors, tuple((float(x), float(y)) for x, y in grads))
    told: dict[str, float] = {}
    for k, (loss, bound) in enumerate(zip(losses, study.landscape.lower_bounds, strict=True), 1):
        told |= {f"loss{k}": float(loss), f"bound{k}": float(bound)}
        if not bound < loss <= MAX_ENTRY or bound < -MAX_ENTRY:  # only what is above it counts
            above = np.nan_to_num(loss - bound, nan=1.0)
            told |= {f"loss{k}": float(np.clip(above, LEAST, MAX_ENTRY)), f"bound{k}": 0.0}
    return replace(settings, **told)  # type: ignore[arg-type]
