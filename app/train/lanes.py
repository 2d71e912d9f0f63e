"""Trainings on their way: each is done once, whoever looks, and goes on where it was left."""

import threading
from dataclasses import dataclass
from typing import NamedTuple, final

import numpy as np

from app.runs.child import Child
from app.runs.shelf import Shelf
from app.runs.work import Work
from samgs_core.benchmark.glance import n_parameters
from samgs_core.benchmark.log import LaneLog
from samgs_core.benchmark.pieces import go_on
from samgs_core.benchmark.problem import Benchmark
from samgs_core.benchmark.settings import Lane, Settings

N_EXAMPLES = 4
"""Of so many examples of the test set the page may show what a network makes of them."""
FIRST, SECONDS = 0.3, 1.2
"""How long the first piece of a training takes, once its data are there, and every other."""
DEVICE = "cpu"
"""Several small networks at once: there is nothing to gain by another device."""
MAX_BYTES = 192 * 2**20
MOMENTS = 2
"""So many numbers a method may keep for each task and parameter, and Adam for each parameter."""


class Order(NamedTuple):
    """Everything that decides how a training turns out."""

    benchmark: Benchmark
    budget: Settings
    lane: Lane


class Reached(NamedTuple):
    """How far a training has come."""

    log: LaneLog
    outputs: tuple[np.ndarray, ...]
    """What comes out for the first examples of the test set, by task, each [n, ...]."""


@dataclass(eq=False)
class Piece:
    """A stretch of a training, from a checkpoint on; from its beginning without one."""

    checkpoint: bytes | None
    seconds: float
    deaths: int = 0
    """How many of the processes that ran it ended before it did."""


@final
class Training(Work[LaneLog]):
    """One network in training. Safe among threads."""

    can_travel = False

    def __init__(self, order: Order) -> None:
        super().__init__()
        self.order = order
        self.lock = threading.Lock()
        self.reached: Reached | None = None
        self.waiting: Piece | None = Piece(None, FIRST)

    @property
    def share(self) -> float:
        if self.reached is None:
            return 0.0
        log = self.reached.log
        return 1.0 if log.is_over else log.n_steps / log.steps

    @property
    def n_bytes(self) -> int:
        """What it takes in memory."""
        if self.reached is None or not self.done():
            return self._most_bytes
        log = self.reached.log
        kept = [log.losses, log.metrics, log.seconds, *self.reached.outputs]
        if log.recording is not None:
            kept += [log.recording.gram, log.recording.losses]
            kept += [] if log.recording.layer_gram is None else [log.recording.layer_gram]
        return sum(array.nbytes for array in kept)

    @property
    def _most_bytes(self) -> int:
        """What its checkpoint takes at most: the numbers of the network, of Adam, of the method."""
        benchmark, _, lane = self.order
        split = len(lane.tasks) if lane.split else 1
        each = 1 + MOMENTS + MOMENTS * len(lane.tasks)
        return 4 * n_parameters(benchmark) * split * each

    def take_out(self) -> Piece | None:
        with self.lock:
            piece, self.waiting = self.waiting, None
        return piece

    def run_in(self, runner: Child, piece: Piece) -> None:
        done = runner.ask(go_on, *self.order, piece.checkpoint, piece.seconds, DEVICE, N_EXAMPLES)
        assert done.log is not None
        with self.lock:
            self.reached = Reached(done.log, done.examples)
            self.waiting = None if done.is_over else Piece(done.checkpoint, SECONDS)
            self.version += 1
        if done.is_over:
            self.set_result(done.log)

    def put_back(self, piece: Piece) -> None:
        with self.lock:
            self.waiting = piece

    def fail(self, piece: Piece, reason: str) -> None:
        if not self.done():
            self.set_exception(RuntimeError(reason))


TRAININGS: Shelf[Order, Training] = Shelf(MAX_BYTES, lambda training: training.n_bytes)
"""The trainings of this process, shared by all its visitors."""


def training_of(order: Order) -> Training:
    """The training of an order; one that failed, or that is new, begins."""
    return TRAININGS.claim(order, lambda: Training(order))[0]
