"""Records and surveys, computed once and kept while memory allows."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import wait
from functools import lru_cache
from typing import NamedTuple

from app.runs.shelf import Flight, Shelf
from samgs_core import Engine, Experiment, Landscape, Method, Record, run_together
from samgs_core.conflict import Conflict, conflict
from samgs_core.summary import RunSummary, summarise
from samgs_core.survey import Survey, survey

MAX_BYTES = 512 * 2**20
MAX_ENGINES = 20_000
"""Experiments of which it is known, at most, what took their steps."""
LISTENING = 0.1
"""Seconds between two looks at what somebody else's page is running."""


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


class Run(Flight[MethodResult]):
    """The result of an experiment on its way."""

    share = 0.0
    """Of its steps that are done."""


class RecordStore:
    """The results of experiments, each run once; safe among threads."""

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        self.shelf: Shelf[Experiment, Run] = Shelf(max_bytes, _n_bytes)
        self.engines: dict[Experiment, Engine] = {}
        """What took the steps of experiments, also of those that are forgotten."""

    def get(
        self, experiment: Experiment, progress: Callable[[float], None] | None = None
    ) -> MethodResult:
        """The experiment's result, from memory or by running it."""
        return self.get_all((experiment,), progress)[0]

    def get_all(
        self, experiments: Sequence[Experiment], progress: Callable[[float], None] | None = None
    ) -> list[MethodResult]:
        """The results of experiments that differ in their methods alone.

        Those that nobody has run or is running are run here, together. ``progress`` hears of the
        share that is done, and ends the work by raising an error.
        """
        runs, own = {}, {}
        for each in experiments:
            runs[each], is_own = self.shelf.claim(each, Run)
            if is_own:
                own[each] = runs[each]
        try:
            self._run(own, progress)
        finally:
            for run in own.values():
                run.give_up()
        return [
            run.result()._replace(is_fresh=True) if each in own else self._of(each, run, progress)
            for each, run in runs.items()
        ]

    def take(self, result: MethodResult) -> bool:
        """Keep what another process ran; False if another engine ran the experiment here."""
        record = result.record
        self._note(record)
        if self.engines[record.experiment] is not record.engine:
            return False
        run, is_own = self.shelf.claim(record.experiment, Run)
        if is_own:
            run.set_result(result._replace(is_fresh=False))
        return True

    def peek(self, experiment: Experiment) -> MethodResult | None:
        """The experiment's result if it is in memory."""
        run = self.shelf.peek(experiment)
        return run.result() if run is not None and run.is_finished else None

    def _of(
        self, experiment: Experiment, run: Run, progress: Callable[[float], None] | None
    ) -> MethodResult:
        """What another asker ran, or is running; if that one gives up, it is run here."""
        while not wait([run], LISTENING).done:
            if progress is not None:
                progress(run.share)
        return run.result() if run.is_finished else self.get(experiment, progress)

    def _run(self, runs: dict[Experiment, Run], progress: Callable[[float], None] | None) -> None:
        """Run experiments together; those that were forgotten on the engine that they had."""

        def tell(share: float) -> None:
            for run in runs.values():
                run.share = share
            if progress is not None:
                progress(share)

        engines = {each: self.engines.get(each) for each in runs}
        for engine in dict.fromkeys(engines.values()):
            group = [each for each in runs if engines[each] is engine]
            began = time.perf_counter()
            records = run_together(group, progress=tell, engine=engine)
            for record in records:
                seconds = (time.perf_counter() - began) / len(group)
                summaries = summarise(record, survey_of(record.experiment.landscape))
                self._note(record)
                run = runs[record.experiment]
                run.set_result(MethodResult(record, summaries, seconds, is_fresh=False))

    def _note(self, record: Record) -> None:
        with self.shelf.lock:
            self.engines.setdefault(record.experiment, record.engine)
            while len(self.engines) > MAX_ENGINES:
                del self.engines[next(iter(self.engines))]


def _n_bytes(run: Run) -> int:
    if not run.is_finished:
        return 0
    record = run.result().record
    arrays = (record.x, record.losses, record.grads, record.operated, *record.diagnostics.values())
    return sum(array.nbytes for array in arrays)


RECORDS = RecordStore()
"""The results of this process, shared by all its visitors."""


@lru_cache(maxsize=64)
def survey_of(landscape: Landscape) -> Survey:
    """The survey of a landscape, from memory if it was made before."""
    return survey(landscape)


@lru_cache(maxsize=64)
def conflict_of(landscape: Landscape, gamma: float) -> Conflict:
    """The conflicts on a landscape, from memory if they were asked for before."""
    return conflict(landscape, survey_of(landscape), gamma)
