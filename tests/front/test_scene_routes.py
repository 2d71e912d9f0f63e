"""What the scene's routes answer, and what they refuse."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from app.figures.contours import contours
from app.runs.records import RECORDS, conflict_of, survey_of
from app.scene import routes as scene_routes
from app.scene.binary import unpacked
from app.scene.files import files
from app.scene.ground import PER_LEVEL, ground_link
from app.scene.message import message
from app.scene.payload import study_link
from app.scene.preview import GRID
from app.study.link import decode, link_of
from app.study.study import Study
from samgs_core import run
from tests.front.scene_queries import QUERIES, SHORT, get, scene_of


def ground_of(query, plane):
    """The traces of a plane's ground as the browser fills them in, light ones."""
    header, arrays = unpacked(get("ground", query).body)
    traces = header["themes"]["light"][plane]
    return [
        trace | {name: arrays[str(trace[name])] for name in "xyz" if name in trace}
        for trace in traces
    ]


@pytest.mark.parametrize("name", sorted(files()))
def test_every_file_is_sent_compressed_and_may_be_kept_for_good(name):
    answer = get(name, {})
    assert answer.status == 200 and answer.headers["content-encoding"] == "gzip"
    assert "immutable" in answer.headers["cache-control"]
    assert "http://" not in answer.body.decode() or name == "plotly.js"


def test_a_run_that_is_asked_for_is_that_of_the_record():
    query = SHORT | {"of": "pcgrad", "start": "4"}
    _, arrays = unpacked(get("detail", query).body)
    study = decode(SHORT).study
    method = next(each for each in study.methods if each.key == "pcgrad")
    record = RECORDS.get(study.experiment(method), None).record
    assert (arrays["grads"] == record.grads[4].astype(np.float32)).all()


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_a_study_that_is_asked_for_is_that_of_the_records(query):
    focus = decode(query).study.focus
    header, arrays = unpacked(get("study", query | {"of": "sam-gs", "start": f"{focus - 1}"}).body)
    shown = scene_of(query)
    expected, sent = unpacked(message(shown))
    assert header == expected and arrays.keys() == sent.keys()
    assert all(
        (arrays[name] == sent[name]).all() for name in sent if arrays[name].dtype.kind == "u"
    )


def test_the_address_of_a_study_does_not_say_which_start_is_focused():
    links = {study_link(decode(SHORT | {"focus": focus}).study) for focus in "1237"}
    assert links == {"v=1&steps=60"}


def test_a_preview_holds_the_runs_of_a_grid_of_starts():
    _, arrays = unpacked(get("preview", SHORT | {"of": "ls"}).body)
    study = decode(SHORT).study
    window = study.landscape.window
    column, row = 4, 17
    start = (
        np.linspace(window.x_low, window.x_high, GRID)[column],
        np.linspace(window.y_low, window.y_high, GRID)[row],
    )
    method = next(each for each in study.methods if each.key == "ls")
    experiment = Study(starts=(start,), steps=60).experiment(method)
    true = run(experiment).x[0]
    assert arrays["x"][row, column, 0] == pytest.approx(true[0], rel=1e-6, nan_ok=True)
    assert arrays["x"][row, column, -1] == pytest.approx(true[-1], rel=1e-6, nan_ok=True)


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("study", SHORT | {"of": "ls", "start": "7"}),
        ("study", SHORT | {"of": "ls"}),
        ("detail", SHORT | {"of": "moon", "start": "0"}),
        ("detail", SHORT | {"of": "ls", "start": "7"}),
        ("detail", SHORT | {"of": "ls", "start": "-1"}),
        ("detail", SHORT | {"of": "ls", "start": "٣"}),
        ("preview", SHORT | {"of": "mgda"}),
        ("study", SHORT | {"of": "ls", "start": "0", "scale": "cubic"}),
    ],
)
def test_what_cannot_be_asked_for_is_refused(name, query):
    assert get(name, query).status == 400


def test_a_file_that_is_not_there_is_not_found():
    assert get("nothing.js", {}).status == 404


