"""Tells how far a table is, on the standard error output."""

import sys
import time

from app.bench.report import described, split
from samgs_core.benchmark.log import LaneLog
from samgs_core.benchmark.problem import Benchmark
from samgs_core.benchmark.protocol import Progress
from samgs_core.benchmark.store import Store

TELLING = 1.0
"""Seconds between two looks at the clock that a terminal is shown."""


class Teller:
    """A line for every lane that is over; on a terminal one more that tells the time left."""

    def __init__(self, benchmark: Benchmark, store: Store) -> None:
        self.benchmark, self.store = benchmark, store
        self.began_at = self.told_at = time.monotonic()
        self.first: float | None = None  # the share that was there before
        self.is_interrupted = False

    def tell(self, progress: Progress) -> bool:
        """Tell the progress; whether to go on."""
        if self.first is None:
            self.first = progress.share
            done = f", {progress.n_done} of them done before" if progress.n_done else ""
            self._line(f"{progress.n_lanes} trainings{done}; they are kept in {self.store.folder}")
        if progress.done is not None:
            self._line(f"{progress.n_done} of {progress.n_lanes}: {self._lane(progress.done)}")
        if sys.stderr.isatty() and time.monotonic() - self.told_at > TELLING:
            self.told_at = time.monotonic()
            print(f"\r{self._left(progress.share)}\033[K", end="", file=sys.stderr, flush=True)
        if self.is_interrupted:
            self._line("Interrupted; the same command goes on from here.")
        return not self.is_interrupted

    def interrupt(self) -> None:
        """Stop when it is told the next time; a handler of signals may print nothing itself."""
        self.is_interrupted = True

    def end(self) -> None:
        """Leave a clean line."""
        if sys.stderr.isatty():
            print("\r\033[K", end="", file=sys.stderr, flush=True)

    def _lane(self, log: LaneLog) -> str:
        lane = log.lane
        name = (
            described(lane.method) + split(lane.split)
            if lane.method
            else lane.title(self.benchmark)
        )
        title = f"{name}, seed {lane.seed}"
        if log.diverged_at is not None:
            return f"{title}: diverged at step {log.diverged_at:,}, where a loss was not finite"
        return f"{title}: {log.n_steps:,} steps, {1e3 * log.seconds_per_step:.1f} ms each"

    def _left(self, share: float) -> str:
        gained = share - (self.first or 0.0)
        passed = time.monotonic() - self.began_at
        left = f", about {_time(passed * (1 - share) / gained)} left" if gained > 0 else ""
        return f"{100 * share:.0f} % done{left}"

    def _line(self, text: str) -> None:
        self.end()
        print(text, file=sys.stderr, flush=True)


def _time(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.0f} min"
