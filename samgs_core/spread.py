"""The pieces of a sweep, spread over the processes or machines of an executor."""

import os
import platform
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait

from samgs_core.axes import Sweep
from samgs_core.ends import Ends, not_run
from samgs_core.native.store import KERNELS
from samgs_core.origin import Origin
from samgs_core.pieces import Piece, pieces
from samgs_core.record import Engine
from samgs_core.sweep_run import SweepRun

SLICE = 1.0
"""Seconds after which a piece comes back, done or not: nobody can interrupt it meanwhile."""
PATIENCE = 120.0
"""Seconds for which a worker waits for code that it lacks, once for each kind of step."""
LISTENING = 0.05
"""Seconds between two reports of the progress."""


def go_on(run: SweepRun, seconds: float) -> tuple[SweepRun, str]:
    """Go on with a run for a while, and say who did; this is what an executor is given."""
    if run.engine is Engine.CODE:
        KERNELS.start(patience=PATIENCE)
    run.go_on(seconds)
    return run, f"{platform.node()} {os.getpid()} {threading.get_ident()}"


def spread(
    sweep: Sweep,
    executor: Executor,
    engine: Engine,
    lanes_at_once: int,
    tell: Callable[[float], bool | None],
) -> tuple[Ends, set[Origin]]:
    """The ends of a sweep whose pieces an executor runs, and what computed them.

    If ``tell``, which hears the share done, returns False, what waits is cancelled and what runs
    is left alone, for a second at most. There are two pieces on their way for each of the workers
    that were heard of, and two more, so that all are soon found and none is idle.
    """
    ends, origins = not_run(sweep), set[Origin]()
    waiting, on_way = deque(pieces(sweep)), dict[Future[tuple[SweepRun, str]], Piece]()
    shares, workers = dict[Piece, float](), set[str]()
    try:
        while waiting or on_way:
            while waiting and len(on_way) < 2 * len(workers) + 2:
                piece = waiting.popleft()
                run = SweepRun(piece.sweep, engine, lanes_at_once=lanes_at_once)
                on_way[executor.submit(go_on, run, SLICE)] = piece
            for future in wait(on_way, LISTENING, FIRST_COMPLETED).done:
                piece = on_way.pop(future)
                run, worker = future.result()
                workers.add(worker)
                shares[piece] = run.share * piece.sweep.n_lanes
                if run.is_over:
                    piece.put_in(ends, run.ends)
                    origins |= run.origins
                else:
                    on_way[executor.submit(go_on, run, SLICE)] = piece
            if tell(sum(shares.values()) / sweep.n_lanes) is False:
                break
    finally:
        for future in on_way:
            future.cancel()
    return ends, origins
