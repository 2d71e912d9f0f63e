"""Sweeps on their way: done piece by piece, for as long as somebody looks, and drawn meanwhile."""

import threading
from collections import deque
from collections.abc import Collection
from functools import partial
from typing import final

from app.runs.pieces import Piece, pieces
from app.runs.shelf import Shelf
from app.runs.work import Runner, Work
from samgs_core.axes import Sweep
from samgs_core.ends import Ends, not_run
from samgs_core.origin import Origin
from samgs_core.sweep import engine_for

MAX_BYTES = 128 * 2**20


@final
class Job(Work[Ends]):
    """A sweep on its way. Safe among threads."""

    can_travel = True

    def __init__(self, sweep: Sweep) -> None:
        super().__init__()
        self.sweep = sweep
        self.lock = threading.Lock()
        self.ends = not_run(sweep)
        self.waiting = deque(pieces(sweep))
        self.taken: list[Piece] = []
        self.origins: set[Origin] = set()
        """What computed the ends so far."""

    @property
    def share(self) -> float:
        with self.lock:
            n_running = sum(piece.share * piece.sweep.n_lanes for piece in self.taken)
            return (float(self.ends.done.sum()) + n_running) / self.sweep.n_lanes

    def snapshot(self) -> Ends:
        """The ends as far as they are known."""
        with self.lock:
            return Ends(*(values.copy() for values in self.ends))

    def take_out(self) -> Piece | None:
        with self.lock:
            if not self.waiting or self.done():
                return None
            piece = self.waiting.popleft()
            piece.share = 0.0
            self.taken.append(piece)
            return piece

    def run_in(self, runner: Runner, piece: Piece) -> None:
        run = runner.run(piece.sweep, engine_for(piece.sweep), partial(self.hear, piece))
        self.put_in(piece, run.ends, run.origins)

    def hear(self, piece: Piece, share: float) -> bool:
        """Hear of the share of a piece that is done; say whether to go on."""
        piece.share = share
        return self.is_watched

    def put_in(self, piece: Piece, ends: Ends, origins: Collection[Origin] = ()) -> None:
        """Take the ends of a piece and what computed them; one that was stopped waits again."""
        if not ends.done.all():
            return self.put_back(piece)
        with self.lock:
            self.taken.remove(piece)
            piece.put_in(self.ends, ends)
            self.origins.update(origins)
            self.version += 1
            is_last = not (self.waiting or self.taken or self.done())
        if is_last:
            self.set_result(self.ends)
        return None

    def put_back(self, piece: Piece) -> None:
        with self.lock:
            self.taken.remove(piece)
            self.waiting.appendleft(piece)

    def fail(self, piece: Piece, reason: str) -> None:
        with self.lock:
            self.taken.remove(piece)
            if not self.done():
                self.set_exception(RuntimeError(reason))


JOBS: Shelf[Sweep, Job] = Shelf(MAX_BYTES, lambda job: sum(values.nbytes for values in job.ends))
"""The jobs of this process, shared by all its visitors."""


def job_of(sweep: Sweep) -> Job:
    """The job of a sweep; one that failed, or that is new, begins."""
    return JOBS.claim(sweep, lambda: Job(sweep))[0]
