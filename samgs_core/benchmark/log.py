"""What is known of a lane: losses at every step, metrics at every look at the test set."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import nan
from typing import Any

import numpy as np
import torch
from torch import Tensor

from samgs_core.benchmark.settings import Lane
from samgs_core.benchmark.task import Task
from samgs_core.recorder.recording import Recording


@dataclass(frozen=True, eq=False)
class LaneLog:
    """A lane of T tasks with M metrics in all, after t steps and E looks at the test set.

    Metrics are in the order of the tasks. ``diverged_at`` is the step whose loss or gradient was
    not finite: the lane ended there, and its last metrics are unknown. ``recording`` is None for a
    single-task reference, which has no gradients to compare.
    """

    lane: Lane
    tasks: tuple[Task, ...]  # [T]
    steps: int  # how many the lane is to take
    losses: np.ndarray  # [t, T]
    evaluated_at: np.ndarray  # [E] ascending numbers of steps that were taken before
    metrics: np.ndarray  # [E, M]
    seconds: np.ndarray  # [t] wall time of each step, looks at the test set left out
    diverged_at: int | None = None
    recording: Recording | None = None
    device: str = "cpu"

    @property
    def n_steps(self) -> int:
        """How many steps were taken."""
        return len(self.losses)

    @property
    def is_over(self) -> bool:
        """Whether it took all its steps, or diverged."""
        return self.diverged_at is not None or self.n_steps >= self.steps

    @property
    def names(self) -> tuple[tuple[str, str], ...]:
        """The keys of task and metric, for every column of ``metrics``."""
        return tuple((task.key, metric.key) for task in self.tasks for metric in task.metrics)

    @property
    def last(self) -> dict[tuple[str, str], float]:
        """The latest metrics by the keys of task and metric; NaN if the lane diverged."""
        is_known = self.diverged_at is None and len(self.metrics) > 0
        values = self.metrics[-1].tolist() if is_known else [nan] * len(self.names)
        return dict(zip(self.names, values, strict=True))

    @property
    def seconds_per_step(self) -> float:
        """The median wall time of a step; NaN before the first."""
        return float(np.median(self.seconds)) if len(self.seconds) else nan


NUMBERS = ("losses", "seconds", "metrics")


@dataclass
class Journal:
    """The numbers of a lane under way; the losses stay on their device until they are asked for."""

    losses: list[list[float]] = field(default_factory=list)
    waiting: list[Tensor] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    evaluated_at: list[int] = field(default_factory=list)
    metrics: list[list[float]] = field(default_factory=list)
    diverged_at: int | None = None

    def add(self, losses: Tensor, seconds: float) -> None:
        """Note the losses [T] of a step and its wall time."""
        self.waiting.append(losses.detach())
        self.seconds.append(seconds)

    def judge(self, t: int, values: Sequence[float]) -> None:
        """Note the metrics after t steps."""
        self.evaluated_at.append(t)
        self.metrics.append(list(values))

    def settle(self) -> None:
        """Fetch the losses from their device."""
        if self.waiting:
            self.losses.extend(torch.stack(self.waiting).tolist())
            self.waiting.clear()

    def state_dict(self) -> dict[str, Any]:
        """All of it in plain values and tensors."""
        self.settle()
        numbers = {name: torch.tensor(getattr(self, name), dtype=torch.float64) for name in NUMBERS}
        return {**numbers, "evaluated_at": self.evaluated_at, "diverged_at": self.diverged_at}

    @classmethod
    def of(cls, state: Mapping[str, Any]) -> "Journal":
        """The journal that ``state_dict`` was taken of."""
        numbers = {name: state[name].tolist() for name in NUMBERS}
        return cls(**{**state, **numbers})
