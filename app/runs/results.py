"""The runs of a study: what was asked for, from memory or computed while the visitor watches."""

import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

from streamlit.delta_generator import DeltaGenerator

from app.runs.records import RECORDS, Obtained
from app.study.study import Study
from app.words.caption import Shown
from samgs_core import Method

PATIENCE = 0.5
"""Seconds after which the work shows its progress."""
NAMED = 3
"""The most methods that are named while they run."""


class Result(NamedTuple):
    """One method's record, its summaries, and how long the run took."""

    shown: Shown
    obtained: Obtained


def results(study: Study, methods: Sequence[Method], place: DeltaGenerator) -> list[Result]:
    """The results of some methods; a bar at ``place`` if they take longer than ``PATIENCE``."""
    began = time.perf_counter()

    def tell(share: float) -> None:
        if time.perf_counter() - began > PATIENCE:
            place.progress(share, text=f"Running {' and '.join(titles)}")

    titles = [method.title for method in methods if not is_kept(study, method)]
    if len(titles) > NAMED:
        titles = [f"{len(titles)} methods"]
    return results_of(study, methods, tell)


def results_of(
    study: Study, methods: Sequence[Method], tell: Callable[[float], None] | None = None
) -> list[Result]:
    """The results of some methods; ``tell`` hears of the share that is done."""
    obtained = RECORDS.get_all([study.experiment(method) for method in methods], tell)
    return [
        Result(Shown(method, each.summaries), each)
        for method, each in zip(methods, obtained, strict=True)
    ]


def result(study: Study, method: Method, tell: Callable[[float], None] | None = None) -> Result:
    """The result of one method; ``tell`` hears of the share that is done."""
    return results_of(study, [method], tell)[0]


def is_kept(study: Study, method: Method) -> bool:
    """Whether the method's run is in memory."""
    return RECORDS.peek(study.experiment(method)) is not None


def computed(found: Sequence[Result]) -> str:
    """Which runs were computed just now, and which came from memory."""
    fresh = [each for each in found if each.obtained.is_fresh]
    kept = [each.shown.method.title for each in found if not each.obtained.is_fresh]
    parts = []
    if fresh:
        seconds = sum(each.obtained.seconds for each in fresh)
        titles = ", ".join(each.shown.method.title for each in fresh)
        parts.append(f"Computed now in {seconds:.2f} s: {titles}.")
    return " ".join(parts + ([f"From memory: {', '.join(kept)}."] if kept else []))
