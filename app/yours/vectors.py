"""A recorded step on the page of the vectors: two arrows with the same lengths and angle."""

from dataclasses import replace
from typing import Any

import numpy as np

from app.study.study import Study
from app.study.vectors import MAX_ENTRY
from app.vectors.presets import LEAST, with_grads
from app.yours.opened import Opened

SHORTEST = 1e-3
"""Longest gradients below this length are drawn a thousand times as long, and so on."""


def scale_of(lengths: np.ndarray) -> float:
    """By what both gradients are divided, so that the page can show the longer one."""
    longest = float(lengths.max())
    if SHORTEST <= longest <= MAX_ENTRY or longest == 0:
        return 1.0
    return float(10.0 ** np.ceil(np.log10(longest)))


def at_step(study: Study, opened: Opened, index: int, pair: int) -> Study | None:
    """The study whose vectors are a pair of gradients of one step; None if that is not finite.

    The arrows lie evenly on both sides of straight down. A loss beyond what the page allows gives
    way to 1.
    """
    recording = opened.recording
    if not recording.is_finite[index]:
        return None
    i, j = recording.pairs[pair]
    lengths = recording.lengths[index, [i, j]]
    cosine = float(np.nan_to_num(recording.cosines[index, pair]))
    half = float(np.arccos(cosine)) / 2
    first, second = (float(each) for each in lengths / scale_of(lengths))
    grads = (
        (first * np.sin(half), -first * np.cos(half)),
        (-second * np.sin(half), -second * np.cos(half)),
    )
    settings = with_grads(study.vectors, tuple((float(x), float(y)) for x, y in grads))
    told: dict[str, Any] = {}
    bounds = recording.lower_bounds or (0.0,) * recording.n_tasks
    for k, task in enumerate((i, j), start=1):
        loss, bound = float(recording.losses[index, task]), float(bounds[task])
        fits = -MAX_ENTRY <= bound < loss <= MAX_ENTRY
        above = loss - bound
        usual = float(np.clip(above, LEAST, MAX_ENTRY)) if np.isfinite(above) else 1.0
        told |= {f"loss{k}": loss if fits else usual, f"bound{k}": bound if fits else 0.0}
    return replace(study, vectors=replace(settings, **told))
