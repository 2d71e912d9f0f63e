"""Trainings in the background: each is done once, whoever asks, and kept while memory allows."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import NamedTuple

from app.runs.shelf import Flight, Shelf
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


class Training(Flight[TrainingLog]):
    """One training: what there is of it so far, and who is interested."""

    def __init__(self, order: Order) -> None:
        super().__init__()
        self.order = order
        self.log: TrainingLog | None = None
        self.share = 0.0
        self.seconds = 0.0
        self.watchers = 0
        self.left_at = self.began = time.monotonic()

    def run(self) -> None:
        """Train; to be called once, in a thread of its own. What a stopped one has so far stays."""
        order, self.began = self.order, time.monotonic()
        try:
            (log,) = train(*order[:3], (order.seed,), order.plan, progress=self._note)
        except Cancelled:
            self.give_up()
        except Exception as error:  # told to whoever waits for it
            self.set_exception(error)
        else:
            self._keep(log, 1.0)
            self.set_result(log)

    def _note(self, share: float, logs: tuple[TrainingLog, ...]) -> bool:
        self._keep(logs[0], min(share, 0.999))
        return self.watchers > 0 or time.monotonic() - self.left_at < ALONE

    def _keep(self, log: TrainingLog, share: float) -> None:
        self.log, self.share = log, share
        self.seconds = time.monotonic() - self.began


class Trainings:
    """Keeps the most recently used trainings, up to a number of bytes; safe among threads."""

    def __init__(self, max_bytes: int = MAX_BYTES, workers: int = WORKERS) -> None:
        self.shelf: Shelf[Order, Training] = Shelf(max_bytes, _n_bytes)
        self.lock = threading.Lock()
        self.pool = ThreadPoolExecutor(workers, thread_name_prefix="recon")

    def peek(self, order: Order) -> Training | None:
        """The training of an order, if there is one."""
        return self.shelf.peek(order)

    def start(self, order: Order) -> Training:
        """The training of an order; it is begun unless it is finished or under way."""
        training, is_new = self.shelf.claim(order, lambda: Training(order))
        if is_new:
            self.pool.submit(training.run)
        return training

    @contextmanager
    def watched(self, training: Training) -> Iterator[Training]:
        """While somebody watches, a training goes on."""
        with self.lock:
            training.watchers += 1
        try:
            yield training
        finally:
            with self.lock:
                training.watchers -= 1
                training.left_at = time.monotonic()

    def stop(self, order: Order) -> None:
        """Stop a training that nobody watches; what there is of it is kept."""
        training = self.peek(order)
        if training is not None:
            training.left_at = -ALONE


def _n_bytes(training: Training) -> int:
    log = training.log
    return 0 if log is None else log.products.nbytes + log.test_losses.nbytes


TRAININGS = Trainings()
"""The trainings of this process, shared by all its visitors."""
