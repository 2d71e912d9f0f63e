"""A process of this machine that runs sweeps for the pages."""

import os
import tempfile
from collections.abc import Callable
from concurrent.futures import wait
from contextlib import suppress
from pathlib import Path
from typing import ParamSpec, TypeVar

from loky import ProcessPoolExecutor

from app.runs import worker
from samgs_core.axes import Sweep
from samgs_core.record import Engine
from samgs_core.sweep_run import SweepRun

LISTENING = 0.05
"""Seconds between two looks at the process's note."""
P = ParamSpec("P")
T = TypeVar("T")


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

    def end(self) -> None:
        """End the process for good, whatever it does."""
        self.pool.shutdown(kill_workers=True)

    def run(self, sweep: Sweep, engine: Engine, progress: Callable[[float], bool]) -> SweepRun:
        """Run a sweep there; ``progress`` hears the share done and says whether to go on."""
        self.note[:] = 0
        run = self.pool.submit(worker.run, sweep, engine)
        while not wait([run], LISTENING).done:
            self.note[worker.STOP] = not progress(float(self.note[worker.SHARE]))
        return run.result()

    def ask(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What a function of some module answers there; it cannot be stopped."""
        return self.pool.submit(function, *args, **kwargs).result()


def _unlink(path: str) -> None:
    with suppress(PermissionError):  # on Windows a file in use keeps its name
        Path(path).unlink()
