"""A record: what a run left behind, as read-only numpy arrays."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum
from types import MappingProxyType
from typing import Any

import numpy as np

from samgs_core import record_file
from samgs_core.experiment import Experiment
from samgs_core.measures import across


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

    def __post_init__(self) -> None:
        object.__setattr__(self, "diagnostics", MappingProxyType(dict(self.diagnostics)))
        object.__setattr__(self, "engine", Engine(self.engine))

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the record to a file, as compressed arrays and text (npz) without pickle.

        Raises ``OSError`` if that cannot be done, and ``ValueError`` for a part whose number is one
        value per lane; an older file stays as it was then.
        """
        record_file.save(self, path)

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> "Record":
        """The record of a file that ``save`` wrote.

        The classes of its landscape, method and optimiser must be imported before. Raises
        ``ValueError`` with the reason for a file that is damaged or another's, and
        ``FileNotFoundError`` if there is none.
        """
        return record_file.load(path, cls._built)

    @classmethod
    def _built(cls, values: dict[str, Any]) -> "Record":
        outcomes = tuple(Outcome[name] for name in values["outcome"])
        record = cls(**{**values, "outcome": outcomes})
        record._freeze()
        return record

    def _freeze(self) -> None:
        for name in record_file.ARRAYS:
            getattr(self, name).setflags(write=False)
        for values in self.diagnostics.values():
            values.setflags(write=False)

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "diagnostics": dict(self.diagnostics)}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """A copy is read-only too."""
        self.__dict__.update(state)
        self.__post_init__()
        self._freeze()

    @property
    def regime(self) -> np.ndarray | None:
        """The values [B, S] of the method's flag; None for a method without regimes."""
        flag = self.experiment.method.flag()
        return None if flag is None else self.diagnostics[flag.name]

    @property
    def merged(self) -> np.ndarray:
        """The merged gradient before clipping, [B, S, D]."""
        return across(np.add, self.operated.swapaxes(2, 3))

    @property
    def diverged(self) -> np.ndarray:
        """Which trajectories diverged, booleans [B]."""
        return np.array([outcome is Outcome.DIVERGED for outcome in self.outcome])
