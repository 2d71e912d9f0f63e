"""What happens in a process that runs sweeps for the page's own process.

The two speak by a note, two numbers in memory that both see: the share that is done of a sweep,
and whether to stop it. Modules that load torch are imported once the process stands back.
"""

import os
import signal
import threading
import time
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from samgs_core.axes import Sweep
    from samgs_core.record import Engine
    from samgs_core.sweep_run import SweepRun

SHARE, STOP = 0, 1
NICENESS = 19
"""How far the sweeps stand back behind the pages, which a visitor waits for."""

_notes: list[np.memmap] = []


def note_at(path: str) -> np.memmap:
    """The note that a file of two numbers holds."""
    return np.memmap(path, float, mode="r+", shape=(2,))


def make_ready(path: str, page: int) -> None:
    """Begin, with the note at ``path``; to be called once in a process.

    ``page`` is the number of the page's process, with which this one ends.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    threading.Thread(target=_end_with, args=(page,), daemon=True).start()
    _notes.append(note_at(path))
    import torch

    from app.study.study import Study
    from samgs_core.methods import LS
    from samgs_core.native.store import KERNELS
    from samgs_core.sweep import Sweep, run_sweep

    torch.set_num_threads(1)
    KERNELS.start(is_maker=False)
    run_sweep(Sweep(Study(steps=2).experiment(LS())))  # the first run takes longer


def run(sweep: "Sweep", engine: "Engine") -> "SweepRun":
    """The run of a sweep; some of it is not done if the note said to stop."""
    from samgs_core.sweep_run import SweepRun

    (note,) = _notes

    def tell(share: float) -> bool:
        note[SHARE] = share
        return not note[STOP]

    run = SweepRun(sweep, engine)
    run.go_on(tell=tell)
    return run


def _end_with(page: int) -> None:
    """End this process once another one has adopted it, for its own has ended."""
    while os.getppid() == page:
        time.sleep(1)
    os._exit(0)
