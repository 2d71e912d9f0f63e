"""A run of the engine as a recording."""

from typing import Any

import numpy as np

from samgs_core.measures import lengths
from samgs_core.record import Record
from samgs_core.values import count


def values_of(record: Record, start: int) -> dict[str, Any]:
    """The fields of the recording of a run from one start, which is counted from 0.

    Its last entry is the point after the last step, from which no step was taken. A run that
    diverged ends where it stopped. Raises ``ValueError`` if there is no such start.
    """
    start = count(start, "Recording.of.start", 0, len(record.x) - 1)
    experiment = record.experiment
    own = record.steps <= record.stopped_at[start]
    grads = record.grads[start, own].astype(np.float64)
    merged = record.merged[start, own].astype(np.float64)
    return {
        "steps": record.steps[own].astype(np.int64),
        "losses": record.losses[start, own].astype(np.float64),
        "gram": grads @ grads.swapaxes(1, 2),
        "names": tuple(f"task {k + 1}" for k in range(grads.shape[1])),
        "method": experiment.method,
        "diagnostics": {name: v[start, own] for name, v in record.diagnostics.items()},
        "slopes": (grads @ merged[..., None])[..., 0],
        "merged_length": lengths(merged),
        "precision": "float64",
        "seed": 2 * experiment.seed + 1,
        "lower_bounds": tuple(experiment.landscape.lower_bounds),
        "origin": f"{experiment.method.title} on {experiment.landscape.title}, start {start + 1}",
    }
