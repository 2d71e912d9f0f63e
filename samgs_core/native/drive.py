"""A batch driven by machine code, a stretch of steps at a time."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from samgs_core.native.library import Library
from samgs_core.native.spec import Progress, numbers_of, packed, unpacked
from samgs_core.step_rule import Point, Randomness, StepRule, beginning, box_of, look, move
from samgs_core.tally import Counts, Tally

STRETCH = 60_000
"""Start-steps of one call: some hundredths of a second, after which others may be asked."""
SHARED_FROM = 64
"""Lanes from which the processor's cores share them."""
Chance = tuple[np.ndarray, np.ndarray]


class Recorded(NamedTuple):
    """All recorded steps of a batch: ``rows`` [B, S, n] in the order of a point's fields."""

    rows: np.ndarray
    kinds: list[np.ndarray]  # one step of each field, [B, ...]

    def series(self) -> Iterator[np.ndarray]:
        """x, losses, gradients, operated gradients and diagnostics, each [B, S, ...]."""
        at = 0
        for kind in self.kinds:
            size = int(np.prod(kind.shape[1:]))
            part = self.rows[..., at : at + size].astype(kind.dtype)  # a copy of its own
            yield part.reshape(*self.rows.shape[:2], *kind.shape[1:])
            at += size


class Driven(NamedTuple):
    """How far a batch is: the share of its steps, the last point torch looked at, the record."""

    share: float
    point: Point
    record: Recorded


def drive(library: Library, rule: StepRule, x: Tensor, every: int) -> Iterator[Driven]:
    """Take all steps, stretch by stretch, and record every ``every``-th and the last.

    The first step and the last point are torch's own, so that the code has a state to begin with.
    """
    batch = _Batch(library, rule, x)
    first = batch.first
    n_rows = len(range(0, rule.steps, every)) + 1
    kinds = [each.numpy() for each in _shown(first)]
    record = Recorded(np.empty((len(x), n_rows, library.n_shown)), kinds)
    record.rows[:, 0] = _row(first)
    for t in batch.stretches(record.rows, every):
        yield Driven(t / rule.steps, first, record)
    last = batch.last()
    record.rows[:, -1] = _row(last)
    yield Driven(1.0, last, record)


class Counted:
    """All steps of a batch, stretch by stretch, counted in ``tally``.

    It may rest after any stretch and be gone on with, also as a pickled copy in another process,
    which has code of its own.
    """

    def __init__(self, library: Library, rule: StepRule, x: Tensor, tally: Tally) -> None:
        self.tally = tally
        self.batch = _Batch(library, rule, x, tally)

    def shares(self, library: Library) -> Iterator[float]:
        """Go on with this code; yields the share done."""
        self.batch.library = library
        for t in self.batch.stretches(None, 1):
            yield t / self.batch.rule.steps
        self.tally.counts = self.batch.counts()
        self.tally.add(self.batch.last())


class _Batch:
    """A batch after its first step, as rows of numbers that the code changes."""

    def __init__(
        self, library: Library, rule: StepRule, x: Tensor, tally: Tally | None = None
    ) -> None:
        self.library, self.rule, self.t = library, rule, 1
        self.random = Randomness(rule, x)
        now = beginning(rule, x)
        self.first, state = look(rule, now, 0, self.random.noise(0), self.random.draws(0))
        if tally is not None:
            tally.add(self.first)
        after = move(rule, now, self.first, state, box_of(rule, x))
        self.like = Progress(after, () if tally is None else tally.counts)
        numbers = numbers_of(rule, None if tally is None else tally.criteria, x)
        self.states = packed(self.like, len(x)).numpy().copy()
        self.numbers = packed(numbers, len(x)).numpy().copy()

    def stretches(self, out: np.ndarray | None, every: int) -> Iterator[int]:
        """Take the steps up to the last point, and tell how far it is after each stretch."""
        steps, length = self.rule.steps, max(1, STRETCH // len(self.states))
        while self.t < steps:
            first, last = self.t, min(self.t + length, steps)
            noise, draws = _chance(self.random, first, last, self.library)

            def walk(
                part: slice, span: tuple[int, int] = (first, last), chance: Chance = (noise, draws)
            ) -> None:
                shown = None if out is None else out[part]
                own = self.states[part], self.numbers[part]
                self.library.walk(*span, *own, *chance, shown, every)

            _shared(walk, len(self.states))
            self.t = last
            yield last

    def __getstate__(self) -> dict[str, object]:
        return {name: value for name, value in self.__dict__.items() if name != "library"}

    def _progress(self) -> Progress:
        progress: Progress = unpacked(torch.from_numpy(self.states), self.like)
        return progress

    def counts(self) -> Counts:
        """What was counted so far."""
        counts = self._progress().counts
        assert isinstance(counts, Counts)
        return counts

    def last(self) -> Point:
        """The point after the last step."""
        t = self.rule.steps
        now = self._progress().situation
        return look(self.rule, now, t, self.random.noise(t), self.random.draws(t))[0]


def _shared(walk: Callable[[slice], None], n_lanes: int) -> None:
    """Do the work on all lanes, which the cores share if there are many."""
    n_parts = (os.cpu_count() or 1) if n_lanes >= SHARED_FROM else 1
    edges = np.linspace(0, n_lanes, n_parts + 1).astype(int)
    parts = [slice(*pair) for pair in zip(edges[:-1], edges[1:], strict=True)]
    if n_parts == 1:
        walk(parts[0])
    else:
        list(_pool().map(walk, parts))


@lru_cache(maxsize=1)
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="native lanes")


def _chance(random: Randomness, first: int, last: int, library: Library) -> Chance:
    """Noise and draws of the steps from ``first`` up to ``last``, a row for each."""
    n = last - first
    noise, draws = np.zeros((n, library.n_noise)), np.zeros((n, library.n_draws))
    if library.n_noise or library.n_draws:
        for row, t in enumerate(range(first, last)):
            now = random.noise(t)
            if now is not None:
                noise[row] = now.reshape(-1).numpy()
            draws[row] = random.draws(t).numpy()
    return noise, draws


def _shown(point: Point) -> tuple[Tensor, ...]:
    return (point.x, point.losses, point.grads, point.operated, *point.diagnostics)


def _row(point: Point) -> np.ndarray:
    return packed(_shown(point), len(point.x)).numpy()
