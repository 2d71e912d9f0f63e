"""A benchmark of networks: examples for several tasks, and a network with a head for each."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import ClassVar, NamedTuple, Protocol

import torch
from torch import Generator, Tensor, nn

from samgs_core.benchmark.task import Task
from samgs_core.params import Declared


class Batch(NamedTuple):
    """Some examples: inputs, and one target for each task."""

    x: Tensor  # [N, ...]
    targets: tuple[Tensor, ...]  # T times [N, ...]


class Examples(Protocol):
    """Examples in memory or in files."""

    def __len__(self) -> int:
        """How many there are."""

    def batch(self, indices: Sequence[int]) -> Batch:
        """Those with these numbers, on the CPU."""


class InMemory:
    """Examples that are held as tensors."""

    def __init__(self, x: Tensor, targets: tuple[Tensor, ...]) -> None:
        self.x, self.targets = x, targets

    def __len__(self) -> int:
        return len(self.x)

    def batch(self, indices: Sequence[int]) -> Batch:
        at = torch.as_tensor(indices)
        return Batch(self.x[at], tuple(target[at] for target in self.targets))


class Network(nn.Module, ABC):
    """A network whose tasks share a trunk; ``forward(x)`` gives one output for each task."""

    trunk: nn.Module
    """What the tasks share."""
    heads: nn.ModuleList
    """What each has for itself."""

    @abstractmethod
    def layers(self) -> Mapping[str, nn.Module]:
        """The layers of the trunk by name, in the order in which data goes through them."""


class Benchmark(Declared, ABC):
    """Tasks, examples to learn and to be judged by, and the network that learns them.

    Concrete benchmarks are frozen dataclasses; equal ones give equal examples.
    """

    key: ClassVar[str]
    title: ClassVar[str]

    @property
    @abstractmethod
    def tasks(self) -> tuple[Task, ...]:
        """The T tasks, in the order of targets and outputs."""

    @abstractmethod
    def train(self) -> Examples:
        """The examples to learn from; kept by the benchmark's value, so asking again is free."""

    @abstractmethod
    def test(self) -> Examples:
        """The examples to be judged by."""

    @abstractmethod
    def network(self, tasks: Sequence[int], generator: Generator) -> Network:
        """A network with heads for these tasks (one alone for a single-task reference).

        Its weights come from the generator alone, float32 on the CPU, and those of the trunk are
        the same whichever heads are on it.
        """
