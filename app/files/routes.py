"""Where the pages' files come from: stateless routes, so that any process can answer.

A file is made when it is asked for, from what this process has or what it can do in a short time.
"""

from collections.abc import Callable
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from app.files.exports import EXPORTS, OWN, is_stopped
from app.files.link import PLACE, STOPPED
from app.files.map_files import map_of
from app.files.tables import methods_csv, networks_csv, recon_csv, runs_csv
from app.files.training import recording_npz, table_csv, training_csv
from app.files.waiting import NotYet
from app.study.asked import study_of, too_long
from app.study.study import Study

SOON = "5"
"""Seconds after which it is worth asking again."""
FRESH = {"Cache-Control": "no-store"}
CSV_CODING = "utf-8-sig"
"""With a mark at its beginning, for want of which spreadsheets take Greek letters for others."""
MEDIA = {
    "csv": "text/csv",
    "html": "text/html",
    "txt": "text/plain",
    "svg": "image/svg+xml",
    "pdf": "application/pdf",
    "png": "image/png",
    "gif": "image/gif",
    "webp": "image/webp",
    "zip": "application/zip",
    "npz": "application/octet-stream",
    "py": "text/x-python",
    "ipynb": "application/x-ipynb+json",
    "bib": "application/x-bibtex",
}
"""What a file is, by the end of its name."""
MAPS = ("basins", "regime-map", "sweep-curves", "sweep-heat")
"""The keys of the maps' plots, after which their files are named."""


class File(NamedTuple):
    """How a file is made of a study and the values of ``own``, the names beside the study's."""

    make: Callable[[Study, dict[str, str]], str | bytes]
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
        body = file.make(study, said)
    except ValueError as refused:
        return PlainTextResponse(str(refused), status_code=400)
    except NotYet as reason:
        return PlainTextResponse(str(reason), status_code=503, headers={"Retry-After": SOON})
    kind = name.rpartition(".")[2]
    if kind == "csv" and isinstance(body, str):
        body = body.encode(CSV_CODING)
    saved = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, media_type=MEDIA[kind], headers=saved)


def _numbers(key: str) -> File:
    return File(lambda study, said: map_of(study, key, is_stopped(said)).numbers(), (STOPPED,))


def _page(key: str) -> File:
    return File(lambda study, said: map_of(study, key, is_stopped(said)).page(), (STOPPED,))


FILES = {
    "runs.csv": File(lambda study, said: runs_csv(study)),
    "methods.csv": File(lambda study, said: methods_csv(said.get("of")), ("of",)),
    "networks.csv": File(
        lambda study, said: networks_csv(study.recon, is_stopped(said)), (STOPPED,)
    ),
    "recon.csv": File(lambda study, said: recon_csv(study.recon, is_stopped(said)), (STOPPED,)),
    "training.csv": File(
        lambda study, said: training_csv(study.train, is_stopped(said)), (STOPPED,)
    ),
    "training-table.csv": File(
        lambda study, said: table_csv(study.train, is_stopped(said)), (STOPPED,)
    ),
    "recording.npz": File(
        lambda study, said: recording_npz(study.train, is_stopped(said)), (STOPPED,)
    ),
    **{f"{key}.csv": _numbers(key) for key in MAPS},
    **{f"{key}.html": _page(key) for key in MAPS},
    **{name: File(make, OWN) for name, make in EXPORTS.items()},
}
"""All files by their names."""
