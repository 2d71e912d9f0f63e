"""The runs of a study for a file."""

from contextlib import nullcontext

from app.files.waiting import waiting
from app.runs.records import MethodResult
from app.runs.results import kept, results_of
from app.study.study import Study


def runs(study: Study) -> list[MethodResult]:
    """The results of the drawn methods; those that are not in memory are run.

    Raises ``NotYet`` if they are not there and too many files wait already.
    """
    methods = study.drawn_methods
    is_there = all(kept(study, method) for method in methods)
    with nullcontext() if is_there else waiting():
        return results_of(study, methods)
