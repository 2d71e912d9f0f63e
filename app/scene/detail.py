"""One run in full: every recorded step in single precision, for read-outs and arrows."""

import numpy as np

from app.scene.coding import single
from samgs_core.record import Record


def detail(record: Record, start: int) -> dict[str, np.ndarray]:
    """The arrays of the run from one start, by name.

    ``x``, ``losses``, ``grads`` and ``operated`` as in the record, [S, ...], and every diagnostic
    that its method declares.
    """
    series = {
        "x": record.x,
        "losses": record.losses,
        "grads": record.grads,
        "operated": record.operated,
    }
    for each in record.experiment.method.diagnostics:
        series[each.name] = record.diagnostics[each.name]
    return {name: single(values[start]) for name, values in series.items()}
