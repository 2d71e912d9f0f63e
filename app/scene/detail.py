"""One run in full: every recorded step in single precision, for read-outs and arrows."""

import numpy as np

from app.scene.coding import single
from samgs_core.record import Record


def detail(record: Record, start: int) -> dict[str, np.ndarray]:
    """The arrays of the run from one start, by name.

    ``x``, ``losses``, ``grads`` and ``operated`` as in the record, [S, ...], and those of
    ``weights``, ``equalised`` and ``amplification`` that its method keeps.
    """
    series = {
        "x": record.x,
        "losses": record.losses,
        "grads": record.grads,
        "operated": record.operated,
    }
    for name in ("weights", "equalised", "amplification"):
        if name in record.diagnostics:
            series[name] = record.diagnostics[name]
    return {name: single(values[start]) for name, values in series.items()}
