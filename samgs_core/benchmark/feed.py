"""The examples of a benchmark in the order in which a seed has them, on the device."""

from collections.abc import Iterator, Sequence

import numpy as np
import torch
from torch import Generator

from samgs_core.benchmark.problem import Batch, Benchmark, Examples

START, ORDER = 0, 1
"""What the random numbers of a seed are for, besides those of the method."""


class Feed:
    """Batches of the tasks asked for: one shuffled epoch after the other, whole batches only."""

    def __init__(
        self,
        benchmark: Benchmark,
        tasks: Sequence[int],
        size: int,
        seed: int,
        device: torch.device,
    ) -> None:
        self.train, self.test = benchmark.train(), benchmark.test()
        self.tasks, self.seed, self.device = tuple(tasks), seed, device
        self.size = min(size, len(self.train))
        self.epoch, self.order = -1, list[int]()

    def batch(self, t: int) -> Batch:
        """The batch of step t, counted from 0."""
        epoch, at = divmod(t, len(self.train) // self.size)
        if epoch != self.epoch:
            shuffled = torch.randperm(len(self.train), generator=source(self.seed, ORDER, epoch))
            self.epoch, self.order = epoch, shuffled.tolist()
        return self._of(self.train, self.order[at * self.size : (at + 1) * self.size])

    def tests(self) -> Iterator[Batch]:
        """The whole test set."""
        n = len(self.test)
        for begin in range(0, n, self.size):
            yield self._of(self.test, range(begin, min(begin + self.size, n)))

    def first(self, n: int) -> Batch:
        """The first examples of the test set."""
        return self._of(self.test, range(min(n, len(self.test))))

    def _of(self, examples: Examples, indices: Sequence[int]) -> Batch:
        batch = examples.batch(indices)
        targets = tuple(batch.targets[k].to(self.device) for k in self.tasks)
        return Batch(batch.x.to(self.device), targets)


def source(*numbers: int) -> Generator:
    """A generator of its own for these numbers, such as a seed and what it is for."""
    mixed = np.random.SeedSequence(numbers).generate_state(1)  # torch reads 32 bits of a seed
    return Generator().manual_seed(int(mixed[0]))
