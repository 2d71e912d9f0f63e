"""Sweeps as jobs: cut into pieces, done one by one, and drawn as far as they are done."""

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Hashable
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from samgs_core.sweep import Ends, Sweep, not_run

FIRST_LANES = 100
"""About so many lanes, spread over the whole map, come first, for a first picture."""
LANE_STEPS = 1_200_000
"""About so many steps of single lanes make a piece, which takes a second or two."""
MIN_LANES, MAX_LANES = 300, 4_000
PATIENCE = 1.0
"""Seconds after which a job that nobody looks at rests."""
MAX_BYTES = 128 * 2**20


class Piece(NamedTuple):
    """A part of a sweep, and where its ends belong in those of the whole."""

    sweep: Sweep
    place: tuple[slice | np.ndarray, ...]


class Job:
    """A sweep on its way. Safe among threads."""

    def __init__(self, sweep: Sweep) -> None:
        self.sweep = sweep
        self.lock = threading.Lock()
        self.ends = not_run(sweep)
        self.waiting = deque(pieces(sweep))
        self.running: dict[int, float] = {}
        self.version = 0
        self.seen = -np.inf
        self.failure = ""

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to do, or nothing can be done."""
        with self.lock:  # a piece on its way from one to the other, or to the ends, is not over
            return bool(self.failure) or not (self.waiting or self.running)

    @property
    def is_watched(self) -> bool:
        """Whether somebody looked at the job just now."""
        return time.monotonic() - self.seen < PATIENCE

    @property
    def share(self) -> float:
        """The share that is done."""
        with self.lock:
            return (float(self.ends.done.sum()) + sum(self.running.values())) / self.sweep.n_lanes

    def look(self) -> None:
        """Say that somebody looks at the job."""
        self.seen = time.monotonic()

    def leave(self) -> None:
        """Say that somebody no longer looks; others say so by looking again."""
        self.seen = -np.inf

    def snapshot(self) -> Ends:
        """The ends as far as they are known."""
        with self.lock:
            return Ends(*(values.copy() for values in self.ends))

    def take_out(self) -> Piece | None:
        """A piece to run, if any waits."""
        with self.lock:
            if not self.waiting or self.failure:
                return None
            piece = self.waiting.popleft()
            self.running[id(piece)] = 0.0
            return piece

    def hear(self, piece: Piece, share: float) -> bool:
        """Hear of the share of a piece that is done; say whether to go on."""
        self.running[id(piece)] = share * piece.sweep.n_lanes
        return self.is_watched

    def put_in(self, piece: Piece, ends: Ends) -> None:
        """Take the ends of a piece; one that was stopped waits again."""
        with self.lock:
            del self.running[id(piece)]
            if not ends.done.all():
                self.waiting.appendleft(piece)
                return
            for whole, part in zip(self.ends, ends, strict=True):
                whole[piece.place] = part
            self.version += 1

    def fail(self, piece: Piece, reason: str) -> None:
        """Give up, for a reason that the visitor is told."""
        with self.lock:
            del self.running[id(piece)]
            self.failure = reason


def pieces(sweep: Sweep) -> list[Piece]:
    """The sweep in pieces along its first axis, or along its starts if it has none.

    First comes every so-manieth value, so that the whole map is soon seen in outline.
    """
    n = len(sweep.axes[0].values) if sweep.axes else len(sweep.experiment.starts)
    lanes = sweep.n_lanes // n
    first = _outline(n, max(FIRST_LANES // lanes, 1), is_square=not sweep.axes)
    rest = np.setdiff1d(np.arange(n), first)
    size = int(np.clip(LANE_STEPS // sweep.experiment.steps, MIN_LANES, MAX_LANES))
    n_parts = max(-(-len(rest) * lanes // size), 1)
    parts = [first, *np.array_split(rest, min(n_parts, max(len(rest), 1)))]
    return [_piece(sweep, part) for part in parts if len(part)]


def _outline(n: int, n_wanted: int, is_square: bool) -> np.ndarray:
    """About so many of n places, evenly spread; those of a square grid in both directions."""
    side = round(n**0.5)
    if is_square and side * side == n:
        every = max(round((n / n_wanted) ** 0.5), 1)
        chosen = np.arange(every // 2, side, every)
        return (chosen[:, None] * side + chosen).reshape(-1)
    every = max(-(-n // n_wanted), 1)
    return np.arange(every // 2, n, every)


def _piece(sweep: Sweep, part: np.ndarray) -> Piece:
    if not sweep.axes:
        starts = tuple(sweep.experiment.starts[each] for each in part)
        experiment = replace(sweep.experiment, starts=starts)
        return Piece(replace(sweep, experiment=experiment), (slice(None), part))
    first, *others = sweep.axes
    first = replace(first, values=tuple(first.values[each] for each in part))
    return Piece(replace(sweep, axes=(first, *others)), (part,))


class JobStore:
    """Keeps the jobs that were asked for last, up to a number of bytes; safe among threads."""

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        self.max_bytes = max_bytes
        self.kept: OrderedDict[Hashable, Job] = OrderedDict()
        self.bytes = 0
        self.lock = threading.Lock()

    def get(self, name: Hashable, sweep: Callable[[], Sweep]) -> Job:
        """The job kept under this name; one that failed, or that is new, begins."""
        with self.lock:
            job = self.kept.get(name)
            if job is None or job.failure:
                job = self._keep(name, Job(sweep()))
            self.kept.move_to_end(name)
            return job

    def _keep(self, name: Hashable, job: Job) -> Job:
        if name not in self.kept:
            self.bytes += _size(job)
        self.kept[name] = job
        while self.bytes > self.max_bytes and len(self.kept) > 1:
            _, oldest = self.kept.popitem(last=False)
            self.bytes -= _size(oldest)
        return job


def _size(job: Job) -> int:
    return sum(values.nbytes for values in job.ends)


JOBS = JobStore()
"""The jobs of this process, shared by all its visitors."""
