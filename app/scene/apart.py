"""Messages that a process of their own makes while many visitors are there.

The page draws words and numbers of the same runs. So what is run there comes along with the
message, and what was run here is run there by the same engine: one link shows one thing.
"""

import os
from collections.abc import Callable, Sequence
from typing import TypeAlias

import torch
from starlette.requests import Request

from app.runs.attendance import ATTENDANCE, QUEUE
from app.runs.helper import Away, Helper
from app.runs.records import RECORDS, MethodResult, survey_of
from app.runs.results import kept, results_of
from app.runs.setting import has_helper
from app.scene.binary import zipped
from app.scene.message import message
from app.scene.payload import scene
from app.study.study import Study
from samgs_core.native.store import KERNELS
from samgs_core.record import Engine

MAX_BYTES = 64 * 2**20
"""Of the runs that the process keeps; the page's own keeps them too."""

Make: TypeAlias = Callable[[Study, Request], bytes]


def made(make: Make, study: Study, request: Request) -> bytes:
    """A message as it travels, made there or, if that is better or nobody is there, here."""
    if HELPER is not None and ATTENDANCE.is_full:
        experiments = [study.experiment(method) for method in study.drawn_methods]
        engines = [RECORDS.engines.get(each) for each in experiments]
        try:
            body, results = HELPER.ask(_made_there, make, study, request.url.query, engines)
        except Away:
            pass
        else:
            if all(RECORDS.take(each) for each in results):
                return body
    with QUEUE.picture():
        return zipped(make(study, request))


def _made_there(
    make: Make, study: Study, query: str, engines: Sequence[Engine | None]
) -> tuple[bytes, list[MethodResult]]:
    """The message, and the results behind it that are news where these engines are known."""
    known = list(zip(study.drawn_methods, engines, strict=True))
    for method, engine in known:
        if engine is not None:
            RECORDS.engines[study.experiment(method)] = engine
    body = zipped(make(study, Request({"type": "http", "query_string": query.encode()})))
    results = [(kept(study, method), engine) for method, engine in known]
    return body, [each for each, engine in results if each and each.record.engine is not engine]


def make_ready() -> None:
    """Load all that messages take, and make one: the first takes longer."""
    torch.set_num_threads(1)
    KERNELS.start(is_maker=False)
    RECORDS.shelf.max_bytes = MAX_BYTES
    study = Study()
    results = results_of(study, study.drawn_methods)
    message(scene(study, survey_of(study.landscape), results, ""))


HELPER = Helper(make_ready) if has_helper(os.environ) else None
"""The process of this server's process."""
