"""How long are the task gradients, and how long does the method make the merged one?"""

from typing import NamedTuple

import numpy as np

from app.figures.series import Series, series
from samgs_core.measures import lengths
from samgs_core.method import Method
from samgs_core.record import Record

KEY = "lengths"
TITLE = "Lengths of the gradients"


class LengthsOverSteps(NamedTuple):
    """The lengths of one method's gradients from one start, on a logarithmic scale."""

    start: int
    n_steps: int
    method: type[Method]
    tasks: tuple[Series, ...]
    merged: Series
    range: tuple[float, float]
    """Around all lengths above zero."""


def data(record: Record, start: int) -> LengthsOverSteps:
    """``start`` is the index of the start whose gradients are shown."""
    tasks, merged = lengths(record.grads[start]).T, lengths(record.merged[start])
    every = [_curve(record, values, start) for values in (*tasks, merged)]
    return LengthsOverSteps(
        start=start,
        n_steps=record.experiment.steps,
        method=type(record.experiment.method),
        tasks=tuple(every[:-1]),
        merged=every[-1],
        range=_range(np.concatenate([each.values for each in every])),
    )


def _curve(record: Record, values: np.ndarray, start: int) -> Series:
    return series(record, np.where(values > 0, values, np.nan), start, "{:.3g}")


def _range(values: np.ndarray) -> tuple[float, float]:
    known = values[np.isfinite(values)]
    if not len(known):
        return 0.1, 1.0
    return float(known.min()) / 1.5, float(known.max()) * 1.5
