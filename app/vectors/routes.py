"""What the Vectors page fetches while an arrow is dragged, and for its fingerprints."""

from starlette.requests import Request
from starlette.routing import Route

from app.scene.files import version
from app.scene.loader import PLACE
from app.scene.routes import answering, shelf_of
from app.study.study import Study
from app.vectors.fingerprint import fingerprints_message
from app.vectors.message import message

DRAGGED = shelf_of(8 * 2**20)
"""Where an arrow was dragged: hardly anybody asks for it again, so it has a shelf of its own."""


def routes() -> list[Route]:
    """The routes, beside those of the scene and before its files."""
    place = f"/{PLACE}/{version()}"
    return [
        Route(f"{place}/vectors", answering(_vectors, DRAGGED)),
        Route(f"{place}/fingerprints", answering(_fingerprints)),
    ]


def _vectors(study: Study, request: Request) -> bytes:
    """The picture of the gradients; with the spread of draws if the question says ``fan``."""
    return message(study, has_fan=request.query_params.get("fan") == "1")


def _fingerprints(study: Study, request: Request) -> bytes:
    return fingerprints_message(study)
