"""Sweeps on their way: done piece by piece, for as long as somebody looks, and drawn meanwhile."""

import threading
import time
from collections import deque
from collections.abc import Collection

import numpy as np

from app.runs.pieces import Piece, pieces
from app.runs.shelf import Flight, Shelf
from samgs_core.axes import Sweep
from samgs_core.ends import Ends, not_run
from samgs_core.origin import Origin

PATIENCE = 1.0
"""Seconds after which a job that nobody looks at rests."""
MAX_BYTES = 128 * 2**20
MAX_DEATHS = 2
"""After so many processes that ended over it, a piece is given up, and its job with it."""


class Job(Flight[Ends]):
    """A sweep on its way. Safe among threads."""

    def __init__(self, sweep: Sweep) -> None:
        super().__init__()
        self.sweep = sweep
        self.lock = threading.Lock()
        self.ends = not_run(sweep)
        self.waiting = deque(pieces(sweep))
        self.taken: list[Piece] = []
        self.origins: set[Origin] = set()
        """What computed the ends so far."""
        self.version = 0
        self.seen = -np.inf

    @property
    def failure(self) -> str:
        """Why it failed, as a sentence; nothing if it did not."""
        return str(self.exception()) if self.has_failed else ""

    @property
    def is_watched(self) -> bool:
        """Whether somebody looked at the job just now."""
        return time.monotonic() - self.seen < PATIENCE

    @property
    def is_idle(self) -> bool:
        return self.done() or not self.is_watched

    @property
    def share(self) -> float:
        """The share that is done."""
        with self.lock:
            n_running = sum(piece.share * piece.sweep.n_lanes for piece in self.taken)
            return (float(self.ends.done.sum()) + n_running) / self.sweep.n_lanes

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
            if not self.waiting or self.done():
                return None
            piece = self.waiting.popleft()
            piece.share = 0.0
            self.taken.append(piece)
            return piece

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
        """Have a piece wait again."""
        with self.lock:
            self.taken.remove(piece)
            self.waiting.appendleft(piece)

    def lose(self, piece: Piece) -> None:
        """Have a piece run again whose process ended, unless that happened too often."""
        piece.deaths += 1
        if piece.deaths < MAX_DEATHS:
            self.put_back(piece)
        else:
            self.fail(piece, "The process that computed it ended; it may have lacked memory.")

    def fail(self, piece: Piece, reason: str) -> None:
        """Give up, for a reason that the visitor is told."""
        with self.lock:
            self.taken.remove(piece)
            if not self.done():
                self.set_exception(RuntimeError(reason))


JOBS: Shelf[Sweep, Job] = Shelf(MAX_BYTES, lambda job: sum(values.nbytes for values in job.ends))
"""The jobs of this process, shared by all its visitors."""


def job_of(sweep: Sweep) -> Job:
    """The job of a sweep; one that failed, or that is new, begins."""
    return JOBS.claim(sweep, lambda: Job(sweep))[0]
