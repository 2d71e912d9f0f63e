"""Trainings in the background: each is done once, whoever asks, and kept while memory allows."""

import threading
import time
from collections import OrderedDict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import NamedTuple

from samgs_core import Cancelled, Method
from samgs_core.layered import LayeredProblem
from samgs_core.recon import Lane, Plan, TrainingLog, train

MAX_BYTES = 256 * 2**20
WORKERS = 2
"""So that a long training does not hold up all other visitors."""
ALONE = 10.0
"""Seconds after which a training stops that nobody looks at any more."""


class Order(NamedTuple):
    """Everything that decides how a training turns out."""

    problem: LayeredProblem
    method: Method
    lanes: tuple[Lane, ...]
    seed: int
    plan: Plan


class Job:
    """One training: what there is of it so far, and who is interested."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.log: TrainingLog | None = None
        self.share = 0.0
        self.seconds = 0.0
        self.error: Exception | None = None
        self.is_over = threading.Event()
        self.watchers = 0
        self.left_at = time.monotonic()

    @property
    def is_finished(self) -> bool:
        """Whether the training went through to its last step."""
        return self.is_over.is_set() and self.share == 1.0

    def run(self) -> None:
        """Train; to be called once, in a thread of its own."""
        order, began = self.order, time.perf_counter()
        try:
            (log,) = train(*order[:3], (order.seed,), order.plan, progress=self._note)
            self.log, self.share = log, 1.0
        except Cancelled:
            pass  # what there is so far stays
        except Exception as error:  # told to whoever waits for it
            self.error = error
        finally:
            self.seconds = time.perf_counter() - began
            self.is_over.set()

    def _note(self, share: float, logs: tuple[TrainingLog, ...]) -> bool:
        self.log, self.share = logs[0], min(share, 0.999)
        return self.watchers > 0 or time.monotonic() - self.left_at < ALONE


class Jobs:
    """Keeps the most recently used trainings, up to a number of bytes; safe among threads."""

    def __init__(self, max_bytes: int = MAX_BYTES, workers: int = WORKERS) -> None:
        self.max_bytes = max_bytes
        self.kept: OrderedDict[Order, Job] = OrderedDict()
        self.lock = threading.Lock()
        self.pool = ThreadPoolExecutor(workers, thread_name_prefix="recon")

    def peek(self, order: Order) -> Job | None:
        """The job of an order, if there is one."""
        with self.lock:
            return self.kept.get(order)

    def start(self, order: Order) -> Job:
        """The job of an order; it is begun unless it is finished or under way."""
        with self.lock:
            job = self.kept.pop(order, None)
            if job is None or (job.is_over.is_set() and not job.is_finished):
                job = Job(order)
                self.pool.submit(job.run)
            self.kept[order] = job
            self._forget()
            return job

    @contextmanager
    def watched(self, job: Job) -> Iterator[Job]:
        """While somebody watches, a job goes on."""
        with self.lock:
            job.watchers += 1
        try:
            yield job
        finally:
            with self.lock:
                job.watchers -= 1
                job.left_at = time.monotonic()

    def stop(self, order: Order) -> None:
        """Stop a training that nobody watches; what there is of it is kept."""
        job = self.peek(order)
        if job is not None:
            job.left_at = -ALONE

    def _forget(self) -> None:
        """Drop the jobs that were not asked for the longest, but none that is under way."""
        size = sum(map(_size, self.kept.values()))
        for order, job in list(self.kept.items())[:-1]:
            if size > self.max_bytes and job.is_over.is_set():
                size -= _size(job)
                del self.kept[order]


def _size(job: Job) -> int:
    log = job.log
    return 0 if log is None else log.products.nbytes + log.test_losses.nbytes


JOBS = Jobs()
"""The trainings of this process, shared by all its visitors."""
