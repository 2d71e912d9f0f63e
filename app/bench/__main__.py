"""Trains methods on a benchmark and prints the table: ``python -m app.bench rooms``.

What is done lies in a folder, so that the same command goes on where it was interrupted.
"""

import json
import signal
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager

import torch
from loky import ProcessPoolExecutor

from app.bench.arguments import Asked, asked
from app.bench.progress import Teller
from app.bench.report import as_values, text
from samgs_core.benchmark.folder import FOLDERS
from samgs_core.benchmark.problem import Benchmark
from samgs_core.benchmark.protocol import run_lanes
from samgs_core.benchmark.settings import lanes_of
from samgs_core.benchmark.store import Store
from samgs_core.benchmark.table import table
from synthetic import BENCHMARKS

KNOWN = (*BENCHMARKS, *FOLDERS)
INTERRUPTED = 130


def main(
    arguments: Sequence[str] | None = None, benchmarks: Sequence[type[Benchmark]] = KNOWN
) -> int:
    """Run what the arguments ask for; the exit status, 130 if it was interrupted."""
    wanted = asked(arguments, benchmarks)
    lanes = lanes_of(wanted.benchmark, wanted.methods, range(wanted.n_seeds), wanted.splits)
    if not wanted.has_references:
        lanes = tuple(lane for lane in lanes if lane.method is not None)
    store = Store(wanted.folder, wanted.benchmark, wanted.settings)
    teller = Teller(wanted.benchmark, store)
    with _interrupts(teller), _executor(wanted) as executor:
        logs = run_lanes(
            wanted.benchmark,
            wanted.settings,
            lanes,
            executor,
            at_once=wanted.n_processes,
            device=wanted.device,
            store=store,
            progress=teller.tell,
        )
    teller.end()
    found = table(logs)
    if wanted.is_json:
        print(json.dumps(as_values(found, wanted.benchmark, wanted.settings), indent=1))
    else:
        print(text(found, wanted.benchmark, wanted.settings))
    return INTERRUPTED if teller.is_interrupted else 0


@contextmanager
def _executor(wanted: Asked) -> Iterator[Executor | None]:
    """Processes that take the lanes; None to run them here, if one is enough."""
    if wanted.n_processes == 1:
        yield None
        return
    pool = ProcessPoolExecutor(
        wanted.n_processes, timeout=None, initializer=_begin, env={"OMP_NUM_THREADS": "1"}
    )
    try:
        yield pool
    finally:
        pool.shutdown(kill_workers=True)


def _begin() -> None:
    """What a process does first: leave interrupts to the one that started it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    torch.set_num_threads(1)


@contextmanager
def _interrupts(teller: Teller) -> Iterator[None]:
    """Ctrl-C stops at the next step's end and keeps what is done; pressed again it ends all."""

    def stop(number: int, frame: object) -> None:
        signal.signal(signal.SIGINT, before)
        teller.interrupt()

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


if __name__ == "__main__":
    sys.exit(main())
