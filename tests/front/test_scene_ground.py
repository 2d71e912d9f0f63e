"""What lies under the runs of the scene is what the static figures draw."""

import numpy as np
import pytest

from app.figures.contours import contours
from app.runs.records import conflict_of, survey_of
from app.scene.binary import unpacked
from app.scene.ground import PER_LEVEL, ground_link
from app.study.link import decode
from app.study.study import Study
from tests.front.asking import get


def ground_of(query, plane):
    """The traces of a plane's ground as the browser fills them in, light ones."""
    header, arrays = unpacked(get("ground", query).body)
    traces = header["themes"]["light"][plane]
    return [
        trace | {name: arrays[str(trace[name])] for name in "xyz" if name in trace}
        for trace in traces
    ]


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
