"""Sweeps: many settings and starts as the lanes of a few batches, of which only the ends stay."""

import time
import warnings
from collections.abc import Callable
from concurrent.futures import Executor

import torch

from samgs_core.axes import Axis, Sweep
from samgs_core.batch import batches
from samgs_core.ends import Ends, not_run
from samgs_core.native.library import compiler
from samgs_core.native.store import KERNELS
from samgs_core.origin import differing, origin_of
from samgs_core.pieces import pieces
from samgs_core.record import Engine
from samgs_core.run_input import device_of, engine_of
from samgs_core.runner import fitting_device
from samgs_core.spread import spread
from samgs_core.sweep_run import LANES, SweepRun
from samgs_core.tally import criteria_of
from samgs_core.values import shown

__all__ = ["Axis", "Ends", "Progress", "Sweep", "engine_for", "not_run", "run_sweep"]

Progress = Callable[[float], bool | None]
REPORTING = 0.05
"""Seconds between two reports of the progress."""


def run_sweep(
    sweep: Sweep,
    executor: Executor | None = None,
    *,
    device: str | torch.device | None = None,
    progress: Progress | None = None,
    lanes_at_once: int = LANES,
    engine: Engine | str | None = None,
) -> Ends:
    """Run every lane and return how each ended.

    ``executor`` is anything that has the interface of ``concurrent.futures.Executor``, also that of
    another library or of a cluster; its workers must have this package and the landscape's. They
    run pieces of a second at most on one processor each. Without one, all runs here. On processors
    both give the same numbers, bit for bit, with the same ``engine`` ("torch" or "machine code";
    None: machine code if there is some here); a worker that cannot do so, because it has no
    compiler, another processor or another version, is named in a warning.

    ``progress`` is called about twenty times a second with the fraction done; if it returns False
    the sweep stops, and what is done is kept. Memory does not grow with the steps. An error of the
    executor or of a worker, such as ``BrokenExecutor``, is passed on.
    """
    if not isinstance(sweep, Sweep):
        raise TypeError(f"sweep must be a Sweep; got {shown(sweep)}.")
    engine = engine_of(engine) or engine_for(sweep)
    clock = _Clock(progress)
    if executor is not None:
        if device is not None:
            raise ValueError(f"device must be None with an executor; got {shown(device)}.")
        ends, origins = spread(sweep, executor, engine, lanes_at_once, clock.tell)
        if engine is Engine.TORCH or compiler() is not None:
            origins.add(origin_of(engine, sweep.experiment.landscape))  # as this process would
        if told := differing(origins):
            warnings.warn(told, stacklevel=2)
        return ends
    device = fitting_device(sweep.n_lanes) if device is None else device_of(device)
    return _run_here(sweep, device, engine, lanes_at_once, clock)


def engine_for(sweep: Sweep) -> Engine:
    """What takes a sweep's steps: machine code if it is worth while and there is some.

    Long work waits some seconds for the code to be made.
    """
    batch = next(batches(list(sweep.cells()), sweep.seeds, LANES))
    x = batch.starts("cpu")
    code = KERNELS.for_rule(batch.rule(x), x, criteria_of(batch.cells, batch.cell, x))
    return Engine.TORCH if code is None else Engine.CODE


def _run_here(
    sweep: Sweep, device: torch.device, engine: Engine, lanes_at_once: int, clock: "_Clock"
) -> Ends:
    """Piece after piece, as an executor would; another device takes all lanes at once."""
    if device.type != "cpu":
        run = SweepRun(sweep, engine, device, lanes_at_once)
        run.go_on(tell=clock.tell)
        return run.ends
    ends, done = not_run(sweep), 0
    for piece in pieces(sweep):
        run, n = SweepRun(piece.sweep, engine, device, lanes_at_once), piece.sweep.n_lanes

        def tell(share: float, done: int = done, n: int = n) -> bool:
            return clock.tell((done + n * share) / sweep.n_lanes)

        is_to_go_on = run.go_on(tell=tell)
        piece.put_in(ends, run.ends)
        done += n
        if not is_to_go_on:
            break
    return ends


class _Clock:
    """Passes the progress on at most twenty times a second."""

    def __init__(self, progress: Progress | None) -> None:
        self.progress = progress
        self.reported_at = time.perf_counter()

    def tell(self, share: float) -> bool:
        """Tell the share done; whether to go on."""
        now = time.perf_counter()
        if self.progress is None or now - self.reported_at < REPORTING:
            return True
        self.reported_at = now
        return self.progress(share) is not False
