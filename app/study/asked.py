"""What a route is asked about: the study that a request's query describes, as a link does.

Routes are public and have no session, so a request says everything. Links are checked and bounded
where they are read.
"""

from collections.abc import Collection

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from app.study.link import decode
from app.study.reader import DEFAULT
from app.study.remarks import LAST, MOST, cut, twice
from app.study.study import Study

MAX_QUERY = 20_000
"""The most characters of a question; no study needs as many."""


def too_long(request: Request) -> Response | None:
    """The refusal of a question that is too long to be read; None for another."""
    length = len(request.url.query)
    if length <= MAX_QUERY:
        return None
    refusal = f"A question must have at most {MAX_QUERY} characters; got {length}."
    return PlainTextResponse(refusal, status_code=414)


def study_of(request: Request, own: Collection[str] = ()) -> Study:
    """The study that a request describes; raises ``ValueError`` if any of it cannot be used.

    ``own`` are the names of what a question says beside its study.
    """
    query = {name: text for name, text in request.query_params.items() if name not in own}
    study, notices = decode(query)
    notices = (*twice(request.query_params.multi_items()), *notices, *cut(query, study))
    if notices:
        raise ValueError(" ".join(_without_remedy(notice) for notice in notices))
    return study


def _without_remedy(notice: str) -> str:
    """A sentence about a link without what a page uses instead: a question is refused."""
    for remedy in (DEFAULT, LAST, MOST):
        notice = notice.removesuffix(f" {remedy}")
    return notice
