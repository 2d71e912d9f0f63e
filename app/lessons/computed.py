"""What lessons say of runs: everything is computed from the records, nothing is typed."""

from dataclasses import replace

import numpy as np

from app.runs.records import MethodResult
from app.runs.results import result, results_of
from app.study.study import Study
from app.words.numbers import in_words
from samgs_core import Method
from samgs_core.measures import lengths
from samgs_core.summary import score

M = type[Method]


def of(study: Study, kind: M) -> MethodResult:
    """What a method of the study did, drawn or not; all that are drawn run together."""
    if kind in study.drawn:
        found = results_of(study, study.drawn_methods)
        return next(each for each in found if type(each.method) is kind)
    return result(study, next(each for each in study.methods if type(each) is kind))


def reached(study: Study, kind: M) -> int:
    """From how many starts a method ends at the goal; without a goal, on the front."""
    counted = score(of(study, kind).summaries)
    return 0 if counted is None else counted.reached


def reached_words(study: Study, kind: M) -> str:
    """The same as words, as in two of seven."""
    n = len(study.points)
    return f"{in_words(reached(study, kind)).replace('no', 'none', 1)} of {in_words(n)}"


def ratios(study: Study, kind: M) -> np.ndarray:
    """How many times the longer gradient is as long as the shorter, [starts, recorded steps]."""
    size = lengths(of(study, kind).record.grads)
    with np.errstate(divide="ignore", invalid="ignore"):
        return size.max(-1) / size.min(-1)


def first_step(study: Study, kind: M, holds: np.ndarray) -> int | None:
    """The first recorded step of the focused start at which something holds, [steps]; or None."""
    return int(of(study, kind).record.steps[holds.argmax()]) if holds.any() else None


def with_method(study: Study, kind: M, **settings: float | str) -> Study:
    """The study with other settings of one method."""
    methods = (
        replace(each, **settings) if type(each) is kind else each  # type: ignore[type-var]
        for each in study.methods
    )
    return replace(study, methods=tuple(methods))


def fresh(study: Study, **changes: object) -> Study:
    """The default study with some changes; other pages, the lesson and what is left out stay."""
    kept = {
        name: getattr(study, name)
        for name in ("atlas", "recon", "vectors", "train", "yours", "lesson", "screen")
    }
    return replace(Study(), **kept, **changes)  # type: ignore[arg-type]
