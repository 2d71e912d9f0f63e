"""The processes that run the sweeps: the pages stay quick, because their own process is free."""

import os
import tempfile
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor, wait
from contextlib import suppress
from functools import partial
from pathlib import Path

from loky import ProcessPoolExecutor

from app.runs import worker
from app.runs.jobs import Job
from app.runs.pieces import Piece
from samgs_core.axes import Sweep
from samgs_core.record import Engine
from samgs_core.sweep import engine_for
from samgs_core.sweep_run import SweepRun

MAX_WORKERS = 4
LISTENING = 0.05
"""Seconds between two looks at a process's note."""


class Workers:
    """Some processes that take a piece of a job each, of all jobs that are looked at in turn."""

    def __init__(self, n: int) -> None:
        self.n = n
        self.jobs: list[Job] = []
        self.changed = threading.Condition()
        self.children: list[Child] = []
        self.have_ended = False

    def start(self) -> None:
        """Start the processes, if they are not there yet; they take some seconds to be ready."""
        with self.changed:
            if self.children:
                return
            self.children = [Child() for _ in range(self.n)]
        for child in self.children:
            threading.Thread(target=self._serve, args=(child,), daemon=True).start()

    def end(self) -> None:
        """End the processes for good, whatever they do."""
        self.have_ended = True
        for child in self.children:
            child.pool.shutdown(kill_workers=True)

    def look_at(self, jobs: Sequence[Job]) -> None:
        """Work on these jobs; asked again and again for as long as somebody looks at them."""
        self.start()
        with self.changed:
            for job in jobs:
                job.look()
                if not job.done() and job not in self.jobs:
                    self.jobs.append(job)
            self.changed.notify_all()

    def wait(self, seconds: float) -> None:
        """Wait until something is done, at most so long."""
        with self.changed:
            self.changed.wait(seconds)

    def _serve(self, child: "Child") -> None:
        while True:
            job, piece = self._next()
            try:
                run = child.run(piece.sweep, engine_for(piece.sweep), partial(job.hear, piece))
            except BrokenExecutor:
                if self.have_ended:
                    return
                job.lose(piece)
                child.start()
            except Exception as error:
                job.fail(piece, f"It could not be computed: {error}")
            else:
                job.put_in(piece, run.ends, run.origins)
            with self.changed:
                self.changed.notify_all()

    def _next(self) -> tuple[Job, Piece]:
        """A piece of the job whose turn it is; waits until there is one."""
        with self.changed:
            while True:
                self.jobs = [job for job in self.jobs if not job.is_idle]
                for job in self.jobs:
                    piece = job.take_out()
                    if piece is not None:
                        self.jobs.remove(job)
                        self.jobs.append(job)  # next time it is the others' turn
                        return job, piece
                self.changed.wait()


class Child:
    """A pool of one process: one that ends takes no piece of the others with it.

    The pool is loky's, for whose processes the page that is being drawn is no main module. Python's
    own would have every new process run that page.
    """

    def __init__(self) -> None:
        self.start()

    def start(self) -> None:
        """Start the process, in the place of one that ended."""
        handle, path = tempfile.mkstemp()
        os.write(handle, bytes(16))
        os.close(handle)
        self.note = worker.note_at(path)
        self.pool = ProcessPoolExecutor(
            1,
            timeout=None,
            initializer=worker.make_ready,
            initargs=(path, os.getpid()),
            env={"OMP_NUM_THREADS": "1"},
        )
        ready = self.pool.submit(os.getpid)
        ready.add_done_callback(lambda _: _unlink(path))  # both sides hold it by then

    def run(self, sweep: Sweep, engine: Engine, progress: Callable[[float], bool]) -> SweepRun:
        """Run a sweep there; ``progress`` hears the share done and says whether to go on."""
        self.note[:] = 0
        run = self.pool.submit(worker.run, sweep, engine)
        while not wait([run], LISTENING).done:
            self.note[worker.STOP] = not progress(float(self.note[worker.SHARE]))
        return run.result()


def _unlink(path: str) -> None:
    with suppress(PermissionError):  # on Windows a file in use keeps its name
        Path(path).unlink()


WORKERS = Workers(min(os.cpu_count() or 1, MAX_WORKERS))
"""The workers of this process, shared by all its visitors."""
