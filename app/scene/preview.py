"""The runs that a drag shows before the exact one: one method from a grid of starts."""

from dataclasses import replace
from functools import lru_cache

import numpy as np

from app.scene.binary import packed
from app.scene.coding import single
from app.study.study import Study
from samgs_core import Experiment, run

GRID = 21
"""Starts along each side of the window."""
POINTS = 32
"""Recorded steps of each run, beside its start."""
MAX_STEPS = 1_000
"""Longer runs are previewed up to here."""


def preview(study: Study, method_key: str) -> bytes:
    """The message of one method: ``x`` and ``losses`` are [GRID, GRID, POINTS + 1, 2] float32."""
    method = next(each for each in study.methods if each.key == method_key)
    return _preview(grid_experiment(study.experiment(method)))


def grid_experiment(experiment: Experiment) -> Experiment:
    """The same experiment from a grid of starts over the window, rows of equal θ₂ in turn."""
    window = experiment.landscape.window
    x = np.linspace(window.x_low, window.x_high, GRID)
    y = np.linspace(window.y_low, window.y_high, GRID)
    starts = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    steps = min(experiment.steps, MAX_STEPS)
    return replace(
        experiment,
        starts=tuple(map(tuple, starts.tolist())),
        steps=steps,
        record_every=-(-steps // POINTS),
    )


@lru_cache(maxsize=32)
def _preview(experiment: Experiment) -> bytes:
    record = run(experiment)
    shape = (GRID, GRID, len(record.steps), 2)
    return packed(
        {"window": experiment.landscape.window},
        {
            "x": single(record.x).reshape(shape),
            "losses": single(record.losses).reshape(shape),
        },
    )
