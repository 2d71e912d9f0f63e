"""Records and surveys, computed once and kept while memory allows."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from samgs_core import Experiment, Landscape, Method, Record, run_together
from samgs_core.conflict import Conflict, conflict
from samgs_core.summary import RunSummary, summarise
from samgs_core.survey import Survey, survey

MAX_BYTES = 512 * 2**20


class MethodResult(NamedTuple):
    """What one method of a study did, and whether it ran just now or was in memory."""

    record: Record
    summaries: tuple[RunSummary, ...]
    """One for each start."""
    seconds: float
    """How long the run took; of methods that ran together, an even share."""
    is_fresh: bool

    @property
    def method(self) -> Method:
        """The method with its settings."""
        return self.record.experiment.method


class RecordStore:
    """Keeps the most recently used records, up to a number of bytes; safe among threads."""

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        self.max_bytes = max_bytes
        self.kept: OrderedDict[Experiment, MethodResult] = OrderedDict()
        self.bytes = 0
        self.lock = threading.Lock()

    def get(
        self, experiment: Experiment, progress: Callable[[float], None] | None = None
    ) -> MethodResult:
        """The experiment's record, from memory or by running it."""
        return self.get_all((experiment,), progress)[0]

    def get_all(
        self, experiments: Sequence[Experiment], progress: Callable[[float], None] | None = None
    ) -> list[MethodResult]:
        """The records of experiments that differ in their methods alone; missing ones run together.

        ``seconds`` of each is its even share then.
        """
        kept = {each: self.peek(each) for each in experiments}
        missing = [each for each, result in kept.items() if result is None]
        began = time.perf_counter()
        records = run_together(missing, progress=progress) if missing else ()
        seconds = (time.perf_counter() - began) / max(len(missing), 1)
        for experiment, record in zip(missing, records, strict=True):
            summaries = summarise(record, survey_of(experiment.landscape).front)
            kept[experiment] = fresh = MethodResult(record, summaries, seconds, is_fresh=True)
            self._keep(experiment, fresh._replace(is_fresh=False))
        return [result for result in kept.values() if result is not None]

    def peek(self, name: Experiment) -> MethodResult | None:
        """What is kept under the text of an experiment, if anything."""
        with self.lock:
            kept = self.kept.get(name)
            if kept is not None:
                self.kept.move_to_end(name)
            return kept

    def _keep(self, name: Experiment, result: MethodResult) -> None:
        with self.lock:
            if name in self.kept:
                return
            self.kept[name] = result
            self.bytes += _size(result.record)
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
