"""What the scene is sent equals the records, and is small."""

import re

import numpy as np
import pytest

from app.scene.binary import packed, unpacked
from app.scene.coding import COARSE, FINE, coded_plane, coded_share, frame
from app.scene.files import FRONT
from app.scene.message import message
from app.study.link import decode
from samgs_core.landscape import Window
from samgs_core.measures import pair_cosines
from tests.front.scene_queries import QUERIES, SHORT, get, scene_of


def records_of(scene):
    return [each.record for each in scene.results]


def decoded(codes, low, step):
    points = np.array(low) + codes * np.array(step)
    return np.where(codes == FINE, np.nan, points)


def keys_of(value):
    """All names of fields, at any depth, but those of what is Plotly's."""
    if isinstance(value, list):
        return {key for each in value for key in keys_of(each)}
    if not isinstance(value, dict):
        return set()
    plotly = ("xaxis", "font", "layout", "common", "angle", "similarity", "losses", "lengths")
    if any(name in value for name in plotly):
        return set()
    return value.keys() | {key for each in value.values() for key in keys_of(each)}


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_every_run_is_where_torch_put_it(query):
    shown = scene_of(query)
    for method, record in enumerate(records_of(shown)):
        for name, frame_ in (("x", shown.x_frame), ("losses", shown.loss_frame)):
            low, step = np.array(frame_.low), np.array(frame_.step)
            true = np.clip(getattr(record, name)[:, shown.entries], low, low + step * (FINE - 1))
            drawn = decoded(getattr(shown, name)[method], low, step)
            assert np.nanmax(np.abs(drawn - true) / step) <= 0.5 + 1e-6


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_planes_travel_as_differences_and_add_up(query):
    shown = scene_of(query)
    _, arrays = unpacked(message(shown))
    for name in ("x", "losses"):
        codes = np.cumsum(arrays[name], axis=-2, dtype=np.uint16)
        assert (codes == getattr(shown, name)).all()


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_the_focused_run_is_sent_in_full_and_exactly(query):
    shown = scene_of(query)
    method, start = shown.focus
    record = records_of(shown)[method]
    assert start == decode(query).study.focus - 1
    for name in ("x", "losses", "grads", "operated"):
        sent, true = shown.detail[name], getattr(record, name)[start]
        assert sent.dtype == np.float32
        assert sent == pytest.approx(np.clip(true, -1e30, 1e30), rel=1e-6, nan_ok=True)


def test_angles_similarities_and_regimes_are_those_of_the_records():
    shown = scene_of(SHORT)
    for method, record in enumerate(records_of(shown)):
        true = np.degrees(np.arccos(pair_cosines(record.grads)))[..., 0]
        assert shown.angle[method] * 180.0 / (COARSE - 1) == pytest.approx(true, abs=0.36)
        lengths = np.linalg.norm(record.grads, axis=-1)
        psi = 2 * lengths.prod(-1) / (lengths**2).sum(-1)
        assert shown.similarity[method] / (COARSE - 1) == pytest.approx(psi, abs=0.002)
    (told,) = [r for r in records_of(shown) if "equalised" in r.diagnostics]
    bits = np.unpackbits(shown.flags[0], axis=-1)[:, : len(shown.entries)]
    assert (bits == told.diagnostics["equalised"]).all()


def test_of_many_runs_fewer_steps_are_sent_and_always_the_first_and_the_last():
    shown = scene_of({"steps": "2000", "methods": "ls,pcgrad,mgda,sam-gs"})
    assert shown.stride == 2
    assert shown.entries[0] == 0 and shown.entries[-1] == 2000
    assert (np.diff(shown.entries) == 2).all()


def test_a_scene_without_a_method_can_be_sent():
    shown = scene_of({"methods": "none"})
    header, arrays = unpacked(message(shown))
    assert header["methods"] == [] and "focus.x" not in arrays


def test_the_default_scene_and_its_ground_travel_in_less_than_200_kb():
    sent = [
        len(get(*each).sent) for each in (("study", {"of": "ls", "start": "1"}), ("ground", {}))
    ]
    assert sum(sent) < 200_000


def test_every_field_of_a_message_is_read():
    modules = " ".join(path.read_text() for path in FRONT.rglob("*.js"))
    header, arrays = unpacked(get("study", SHORT | {"of": "ls", "start": "0"}).body)
    del header["arrays"], header["themes"]["dark"]
    focused = {name.removeprefix("focus.") for name in arrays}
    sent = keys_of(header) | focused | unpacked(get("preview", SHORT | {"of": "ls"}).body)[0].keys()
    assert {name for name in sent if not re.search(rf"\b{name}\b", modules)} == set()


def test_a_message_comes_out_as_it_went_in():
    arrays = {"a": np.arange(5, dtype=np.uint8), "b": np.ones((2, 3), dtype=np.float32)}
    header, back = unpacked(packed({"word": "θ"}, arrays))
    assert header["word"] == "θ"
    for name, array in arrays.items():
        assert (back[name] == array).all() and back[name].shape == array.shape
    assert all(at % 8 == 0 for _, _, at in header["arrays"].values())


def test_missing_values_stay_missing_and_far_ones_lie_on_the_rim():
    window = Window(0, 1, 0, 1)
    codes = coded_plane(np.array([[np.nan, 0.5], [1e300, -np.inf]]), frame(window))
    assert codes.tolist() == [[FINE, (FINE - 1) // 2], [FINE - 1, 0]]
    assert coded_share(np.array([0, 1, np.nan])).tolist() == [0, COARSE - 1, COARSE]
