"""In the scene every method looks as in the score row."""

import json
import re
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import numpy as np
import pytest

from app.look.swatch import RADIUS, swatch
from app.look.theme import LOOKS
from app.runs.records import survey_of
from app.runs.results import result
from app.scene.binary import unpacked
from app.scene.message import message
from app.scene.payload import scene
from app.study.study import Study
from samgs_core.methods import METHODS
from tests.front.node import run_node

PROBE = Path(__file__).parent / "js" / "paths.mjs"


@pytest.fixture(scope="module")
def drawn():
    """What the browser's code draws of every method: the notes of a drawing context, by key."""
    study = Study(steps=1, starts=((1, 2),), drawn=METHODS)
    found = [result(study, method) for method in study.drawn_methods]
    header, _ = unpacked(message(scene(study, survey_of(study.landscape), found, "ls")))
    told = run_node(PROBE, told=json.dumps({"methods": header["methods"], "radius": RADIUS}))
    return {each["key"]: each["notes"] for each in json.loads(told)}


def svg_of(look):
    picture = re.search(r'src="data:image/svg\+xml,([^"]*)"', swatch(look, "colour", "page"))[1]
    line, marker = ElementTree.fromstring(unquote(picture))
    return line.attrib, marker.attrib


def corners(marker):
    """The corners of a marker's path around its middle."""
    points = re.findall(r"(-?[\d.]+) (-?[\d.]+)", marker["d"])
    return np.array(points, dtype=float) - (32, 8)


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.method.key)
def test_line_and_marker_are_those_of_the_score_row(drawn, look):
    stroke, *marks = drawn[look.method.key]
    line, marker = svg_of(look)
    dashes = [] if line["stroke-dasharray"] == "none" else line["stroke-dasharray"].split()
    assert stroke["dash"] == [float(part) for part in dashes]
    assert stroke["width"] == float(line["stroke-width"])
    for note in marks:
        assert np.array(note["points"]) == pytest.approx(corners(marker), abs=0.011)
    fill = next(note for note in marks if note["does"] == "fill")
    assert fill["colour"] == marker["fill"]
    assert marks[-1]["colour"] == (marker["stroke"] if marker["fill"] == "page" else "colour")
    if marker["fill"] == "page":
        assert marks[-1]["width"] == pytest.approx(float(marker["stroke-width"]), abs=0.05)


def test_no_two_methods_have_the_same_marker(drawn):
    marks = {
        json.dumps([[note["does"], note["points"], note["colour"]] for note in notes[1:]])
        for notes in drawn.values()
    }
    assert len(marks) == len(METHODS) == 27
