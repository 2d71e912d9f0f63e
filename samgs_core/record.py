"""A record: what a run left behind, as read-only numpy arrays."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum

import numpy as np

from samgs_core.experiment import Experiment


class Outcome(Enum):
    """How one trajectory ended; the value is a sentence for the reader."""

    FINISHED = "The run took all its steps."
    DIVERGED = "The next point was not a finite number, so the run was stopped at its last point."


class Engine(StrEnum):
    """What takes the steps of a run; the value is its name for the reader.

    Both do the same operations in the same order, but round differently in a few of them. Over many
    steps valleys and thresholds make that larger, and from a start on a knife's edge the two may
    end elsewhere.
    """

    TORCH = "torch"
    CODE = "machine code"


@dataclass(frozen=True, eq=False)
class Record:
    """B trajectories of one experiment at S recorded steps. All arrays are read-only.

    A position is recorded before the step is taken from it; the last entry is the point after the
    last step. ``losses`` and ``grads`` are raw: the landscape's own losses and the task gradients
    that the method was given (noise included), before surgery and clipping. ``operated`` sums over
    its tasks to the merged gradient before clipping.

    A trajectory that diverges keeps its last finite point from ``stopped_at`` on. ``engine`` is
    what took the steps.
    """

    experiment: Experiment
    steps: np.ndarray  # [S] step numbers
    x: np.ndarray  # [B, S, D]
    losses: np.ndarray  # [B, S, T]
    grads: np.ndarray  # [B, S, T, D]
    operated: np.ndarray  # [B, S, T, D]
    diagnostics: Mapping[str, np.ndarray]  # each [B, S] or [B, S, T]
    outcome: tuple[Outcome, ...]  # [B]
    stopped_at: np.ndarray  # [B] the number of steps taken
    engine: Engine = Engine.TORCH

    @property
    def regime(self) -> np.ndarray | None:
        """The values [B, S] of the method's flag; None for a method without regimes."""
        flag = self.experiment.method.flag()
        return None if flag is None else self.diagnostics[flag.name]

    @property
    def merged(self) -> np.ndarray:
        """The merged gradient before clipping, [B, S, D]."""
        return self.operated.sum(axis=2)

    @property
    def diverged(self) -> np.ndarray:
        """Which trajectories diverged, booleans [B]."""
        return np.array([outcome is Outcome.DIVERGED for outcome in self.outcome])
