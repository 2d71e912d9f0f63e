"""The runs of a study: what was asked for, from memory or computed while the visitor watches."""

import time
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from streamlit.delta_generator import DeltaGenerator

from app.caption import Shown
from app.link import experiment_text
from app.records import RECORDS, Obtained, survey_of
from app.study import Study
from samgs_core import Experiment, Method
from samgs_core.summary import RunSummary, summarise

PATIENCE = 0.5
"""Seconds after which the work shows its progress."""


class Result(NamedTuple):
    """One method's record, its summaries, and how long the run took."""

    shown: Shown
    obtained: Obtained


def results(study: Study, methods: Sequence[Method], place: DeltaGenerator) -> list[Result]:
    """The results of some methods; a bar at ``place`` if they take longer than ``PATIENCE``."""
    began = time.perf_counter()
    found = []
    for index, method in enumerate(methods):

        def tell(share: float, done: int = index, title: str = method.title) -> None:
            if time.perf_counter() - began > PATIENCE:
                place.progress((done + share) / len(methods), text=f"Running {title}")

        found.append(result(study, method, tell))
    return found


def result(study: Study, method: Method, tell: Callable[[float], None] | None = None) -> Result:
    """The result of one method; ``tell`` hears of the share that is done."""
    experiment = study.experiment(method)
    obtained = RECORDS.get(experiment, tell)
    return Result(Shown(method, _summaries(experiment)), obtained)


@lru_cache(maxsize=1_024)
def _summaries(experiment: Experiment) -> tuple[RunSummary, ...]:
    """The summaries of a record that was obtained just now."""
    record = RECORDS.get(experiment, progress=None).record
    return summarise(record, survey_of(experiment.landscape).front)


def is_kept(study: Study, method: Method) -> bool:
    """Whether the method's run is in memory."""
    return RECORDS.peek(experiment_text(study.experiment(method))) is not None


def computed(found: Sequence[Result]) -> str:
    """Which runs were computed just now, and which came from memory."""
    fresh = [
        f"{r.shown.method.title} ({r.obtained.seconds:.2f} s)" for r in found if r.obtained.is_fresh
    ]
    kept = [r.shown.method.title for r in found if not r.obtained.is_fresh]
    parts = [f"Computed now: {', '.join(fresh)}."] if fresh else []
    return " ".join(parts + ([f"From memory: {', '.join(kept)}."] if kept else []))
