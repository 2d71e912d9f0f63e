"""Records and surveys, computed once and kept while memory allows."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from app.link import experiment_text
from samgs_core import Experiment, Landscape, Record, run
from samgs_core.conflict import Conflict, conflict
from samgs_core.survey import Survey, survey

MAX_BYTES = 512 * 2**20


class Obtained(NamedTuple):
    """A record, how long its run took, and whether it ran just now or came from memory."""

    record: Record
    seconds: float
    is_fresh: bool


class RecordStore:
    """Keeps the most recently used records, up to a number of bytes; safe among threads."""

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        self.max_bytes = max_bytes
        self.kept: OrderedDict[str, Obtained] = OrderedDict()
        self.bytes = 0
        self.lock = threading.Lock()

    def get(self, experiment: Experiment, progress: Callable[[float], None] | None) -> Obtained:
        """The experiment's record, from memory or by running it."""
        name = experiment_text(experiment)
        kept = self.peek(name)
        if kept is not None:
            return kept
        began = time.perf_counter()
        record = run(experiment, progress=progress)
        fresh = Obtained(record, time.perf_counter() - began, is_fresh=True)
        self._keep(name, fresh._replace(is_fresh=False))
        return fresh

    def peek(self, name: str) -> Obtained | None:
        """What is kept under the text of an experiment, if anything."""
        with self.lock:
            kept = self.kept.get(name)
            if kept is not None:
                self.kept.move_to_end(name)
            return kept

    def _keep(self, name: str, obtained: Obtained) -> None:
        with self.lock:
            if name in self.kept:
                return
            self.kept[name] = obtained
            self.bytes += _size(obtained.record)
            while self.bytes > self.max_bytes and len(self.kept) > 1:
                _, oldest = self.kept.popitem(last=False)
                self.bytes -= _size(oldest.record)


def _size(record: Record) -> int:
    arrays = (record.x, record.losses, record.grads, record.operated, *record.diagnostics.values())
    return sum(array.nbytes for array in arrays)


RECORDS = RecordStore()
"""The records of this process, shared by all its visitors."""


@lru_cache(maxsize=64)
def survey_of(landscape: Landscape) -> Survey:
    """The survey of a landscape, from memory if it was made before."""
    return survey(landscape)


@lru_cache(maxsize=64)
def conflict_of(landscape: Landscape, gamma: float) -> Conflict:
    """The conflicts on a landscape, from memory if they were asked for before."""
    return conflict(landscape, survey_of(landscape), gamma)
