"""A link and a study say the same, and no link can do harm."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.study.landscapes import PICKABLE
from app.study.lesson import KEYS, MAX_STEP, LessonPlace
from app.study.link import decode, encode, with_setting
from app.study.reader import MAX_TEXT
from app.study.screen import HIDEABLE, LOCKABLE, Beside, Screen
from app.study.study import MAX_COORDINATE, MAX_STARTS, Study
from app.study.train import TrainSettings
from samgs_core import OPTIMIZERS
from samgs_core.experiment import DTYPES
from samgs_core.methods import LS, METHODS, SAMGS, PCGrad
from samgs_core.params import Choice, Text
from synthetic import BENCHMARKS, LANDSCAPES, TwoOptima
from synthetic.formula import CustomLandscape
from tests.fuzz import examples

atoms = some.sampled_from(["x", "y", " pi", "θ₁", "2", "0.5e-3"])
formulas = some.recursive(
    atoms,
    lambda inner: some.one_of(
        some.builds("{}{}{}".format, inner, some.sampled_from([" + ", "-", "*", "/"]), inner),
        some.builds("{}({})".format, some.sampled_from(["", "-", "log", "exp", "relu"]), inner),
    ),
    max_leaves=12,
)


def any_value(field):
    if isinstance(field, Text):
        return formulas
    if isinstance(field, Choice):
        return some.sampled_from(field.options)
    if field.whole:
        return some.integers(int(field.low), int(field.high))
    numbers = some.floats(field.low, field.high)
    return some.none() | numbers if field.optional else numbers


def any_of(cls):
    return some.builds(cls, **{field.name: any_value(field) for field in cls.declared()})


coordinates = some.floats(-MAX_COORDINATE, MAX_COORDINATE)
screens = some.builds(
    Screen,
    hide=some.lists(some.sampled_from(HIDEABLE)).map(tuple),
    lock=some.lists(some.sampled_from(LOCKABLE)).map(tuple),
    beside=some.none() | some.builds(Beside, some.just("clip"), some.sampled_from(["none", "0.5"])),
    **{field.name: any_value(field) for field in Screen.declared()},
)
trains = some.builds(
    TrainSettings,
    benchmark=some.one_of(*(any_of(cls) for cls in BENCHMARKS)),
    methods=any_of(SAMGS).map(lambda own: (*TrainSettings().methods[:-1], own)),
    drawn=some.lists(some.sampled_from(METHODS), unique=True).map(tuple),
    focused=some.sampled_from(METHODS),
    **{field.name: any_value(field) for field in TrainSettings.declared()},
)
studies = some.builds(
    Study,
    train=some.just(TrainSettings()) | trains,
    landscape=some.one_of(*(any_of(cls) for cls in PICKABLE)),
    methods=some.tuples(*(any_of(cls) for cls in METHODS)),
    drawn=some.lists(some.sampled_from(METHODS), unique=True).map(tuple),
    optimizer=some.one_of(*(any_of(cls) for cls in OPTIMIZERS)),
    starts=some.none()
    | some.lists(some.tuples(coordinates, coordinates), min_size=1, max_size=MAX_STARTS).map(tuple),
    focused=some.sampled_from(METHODS),
    card=some.none() | some.sampled_from(METHODS),
    lesson=some.builds(LessonPlace, name=some.sampled_from(KEYS), step=some.integers(1, MAX_STEP)),
    screen=screens,
    **{field.name: any_value(field) for field in Study.declared()},
)


@given(studies)
@examples(200)
def test_every_study_comes_back_from_its_link(study):
    query = encode(study)
    linked = decode(query)
    assert linked.study == study
    assert linked.notices == ()
    assert encode(linked.study) == query


@given(studies, some.data())
@examples(100)
def test_one_setting_changes_and_nothing_else_does(study, data):
    field = data.draw(some.sampled_from([each for each in Study.declared() if each.name != "t"]))
    value = data.draw(any_value(field))
    changed = with_setting(study, field.name, value)
    assert changed == replace(study, **{field.name: value})
    assert with_setting(study, field.name, "nonsense") == study


def test_the_default_study_has_an_empty_link_but_for_the_version():
    assert encode(Study()) == {"v": "1"}
    assert decode({}) == decode({"v": "1"}) == (Study(), ())


def test_a_link_reads_as_its_settings():
    study = replace(
        Study(),
        landscape=TwoOptima(scale1=0.5),
        drawn=(LS, PCGrad),
        methods=tuple(SAMGS(gamma=0.9) if cls is SAMGS else cls() for cls in METHODS),
        starts=((1.0, 2.5), (-3.0, 0.1)),
        clip=None,
    )
    assert encode(study) == {
        "v": "1",
        "landscape": "two-optima",
        "landscape.scale1": "0.5",
        "starts": "1,2.5;-3,0.1",
        "methods": "ls,pcgrad",
        "sam-gs.gamma": "0.9",
        "clip": "none",
    }


garbage = some.text(max_size=60) | some.sampled_from(
    ["nan", "inf", "-inf", "1e999", "", "none", "0x10", "1,2;3", ";;;", "١", "__import__('os')"]
)
names = some.sampled_from(
    [
        "v",
        "landscape",
        "landscape.l1",
        "landscape.scale1",
        "methods",
        "sam-gs.gamma",
        "sam-gs.variant",
        "optimizer",
    ]
    + ["optimizer.lr", "steps", "clip", "noise", "seed", "precision", "contours", "focus", "starts"]
) | some.text(max_size=20)


@given(some.dictionaries(names, garbage, max_size=8))
@examples(300)
def test_garbage_gives_a_study_and_a_sentence_for_everything_unused(query):
    study, notices = decode(query)
    for method in study.methods:
        study.experiment(method)
    kept = encode(study)
    lost = {name for name in query if name not in kept}
    if study == Study():
        assert len(notices) >= len({name for name in lost if not _says_the_default(name, query)})
    for notice in notices:
        assert notice.startswith("Link: ") and notice.endswith(".") and len(notice) < 700


def _says_the_default(name, query):
    return decode({name: query[name]}).notices == ()


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"steps": "0"}, "Link: steps must be a whole number in [1, 50000]; got “0”. "),
        ({"steps": "many"}, "Link: steps must be a whole number in [1, 50000]; got “many”. "),
        ({"sam-gs.gamma": "2"}, "Link: sam-gs.gamma must be a number in [0, 1]; got “2”. "),
        ({"sam-gs.variant": "x"}, "Link: sam-gs.variant must be one of code, paper; got “x”. "),
        ({"clip": "-1"}, "Link: clip must be a number in [0.001, 1000] or none; got “-1”. "),
        ({"landscape": "moon"}, "Link: landscape must be one of one-optimum"),
        (
            {"landscape": "formula", "landscape.l1": "x + (y"},
            "Link: landscape.l1 must be a formula; got “x + (y”. This bracket is never closed. The",
        ),
        (
            {"landscape": "formula", "landscape.l2": "x+" * 300 + "y"},
            "Link: landscape.l2 must be a formula; got “x+x+x+",
        ),
        ({"starts": "1,2,3"}, "Link: starts must be 1 to 24 points written x,y;x,y"),
        ({"starts": "1,2;" * 300}, "Link: starts must be 1 to 24 points"),
        ({"starts": "1,1e9"}, "Link: starts must be 1 to 24 points"),
        ({"methods": "ls,adam"}, "Link: methods must be among ls, "),
        ({"hello": "x"}, "Link: hello is no setting"),
        ({"v": "7"}, "Link: v must be 1; got “7”."),
        ({"starts": "1" * (MAX_TEXT + 1)}, "Link: starts must hold at most 2000 characters"),
    ],
)
def test_a_bad_value_is_named_with_its_rule(query, sentence):
    study, notices = decode(query)
    assert len(notices) == 1 and notices[0].startswith(sentence)


def test_experiments_are_equal_exactly_if_their_runs_are():
    study = Study()
    experiments = [study.experiment(method) for method in study.methods]
    experiments += [replace(study, clip=2.0).experiment(study.methods[0])]
    experiments += [replace(study, precision=DTYPES[1]).experiment(study.methods[0])]
    assert len(set(experiments)) == len(experiments)
    drawn_otherwise = replace(study, contours="mean", focus=1, drawn=())
    assert drawn_otherwise.experiment(study.methods[0]) == experiments[0]


def test_a_formula_reads_in_the_link_as_it_was_typed():
    study = replace(Study(), landscape=CustomLandscape(l1=" x^2 + θ₂", reach=2.0))
    assert encode(study) == {
        "v": "1",
        "landscape": "formula",
        "landscape.l1": " x^2 + θ₂",
        "landscape.reach": "2",
    }


def test_every_landscape_can_be_picked_once():
    assert sorted(each.key for each in PICKABLE) == sorted(
        each.key for each in (*LANDSCAPES, CustomLandscape)
    )


def test_the_readme_counts_the_landscapes():
    readme = (Path(__file__).parent.parent.parent / "README.md").read_text()
    assert f"one of {len(LANDSCAPES)} two-task loss landscapes" in readme
