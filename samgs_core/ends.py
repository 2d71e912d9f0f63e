"""The ends of a sweep: all that stays of its runs."""

from typing import NamedTuple

import numpy as np

from samgs_core.axes import Sweep


class Ends(NamedTuple):
    """How every lane ended. Each array is [*axes, seeds, starts], with a last axis where noted.

    Shares are over a lane's own steps; NaN where the question does not arise. A lane that a
    cancelled sweep never ran is not ``done``, and its numbers are NaN.
    """

    done: np.ndarray  # booleans
    x: np.ndarray  # [..., D]
    losses: np.ndarray  # [..., T]
    steps_taken: np.ndarray  # less than the steps of the experiment if it diverged
    steps_to_goal: np.ndarray
    at_goal: np.ndarray
    conflict_rate: np.ndarray
    regime_share: np.ndarray
    clipped_share: np.ndarray

    def diverged(self, steps: int) -> np.ndarray:
        """Which lanes were stopped because their next point was not finite."""
        return self.done & (self.steps_taken < steps)


def not_run(sweep: Sweep) -> Ends:
    """The ends of a sweep of which no lane is done."""
    shape = sweep.shape
    experiment = sweep.experiment
    sizes = {"x": len(experiment.starts[0]), "losses": len(experiment.landscape.lower_bounds)}
    return Ends(
        np.zeros(shape, bool),
        *(
            np.full((*shape, sizes[name]) if name in sizes else shape, np.nan)
            for name in Ends._fields[1:]
        ),
    )