def test_the_ground_is_that_of_the_static_figures():
    survey = survey_of(Study().landscape)
    lines, band_, *_ = ground_of({"contours": "L1"}, "space")
    drawn = contours(survey.x, survey.y, survey.losses, "L1")
    heights = np.cumsum(lines["z"], axis=1, dtype=np.uint16) / PER_LEVEL - 1
    assert heights == pytest.approx(drawn.heights, abs=0.51 / PER_LEVEL)
    assert lines["contours"]["end"] == len(drawn.levels) - 1
    assert (band_["x"] == survey.pareto_set[:, 0].astype(np.float32)).all()
    (front,) = ground_of({}, "loss")
    assert (front["y"] == survey.front[:, 1].astype(np.float32)).all()


@pytest.mark.parametrize(
    ("query", "plane", "more"),
    [
        ({}, "space", []),
        ({"layer": "angle"}, "space", ["heatmap"]),
        ({"landscape": "omni-test"}, "space", ["dash", "dot"]),
        ({"landscape": "omni-test"}, "loss", ["dot"]),
        ({"landscape": "formula", "landscape.l1": "log(x)"}, "space", ["hatching"]),
    ],
)
def test_the_ground_has_what_a_landscape_has_and_nothing_else(query, plane, more):
    traces = ground_of(query, plane)
    kinds = {"dash": [], "dot": [], "heatmap": [], "hatching": []}
    for trace in traces:
        line = trace.get("line", {})
        is_hatching = trace.get("opacity") == 0.7 and line.get("width") == 1
        name = "hatching" if is_hatching else line.get("dash", trace["type"])
        kinds.setdefault(name, []).append(trace)
    assert [name for name in ("heatmap", "hatching", "dash", "dot") if kinds[name]] == more


def test_the_shaded_magnitude_conflict_is_the_one_of_gamma():
    query = {"layer": "magnitude", "sam-gs.gamma": "0.7"}
    shade = next(trace for trace in ground_of(query, "space") if trace["type"] == "heatmap")
    study = decode(query).study
    expected = conflict_of(study.landscape, 0.7).magnitude
    assert expected.any() and ((shade["z"] == 1) == expected).all()


def test_only_what_the_ground_depends_on_changes_its_address():
    plain = ground_link(decode({}).study)
    for query in ({"steps": "60"}, {"sam-gs.gamma": "0.7"}, {"starts": "1,2"}):
        assert ground_link(decode(query).study) == plain
    for query in ({"layer": "angle"}, {"contours": "L1"}, {"landscape.scale1": "2"}):
        assert ground_link(decode(query).study) != plain
    magnitude = [
        ground_link(decode({"layer": "magnitude", "sam-gs.gamma": gamma}).study)
        for gamma in ("0.1", "0.7")
    ]
    assert len({*magnitude, plain}) == 3


def test_a_link_of_a_study_is_read_back_as_the_same_study():
    study = decode({"steps": "60", "starts": "1,2;3,4", "focus": "1"}).study
    answer = get("detail", f"{link_of(study)}&of=ls&start=1")
    assert answer.status == 200


def test_what_many_ask_for_at_once_is_made_once(monkeypatch):
    made, begun = [], threading.Barrier(4)

    def slow(study):
        made.append(study)
        time.sleep(0.2)
        return b"ground"

    monkeypatch.setattr(scene_routes, "ground", slow)
    query = "landscape=two-bowls&landscape.ratio=3.21"

    def visitor(_):
        begun.wait()
        return get("ground", query).body

    with ThreadPoolExecutor(4) as room:
        assert set(room.map(visitor, range(4))) == {b"ground"}
    assert get("ground", query).body == b"ground"
    assert len(made) == 1


def test_an_answer_that_could_not_be_made_is_tried_again(monkeypatch):
    def broken(study):
        raise ValueError("not today")

    query = "landscape=two-bowls&landscape.ratio=4.32"
    with monkeypatch.context() as patched:
        patched.setattr(scene_routes, "ground", broken)
        assert get("ground", query).status == 400
    assert get("ground", query).status == 200
