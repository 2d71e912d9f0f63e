"""The processes that run the sweeps: the pages stay quick, because their own process is free."""

import atexit
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from app.runs.sweeps import Job, Piece
from app.runs.worker import GO_ON, STOP
from samgs_core.sweep import Ends, Sweep, ask_for_code

ROOT = Path(__file__).resolve().parent.parent.parent
MAX_WORKERS = 4


class Workers:
    """Some processes that take a piece of a job each, of all jobs that are looked at in turn."""

    def __init__(self, n: int) -> None:
        self.n = n
        self.jobs: list[Job] = []
        self.changed = threading.Condition()
        self.children: list[_Child] = []

    def start(self) -> None:
        """Start the processes, if they are not there yet; they take two seconds to be ready."""
        with self.changed:
            if self.children:
                return
            self.children = [_Child() for _ in range(self.n)]
        for child in self.children:
            threading.Thread(target=self._serve, args=(child,), daemon=True).start()

    def look_at(self, jobs: Sequence[Job]) -> None:
        """Work on these jobs; asked again and again for as long as somebody looks at them."""
        self.start()
        with self.changed:
            for job in jobs:
                job.look()
                if not job.is_over and all(job is not each for each in self.jobs):
                    self.jobs.append(job)
            self.changed.notify_all()

    def wait(self, seconds: float) -> None:
        """Wait until something is done, at most so long."""
        with self.changed:
            self.changed.wait(seconds)

    def _serve(self, child: "_Child") -> None:
        while True:
            job, piece = self._next()
            try:
                ask_for_code(piece.sweep)
                ends = child.run(piece.sweep, partial(job.hear, piece))
            except (OSError, EOFError, pickle.PickleError):
                job.fail(piece, "The process that computed it ended; it may have lacked memory.")
                child.end()
                child.start()
            except Exception as error:
                job.fail(piece, f"It could not be computed: {error}")
            else:
                job.put_in(piece, ends)
            with self.changed:
                self.changed.notify_all()

    def _next(self) -> tuple[Job, Piece]:
        """A piece of the job whose turn it is; waits until there is one."""
        with self.changed:
            while True:
                self.jobs = [job for job in self.jobs if not job.is_over and job.is_watched]
                for job in self.jobs:
                    piece = job.take_out()
                    if piece is not None:
                        self.jobs.remove(job)
                        self.jobs.append(job)  # next time it is the others' turn
                        return job, piece
                self.changed.wait()


class _Child:
    """One process; see ``app.runs.worker`` for what is said to it."""

    def __init__(self) -> None:
        self.start()
        atexit.register(self.end)

    def start(self) -> None:
        """Start the process."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "app.runs.worker"],
            cwd=ROOT,
            env={**os.environ, "OMP_NUM_THREADS": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def run(self, sweep: Sweep, progress: Callable[[float], bool]) -> Ends:
        """Run a sweep there; ``progress`` hears the share done and says whether to go on."""
        assert self.process.stdin and self.process.stdout
        pickle.dump(sweep, self.process.stdin)
        self.process.stdin.flush()
        while True:
            answer = pickle.load(self.process.stdout)
            if isinstance(answer, tuple):
                return Ends(*answer)
            if isinstance(answer, Exception):
                raise answer
            self.process.stdin.write(GO_ON if progress(answer) else STOP)
            self.process.stdin.flush()

    def end(self) -> None:
        """End the process, whatever it does."""
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            with suppress(OSError):  # what was not yet written is of no use
                if pipe:
                    pipe.close()


WORKERS = Workers(min(os.cpu_count() or 1, MAX_WORKERS))
"""The workers of this process, shared by all its visitors."""
