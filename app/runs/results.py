"""The runs of a study: what was asked for, from memory or computed while the visitor watches."""

import time
from collections.abc import Callable, Sequence

from streamlit.delta_generator import DeltaGenerator

from app.runs.records import RECORDS, MethodResult
from app.study.study import Study
from samgs_core import Engine, Method

PATIENCE = 0.5
"""Seconds after which the work shows its progress."""
NAMED = 3
"""The most methods that are named while they run."""


def results(study: Study, methods: Sequence[Method], place: DeltaGenerator) -> list[MethodResult]:
    """The results of some methods; a bar at ``place`` if they take longer than ``PATIENCE``."""
    began = time.perf_counter()

    def tell(share: float) -> None:
        if time.perf_counter() - began > PATIENCE:
            place.progress(share, text=f"Running {' and '.join(titles)}")

    titles = [method.title for method in methods if kept(study, method) is None]
    if len(titles) > NAMED:
        titles = [f"{len(titles)} methods"]
    return results_of(study, methods, tell)


def results_of(
    study: Study, methods: Sequence[Method], tell: Callable[[float], None] | None = None
) -> list[MethodResult]:
    """The results of some methods; ``tell`` hears of the share that is done."""
    return RECORDS.get_all([study.experiment(method) for method in methods], tell)


def result(
    study: Study, method: Method, tell: Callable[[float], None] | None = None
) -> MethodResult:
    """The result of one method; ``tell`` hears of the share that is done."""
    return results_of(study, [method], tell)[0]


def kept(study: Study, method: Method) -> MethodResult | None:
    """The result of one method if it is in memory."""
    return RECORDS.peek(study.experiment(method))


def computed(results: Sequence[MethodResult]) -> str:
    """Which runs were computed just now, which came from memory, and by which engine."""
    fresh = [each for each in results if each.is_fresh]
    remembered = [each.method.title for each in results if not each.is_fresh]
    parts = []
    if fresh:
        seconds = sum(each.seconds for each in fresh)
        titles = ", ".join(each.method.title for each in fresh)
        parts.append(f"Computed now in {seconds:.2f} s: {titles}.")
    if remembered:
        parts.append(f"From memory: {', '.join(remembered)}.")
    if results:
        parts.append(f"Steps taken by {'; by '.join(_engines(results))}.")
    return " ".join(parts)


def _engines(results: Sequence[MethodResult]) -> list[str]:
    """What took the steps: two that round differently, and from a knife's edge end elsewhere."""
    engines: dict[Engine, list[str]] = {}
    for each in results:
        engines.setdefault(each.record.engine, []).append(each.method.title)
    if len(engines) == 1:
        return [*engines]
    return [f"{engine}: {', '.join(titles)}" for engine, titles in engines.items()]
