"""What one task of a network is judged by: its loss, and its metrics over a whole test set."""

from abc import ABC, abstractmethod
from typing import NamedTuple

from torch import Tensor


class Metric(NamedTuple):
    """One number that tells how well a task is done."""

    key: str  # "miou"
    title: str  # "mIoU"
    unit: str  # "%", "°" or ""
    higher_is_better: bool


class Meter(ABC):
    """Collects what the metrics of a task need, batch after batch."""

    @abstractmethod
    def add(self, output: Tensor, target: Tensor) -> None:
        """Take in the outputs and targets of one batch."""

    @abstractmethod
    def values(self) -> tuple[float, ...]:
        """One number for each metric of the task; NaN where nothing was there to judge."""


class Task(ABC):
    """One task: what its head puts out, what it is trained by and judged by.

    Concrete tasks are frozen dataclasses with a ``key`` and a ``title``.
    """

    key: str
    title: str

    @property
    @abstractmethod
    def n_outputs(self) -> int:
        """How many numbers the head gives for one example, or for one of its pixels."""

    @property
    @abstractmethod
    def metrics(self) -> tuple[Metric, ...]:
        """What the task is judged by."""

    @abstractmethod
    def loss(self, output: Tensor, target: Tensor) -> Tensor:
        """The mean loss of a batch, a scalar; 0 with a graph where nothing is to be learned."""

    @abstractmethod
    def meter(self) -> Meter:
        """An empty meter."""
