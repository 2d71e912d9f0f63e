"""Where the pages' files come from: stateless routes, so that any process can answer.

A file is made when it is asked for, from what this process has or what it can do in a short time.
"""

from collections.abc import Callable
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from app.files.link import PLACE, STOPPED
from app.files.map_files import map_of
from app.files.tables import methods_csv, networks_csv, recon_csv, runs_csv
from app.files.waiting import NotYet
from app.study.asked import study_of, too_long
from app.study.study import Study

SOON = "5"
"""Seconds after which it is worth asking again."""
FRESH = {"Cache-Control": "no-store"}
MAPS = ("basins", "regime-map", "sweep-curves", "sweep-heat")
"""The keys of the maps' plots, after which their files are named."""


class File(NamedTuple):
    """How a file is made of a study and the values of ``own``, the names beside the study's."""

    make: Callable[[Study, dict[str, str]], str]
    own: tuple[str, ...] = ()


def route() -> Route:
    """Where all files are."""
    return Route(f"/{PLACE}/{{name:path}}", _answer)


def _answer(request: Request) -> Response:
    answer = _file(request)
    answer.headers.update(FRESH)
    return answer


def _file(request: Request) -> Response:
    name = request.path_params["name"]
    file = FILES.get(name)
    if file is None:
        return PlainTextResponse("There is no such file.", status_code=404)
    if refusal := too_long(request):
        return refusal
    try:
        study = study_of(request, file.own)
        said = {own: request.query_params[own] for own in file.own if own in request.query_params}
        text = file.make(study, said)
    except ValueError as refused:
        return PlainTextResponse(str(refused), status_code=400)
    except NotYet as reason:
        return PlainTextResponse(str(reason), status_code=503, headers={"Retry-After": SOON})
    kind = "text/html" if name.endswith(".html") else "text/csv"
    saved = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, media_type=kind, headers=saved)


def _is_stopped(said: dict[str, str]) -> bool:
    text = said.get(STOPPED, "no")
    if text not in ("yes", "no"):
        raise ValueError(f"{STOPPED} must be yes or no; got {text[:40]!r}.")
    return text == "yes"


def _numbers(key: str) -> File:
    return File(lambda study, said: map_of(study, key, _is_stopped(said)).numbers(), (STOPPED,))


def _page(key: str) -> File:
    return File(lambda study, said: map_of(study, key, _is_stopped(said)).page(), (STOPPED,))


FILES = {
    "runs.csv": File(lambda study, said: runs_csv(study)),
    "methods.csv": File(lambda study, said: methods_csv(said.get("of")), ("of",)),
    "networks.csv": File(
        lambda study, said: networks_csv(study.recon, _is_stopped(said)), (STOPPED,)
    ),
    "recon.csv": File(lambda study, said: recon_csv(study.recon, _is_stopped(said)), (STOPPED,)),
    **{f"{key}.csv": _numbers(key) for key in MAPS},
    **{f"{key}.html": _page(key) for key in MAPS},
}
"""All files by their names."""
