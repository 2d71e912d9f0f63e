"""What the scene's browser side fetches: files, studies, the ground, one run in full, previews.

A request says everything, as a link does: see ``app.study.asked``.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from typing import TypeAlias, get_args

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from app.figures.loss_space import Scale
from app.runs.records import RECORDS, survey_of
from app.runs.results import results_of
from app.runs.shelf import Flight, Shelf
from app.scene.apart import Make, made
from app.scene.binary import packed
from app.scene.detail import detail
from app.scene.files import files, version
from app.scene.ground import ground
from app.scene.loader import PLACE
from app.scene.message import message
from app.scene.payload import scene, study_link
from app.scene.preview import preview
from app.scene.stages import stages_message
from app.scene.turns import TURNS
from app.study.asked import study_of, too_long
from app.study.study import Study
from samgs_core import Method

MAX_BYTES = 64 * 2**20
FOREVER = {"Cache-Control": "public, max-age=31536000, immutable"}
OWN = ("of", "start", "scale", "fan")
"""What a question says beside its study."""


def routes() -> list[Route]:
    """The routes, below a path that changes with the files."""
    place = f"/{PLACE}/{version()}"
    return [
        Route(f"{place}/study", answering(_study, turn=_turn)),
        Route(f"{place}/ground", answering(_ground)),
        Route(f"{place}/detail", answering(_detail)),
        Route(f"{place}/stages", answering(_stages)),
        Route(f"{place}/preview", answering(_preview)),
        Route(f"{place}/{{name:path}}", _file),
    ]


def _file(request: Request) -> Response:
    file = files().get(request.path_params["name"])
    if file is None:
        return PlainTextResponse("There is no such file.", status_code=404)
    return _zipped(file.zipped, file.kind)


Turn: TypeAlias = Callable[[Study], AbstractContextManager[None]]
Answers: TypeAlias = Shelf[tuple[str, str], Flight[bytes]]


def shelf_of(max_bytes: int) -> Answers:
    """A shelf for so many bytes of messages as they travel, by route and query."""
    return Shelf(max_bytes, lambda flight: len(flight.result()) if flight.is_finished else 0)


ANSWERS = shelf_of(MAX_BYTES)
"""The messages of this process: a full room asks alike."""


def answering(
    make: Make, shelf: Answers = ANSWERS, turn: Turn = lambda study: nullcontext()
) -> Callable[[Request], Response]:
    """A route that reads the study of a request and answers with a message, made once.

    ``turn`` lasts while the scene waits for it.
    """

    def answer(request: Request) -> Response:
        if refusal := too_long(request):
            return refusal
        flight, is_own = shelf.claim((make.__name__, request.url.query), Flight)
        if is_own:
            try:
                study = study_of(request, OWN)
                with turn(study):
                    flight.set_result(made(make, study, request))
            except BaseException as error:  # for whoever waits, too
                flight.set_exception(error)
        try:
            return _zipped(flight.result(), "application/octet-stream")
        except ValueError as refused:
            return PlainTextResponse(str(refused), status_code=400)

    return answer


def _study(study: Study, request: Request) -> bytes:
    """All runs of a study, and in full that of the method ``of`` from one start.

    ``scale`` is that of loss space; left out, the losses decide. None of the runs are in the answer
    for a study that is still to be predicted.
    """
    focused = replace(study, focus=_start(study, request) + 1)
    method, scale = request.query_params.get("of", ""), _scale(request)
    survey = survey_of(study.landscape)
    results = [] if study.screen.is_predicting else results_of(study, study.drawn_methods)
    return message(scene(focused, survey, results, method, scale))


def _turn(study: Study) -> AbstractContextManager[None]:
    """The page of the study gives way meanwhile."""
    return TURNS.asked(study_link(study))


def _ground(study: Study, request: Request) -> bytes:
    return ground(study)


def _detail(study: Study, request: Request) -> bytes:
    start = _start(study, request)
    record = RECORDS.get(study.experiment(_method(study, request))).record
    return packed({}, detail(record, start))


def _stages(study: Study, request: Request) -> bytes:
    if not all(map(study.screen.shows, ("numbers", "arrows"))):
        raise ValueError("The stages of a step must not be hidden; the link leaves them out.")
    start = _start(study, request)
    record = RECORDS.get(study.experiment(_method(study, request))).record
    return stages_message(record, start)


def _preview(study: Study, request: Request) -> bytes:
    return preview(study, _method(study, request).key)


def _method(study: Study, request: Request) -> Method:
    key = request.query_params.get("of", "")
    for method in study.drawn_methods:
        if method.key == key:
            return method
    raise ValueError(f"of must be the key of a drawn method; got {key[:40]!r}.")


def _start(study: Study, request: Request) -> int:
    text = request.query_params.get("start", "")
    if text.isascii() and text.isdigit() and int(text[:4]) < len(study.points):
        return int(text[:4])
    raise ValueError(f"start must lie in [0, {len(study.points) - 1}]; got {text[:40]!r}.")


def _scale(request: Request) -> Scale:
    text = request.query_params.get("scale", "auto")
    for scale in get_args(Scale):
        if scale == text:
            return scale
    raise ValueError(f"scale must be one of {', '.join(get_args(Scale))}; got {text[:40]!r}.")


def _zipped(body: bytes, kind: str) -> Response:
    return Response(body, media_type=kind, headers={"Content-Encoding": "gzip", **FOREVER})
