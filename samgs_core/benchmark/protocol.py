"""Runs the lanes of a table: several at once, cancelled at any time, gone on with later."""

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from typing import NamedTuple

import torch

from samgs_core.benchmark.log import LaneLog
from samgs_core.benchmark.pieces import SLICE, Piece, go_on
from samgs_core.benchmark.problem import Benchmark
from samgs_core.benchmark.settings import Lane, Settings
from samgs_core.benchmark.store import Store
from samgs_core.benchmark.training import Training

LISTENING = 0.05
"""Seconds between two reports of the progress."""
SAVING = 60.0
"""Seconds between two checkpoints of a lane in the store."""


class Progress(NamedTuple):
    """How far the lanes have come."""

    share: float  # of all their steps, in [0, 1]
    n_done: int
    n_lanes: int
    done: LaneLog | None  # the lane that has just come to its end, if one has


Listener = Callable[[Progress], bool | None]


def run_lanes(
    benchmark: Benchmark,
    settings: Settings,
    lanes: Sequence[Lane],
    executor: Executor | None = None,
    *,
    at_once: int = 2,
    device: str | torch.device | None = None,
    store: Store | None = None,
    progress: Listener | None = None,
) -> tuple[LaneLog, ...]:
    """Train every lane and return what is known of those that are over, in their order.

    ``executor`` is anything that has the interface of ``concurrent.futures.Executor``; its workers
    take pieces of a second, of ``at_once`` lanes at a time, one thread each. Without one, the
    lanes run here, one after the other. On processors both give the same numbers, bit for bit.

    What a ``store`` holds is not done again, and what is done is put into it: a lane when it is
    over, a checkpoint every minute and when the run stops. If ``progress``, which is called again
    and again, returns False, the run stops within a second, and what is done is kept. An error of
    the executor or of a worker is passed on.
    """
    book = _Book(lanes, settings.steps, store, progress)
    left = [lane for lane in dict.fromkeys(lanes) if lane not in book.logs]
    if book.tell():
        run = _here if executor is None else _spread
        run(_Work(benchmark, settings, device, executor, at_once), left, book)
    return tuple(book.logs[lane] for lane in lanes if lane in book.logs)


class _Work(NamedTuple):
    """What all lanes of a run have in common."""

    benchmark: Benchmark
    settings: Settings
    device: str | torch.device | None
    executor: Executor | None
    at_once: int

    def submit(self, lane: Lane, checkpoint: bytes | None) -> Future[Piece]:
        assert self.executor is not None
        return self.executor.submit(
            go_on, self.benchmark, self.settings, lane, checkpoint, SLICE, self.device
        )


class _Book:
    """What is done, how far the rest is, and who is to know of it."""

    def __init__(
        self, lanes: Sequence[Lane], steps: int, store: Store | None, progress: Listener | None
    ) -> None:
        self.store, self.progress, self.steps = store, progress, steps
        self.n_lanes, self.n_steps = len(set(lanes)), dict[Lane, int]()
        known = {} if store is None else {lane: store.log(lane) for lane in lanes}
        self.logs = {lane: log for lane, log in known.items() if log is not None}
        self.saved_at = dict[Lane, float]()

    def begin(self, lane: Lane) -> bytes | None:
        """The checkpoint of a lane that was interrupted before."""
        self.saved_at[lane] = time.monotonic()
        return None if self.store is None else self.store.part(lane)

    def reach(self, lane: Lane, n_steps: int) -> None:
        """Note how many steps a lane has taken."""
        self.n_steps[lane] = n_steps

    def is_time_to_save(self, lane: Lane) -> bool:
        """Whether the store is to have another checkpoint of a lane."""
        return self.store is not None and time.monotonic() - self.saved_at[lane] > SAVING

    def save(self, lane: Lane, checkpoint: bytes) -> None:
        """Put a checkpoint into the store."""
        if self.store is not None:
            self.store.keep_part(lane, checkpoint)
            self.saved_at[lane] = time.monotonic()

    def end(self, log: LaneLog) -> bool:
        """Note and keep a lane that is over, and tell of it."""
        self.logs[log.lane] = log
        if self.store is not None:
            self.store.keep(log)
        return self.tell(log)

    def tell(self, done: LaneLog | None = None) -> bool:
        """Tell how far all is; whether to go on."""
        if self.progress is None:
            return True
        taken = sum(n for lane, n in self.n_steps.items() if lane not in self.logs)
        share = (taken / self.steps + len(self.logs)) / max(1, self.n_lanes)
        return self.progress(Progress(share, len(self.logs), self.n_lanes, done)) is not False


def _here(work: _Work, lanes: Sequence[Lane], book: _Book) -> None:
    """Lane after lane in this process."""
    for lane in lanes:
        training = Training(work.benchmark, work.settings, lane, work.device)
        checkpoint = book.begin(lane)
        if checkpoint is not None:
            training.restore(checkpoint)
        while not training.is_over:
            training.advance(work.settings.steps, SLICE)
            book.reach(lane, training.t)
            is_to_go_on = training.is_over or book.tell()
            if not is_to_go_on or (book.is_time_to_save(lane) and not training.is_over):
                book.save(lane, training.checkpoint())
            if not is_to_go_on:
                return
        if not book.end(training.log()):
            return


def _spread(work: _Work, lanes: Sequence[Lane], book: _Book) -> None:
    """Pieces of several lanes at once, in the workers of an executor."""
    waiting, on_way, latest = deque(lanes), dict[Future[Piece], Lane](), dict[Lane, Piece]()
    try:
        while waiting or on_way:
            while waiting and len(on_way) < work.at_once:
                lane = waiting.popleft()
                on_way[work.submit(lane, book.begin(lane))] = lane
            for lane, piece in _arrived(on_way):
                book.reach(lane, piece.n_steps)
                if piece.log is not None:
                    latest.pop(lane, None)
                    if not book.end(piece.log):
                        return
                else:
                    latest[lane] = piece
                    if book.is_time_to_save(lane):
                        book.save(lane, piece.checkpoint)
                    on_way[work.submit(lane, piece.checkpoint)] = lane
            if not book.tell():
                return
    finally:
        came = [future for future in on_way if not future.cancel() and future.done()]
        latest |= {on_way[each]: each.result() for each in came if each.exception() is None}
        for lane, piece in latest.items():
            book.save(lane, piece.checkpoint)


def _arrived(on_way: dict[Future[Piece], Lane]) -> Iterator[tuple[Lane, Piece]]:
    """The pieces that have come back, taken off the way."""
    for future in wait(on_way, LISTENING, FIRST_COMPLETED).done:
        yield on_way.pop(future), future.result()
