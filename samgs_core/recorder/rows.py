"""Recorded steps as rows of numbers, of which every second is dropped when there are too many."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor


class Seen(NamedTuple):
    """What one step of training is to a recorder; nothing in it is as long as a gradient."""

    losses: Tensor  # [T]
    products: Tensor  # [N, T, T] inner products of the task gradients in every layer
    slopes: Tensor | None  # [T] the merged gradient's inner product with each task gradient
    length: Tensor | None  # [] the merged gradient's length
    diagnostics: Mapping[str, Tensor]  # each [] or [T]
    is_finite: bool


class Columns(NamedTuple):
    """Where in a row what stands."""

    n_tasks: int
    n_layers: int
    diagnostics: tuple[tuple[str, int], ...]  # names and how many numbers each is

    @property
    def widths(self) -> dict[str, int]:
        """The parts of a row and how many numbers each is, in their order."""
        n = self.n_tasks
        plain = {"losses": n, "products": self.n_layers * n * (n + 1) // 2, "slopes": n}
        told = {f"diagnostics/{name}": width for name, width in self.diagnostics}
        return plain | {"length": 1, "lr": 1, "is_finite": 1} | told

    def row(self, seen: Seen, lr: float) -> np.ndarray:
        """One step as numbers; waits for the device once."""
        first, second = triangle(self.n_tasks)
        absent = seen.products.new_full((self.n_tasks + 1,), torch.nan)
        is_merged = seen.slopes is not None and seen.length is not None
        ends = [seen.slopes, seen.length] if is_merged else [absent]
        flat = [seen.products[:, first, second], *ends, *seen.diagnostics.values()]
        tail = torch.cat([_doubles(each, seen.products) for each in flat if each is not None])
        split = self.widths["products"] + self.n_tasks + 1
        values = torch.cat([_doubles(seen.losses, tail), tail]).cpu().numpy()
        at = self.n_tasks + split
        return np.concatenate([values[:at], [lr, float(seen.is_finite)], values[at:]])


class Rows:
    """Rows of recorded steps, at most ``limit``: then every second is dropped."""

    def __init__(self, width: int, limit: int) -> None:
        self.limit = limit
        self.count = 0
        self.steps = np.zeros(min(limit, 256), dtype=np.int64)
        self.values = np.zeros((min(limit, 256), width))

    def add(self, step: int, row: np.ndarray) -> bool:
        """Keep a row; true if there are now so many that every second was dropped."""
        if self.count == len(self.steps):
            more = min(2 * self.count, self.limit)
            self.steps = np.resize(self.steps, more)
            self.values = np.resize(self.values, (more, self.values.shape[1]))
        self.steps[self.count], self.values[self.count] = step, row
        self.count += 1
        if self.count < self.limit:
            return False
        n_kept = -(-self.count // 2)
        self.steps[:n_kept] = self.steps[: self.count : 2].copy()
        self.values[:n_kept] = self.values[: self.count : 2].copy()
        self.count = n_kept
        return True


def triangle(n_tasks: int) -> tuple[Sequence[int], Sequence[int]]:
    """Row and column of the upper triangle of an n × n matrix, its diagonal included."""
    first, second = np.triu_indices(n_tasks)
    return first.tolist(), second.tolist()


def _doubles(values: Tensor, like: Tensor) -> Tensor:
    return values.to(like).reshape(-1)
