"""The part of the link that the page Train has."""

from dataclasses import replace

import pytest

from app.lessons.computed import fresh
from app.maps.map_presets import PRESETS
from app.study.link import decode, encode
from app.study.study import Study
from app.study.train import MAX_LANES, TrainSettings
from samgs_core.benchmark.glance import layer_names
from samgs_core.benchmark.settings import Lane
from samgs_core.methods import LS, METHODS, SAMGS, UW
from synthetic import Digits, Rooms
from tests.front.any_page import open_at, press, query_of

LAYERS = layer_names(Rooms())


def test_a_link_reads_as_its_settings():
    own = TrainSettings(
        benchmark=Digits(shift=2),
        methods=tuple(SAMGS(gamma=0.5) if kind is SAMGS else kind() for kind in METHODS),
        drawn=(LS, SAMGS),
        split=("dense", "conv1"),
        steps=50,
    )
    query = encode(replace(Study(), train=own))
    assert query == {
        "v": "1",
        "train.benchmark": "digits",
        "train.digits.shift": "2",
        "train.methods": "ls,sam-gs",
        "train.sam-gs.gamma": "0.5",
        "train.split": "conv1,dense",
        "train.steps": "50",
    }
    assert decode(query) == (replace(Study(), train=own), ())


def test_the_numbers_of_explore_s_methods_are_others():
    study = decode({"sam-gs.gamma": "0.2"}).study
    assert study.gamma == 0.2 and study.train.gamma == TrainSettings().gamma == 0.9


@pytest.mark.parametrize("text", ["nowhere", "up1,up1,", ",".join(LAYERS), "", "<b>"])
def test_a_split_that_cannot_be_is_told(text):
    study, (notice,) = decode({"train.split": text})
    assert study == Study()
    assert notice.startswith(f"Link: train.split must be some of {', '.join(LAYERS)}, but not all;")


def test_the_lanes_are_the_methods_the_split_one_and_the_references_seed_by_seed():
    own = TrainSettings(drawn=(LS, UW), focused=UW, split=("up1",), seed=4, seeds=2)
    tasks = (0, 1, 2)
    assert own.lanes[:6] == (
        Lane(LS(), tasks, 4),
        Lane(UW(), tasks, 4),
        Lane(UW(), tasks, 4, ("up1",)),
        *(Lane(None, (task,), 4) for task in tasks),
    )
    assert {lane.seed for lane in own.lanes[6:]} == {5} and len(own.lanes) == 12
    assert replace(own, drawn=()).lanes == own.lanes[3:6] + own.lanes[9:]


def test_what_is_trained_is_bounded_whatever_a_link_says():
    many = ",".join(kind.key for kind in METHODS)
    own = decode({"train.methods": many, "train.seeds": "5"}).study.train
    assert len(own.lanes) > MAX_LANES and own.refusal
    assert decode({"train.rooms.size": "64", "train.rooms.n_train": "1024"}).study.train.refusal
    digits = {"train.benchmark": "digits", "train.digits.n_train": "65536"}
    assert decode(digits).study.train.refusal
    for query in ({"train.rooms.width": "64", "train.batch": "64"}, {"train.rooms.width": "52"}):
        assert "would take more than about a second here" in decode(query).study.train.refusal
    assert not TrainSettings().refusal


def test_presets_of_maps_and_lessons_leave_the_settings_of_the_page_alone(monkeypatch):
    own = {"train.steps": "30", "run.step": "3"}
    study = decode(own).study
    assert encode(fresh(study)) == {"v": "1", **own}
    monkeypatch.setattr("app.maps.view.picture", lambda *_: None)
    page = open_at("maps", own)
    press(page, PRESETS[0].title)
    query = query_of(page)
    assert query.keys() > {"v", *own} and {name: query[name] for name in own} == own
