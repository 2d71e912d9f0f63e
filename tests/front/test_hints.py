"""What a page tells a browser to fetch at once is what the scene will ask for, to the letter."""

import re

import pytest

from app.scene.files import files
from app.scene.hints import SHEETS, hints
from app.scene.routes import routes
from tests.front.asking import ask


def fetched(query):
    return re.findall(r"<([^>]*)>; rel=(\w+)", hints(query))


def test_every_file_of_the_scene_is_there_once():
    names = [name for name, _ in fetched("")]
    assert len(names) == len(set(names)) > 20
    for name in names[:-1]:
        assert ask(routes(), f"/{name}").status == 200
    modules = {name for name in files() if name.endswith(".js") and "vectors/" not in name}
    assert {name.split("/", 2)[2] for name in names[:-1]} == modules | {*SHEETS}


@pytest.mark.parametrize(
    "query",
    ["", "steps=80&methods=ls,sam-gs", "focus=3&focus-method=ls&t=5", "steps=nonsense&focus=99"],
)
def test_the_runs_are_a_question_that_is_answered(query):
    *_, (question, relation) = fetched(query)
    path, _, asked = question.partition("?")
    assert relation == "preload" and path.endswith("/study")
    assert ask(routes(), f"/{path}", asked).status == 200


def test_letters_are_escaped_as_javascript_does():
    *_, (question, _) = fetched("landscape=custom&f1=x*x%2By%5E2&f2=~x")
    assert "%2A" not in question and "~" not in question


def test_an_endless_query_gets_files_alone():
    assert "study" not in hints("steps=" + "9" * 30_000)
