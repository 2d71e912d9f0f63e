"""Scenes of a few studies, and the records behind them."""

from urllib.parse import urlencode

from app.runs.records import survey_of
from app.runs.results import result
from app.scene.files import version
from app.scene.payload import scene
from app.scene.routes import PLACE, routes
from app.study.link import decode
from tests.front.asking import ask


def quietly(share):
    """Nobody waits for a test."""


SHORT = {"steps": "60"}


QUERIES = (
    {},
    SHORT | {"methods": "ls,uw,sam-gs", "focus": "3"},
    SHORT | {"landscape": "two-bowls", "optimizer": "sgd", "optimizer.lr": "100", "clip": "none"},
    {"steps": "4001", "methods": "sam-gs"},
)


def scene_of(query, method="sam-gs"):
    study = decode(query).study
    survey = survey_of(study.landscape)
    found = [result(study, each, quietly) for each in study.drawn_methods]
    return scene(study, survey, found, method)


def get(name, query):
    text = query if isinstance(query, str) else urlencode(query)
    return ask(routes(), f"/{PLACE}/{version()}/{name}", text)
