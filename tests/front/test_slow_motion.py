"""One step in slow motion: what the browser is sent is what the engine says of the shown run."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.runs.records import RECORDS
from app.scene.binary import unpacked
from app.study.link import decode, link_of
from app.study.screen import Screen
from samgs_core import merge
from samgs_core.stages import stages
from tests.front.scene_queries import SHORT, get
from tests.front.test_link import studies
from tests.fuzz import examples

ADAM = [
    {"symbol": "m̂", "help": "the running mean of d", "is_direction": True},
    {"symbol": "√v̂", "help": "the root of the running mean of d²", "is_direction": False},
]


def asked(query, method, start):
    answer = get("stages", query | {"of": method, "start": str(start)})
    assert answer.status == 200, answer.body
    study = decode(query).study
    own = next(each for each in study.methods if each.key == method)
    return *unpacked(answer.body), RECORDS.get(study.experiment(own)).record


@pytest.mark.parametrize("method", ["pcgrad", "sam-gs"])
def test_the_numbers_are_those_of_the_record(method):
    header, arrays, record = asked(SHORT, method, 4)
    for name, values in stages(record, 4)._asdict().items():
        assert arrays[name] == pytest.approx(values, rel=1e-6, nan_ok=True), name
    assert header["optimizer"] | {"memory": ADAM, "rate": 0.02} == header["optimizer"]
    assert header["idea"] == type(record.experiment.method).card.idea
    merged = record.operated[4].sum(1)
    assert arrays["merged"] == pytest.approx(merged, rel=1e-5, abs=1e-6)
    assert arrays["move"][:-1] == pytest.approx(np.diff(record.x[4], axis=0), rel=1e-3, abs=1e-7)
    if method == "pcgrad":  # it has no memory: each of its steps can be asked for alone
        for t in range(0, 60, 9):
            direction = merge(record.experiment.method, record.grads[4, t]).direction
            assert arrays["merged"][t] == pytest.approx(direction, rel=1e-5, abs=1e-6)


def test_a_run_of_which_every_nth_step_is_kept_is_told_all_the_same():
    _, arrays, record = asked({"steps": "2001", "methods": "pcgrad"}, "pcgrad", 1)
    assert record.experiment.record_every == 2
    known = ~np.isnan(arrays["update"]).any(-1)
    assert known[:-1].all() and not known[-1]
    longer = np.linalg.norm(np.diff(record.x[1], axis=0), axis=1)
    assert np.median(arrays["move_length"][:-1]) < np.median(longer)


@pytest.mark.parametrize(
    "query",
    [{"of": "sam-gs"}, {"of": "mgda", "start": "0"}, {"of": "sam-gs", "start": "7"}],
    ids=str,
)
def test_a_run_that_is_not_there_is_refused(query):
    assert get("stages", SHORT | query).status == 400


@given(studies, some.integers(1, 40), some.integers(0, 23))
@examples(8)
def test_any_run_that_a_link_may_show_is_told(study, steps, start):
    study = replace(study, steps=steps, drawn=study.drawn[:1], screen=Screen())
    start %= len(study.points)
    for method in study.drawn_methods:
        answer = get("stages", f"{link_of(study)}&of={method.key}&start={start}")
        assert answer.status == 200, answer.body
        record = RECORDS.get(study.experiment(method)).record
        _, arrays = unpacked(answer.body)
        taken = min(int(record.stopped_at[start]), steps)
        known = np.isfinite(arrays["move"]).all(-1)
        assert known[:taken].all() and not known[taken:].any()


@pytest.mark.parametrize("hidden", [{"screen.hide": "arrows"}, {"screen.predict": "yes"}], ids=str)
def test_what_a_link_leaves_out_is_not_sent(hidden):
    answer = get("stages", SHORT | hidden | {"of": "sam-gs", "start": "0"})
    assert answer.status == 400 and "the link leaves them out" in answer.body.decode()
