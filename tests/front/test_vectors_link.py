"""The link of the Vectors page: everything comes back, and nonsense is said to be nonsense."""

from dataclasses import replace

import pytest

from app.study.link import decode, encode, with_setting
from app.study.study import Study
from app.study.vectors import VectorsSettings
from app.study.vectors_link import encode_vectors
from samgs_core.methods import METHODS, SAMGS, UPGrad

PLAIN = VectorsSettings()
SETTINGS = [
    PLAIN,
    replace(PLAIN, g1=(0.125, -3.0), g2=(0.0, 0.0)),
    replace(PLAIN, g1=(1e-9, 1000.0), g3=(-1.5, 1 / 3)),
    replace(PLAIN, drawn=()),
    replace(PLAIN, drawn=METHODS, big=SAMGS),
    replace(PLAIN, loss1=-3.5, bound1=-4.0, loss3=2.0, bound2=0.5),
    replace(PLAIN, repeats=100, lengths="equal", operated="yes", colour="share", turned=-30.0),
]


@pytest.mark.parametrize("settings", SETTINGS, ids=lambda settings: str(encode_vectors(settings)))
def test_settings_come_back_from_their_link(settings):
    study = replace(Study(), vectors=settings)
    assert decode(encode_vectors(settings)) == decode(encode(study)) == (study, ())


def test_defaults_are_left_out_and_methods_stand_in_their_order():
    assert encode_vectors(PLAIN) == {}
    some = replace(PLAIN, drawn=(UPGrad, METHODS[0], UPGrad))
    assert encode_vectors(some) == {"vectors.methods": "ls,upgrad"}


def test_the_runs_do_not_depend_on_it():
    study = replace(Study(), vectors=SETTINGS[-1])
    assert study.pictured == Study()


def test_a_loss_is_above_its_bound_or_nothing_changes():
    study = with_setting(Study(), "vectors.loss1", 3.5)
    assert study.vectors.loss1 == 3.5
    assert with_setting(study, "vectors.bound1", 3.5) is study


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("g1", "1", "vectors.g1 must be two numbers within ±1000 written x,y, as in -1,0.5"),
        ("g2", "1,2,3", "got “1,2,3”."),
        ("g2", "nan,1", "got “nan,1”."),
        ("g3", "1001,0", "vectors.g3 must be two numbers within ±1000"),
        ("g3", "", "got “”."),
        ("methods", "adam", "vectors.methods must be among ls, rlw,"),
        ("big", "adam", "vectors.big must be one of ls, rlw,"),
        ("repeats", "101", "vectors.repeats must be a whole number in [1, 100]; got “101”."),
        ("repeats", "1.5", "vectors.repeats must be a whole number in [1, 100]; got “1.5”."),
        ("lengths", "long", "vectors.lengths must be one of true, equal; got “long”."),
        ("operated", "1", "vectors.operated must be one of no, yes; got “1”."),
        ("colour", "red", "vectors.colour must be one of worst, share; got “red”."),
        ("turned", "181", "vectors.turned must be a number in [-180, 180]; got “181”."),
        ("loss1", "0", "vectors.loss1 must lie above its lower bound 0; got “0”."),
        ("bound2", "2", "vectors.loss2 must lie above its lower bound 2; got “1”."),
        ("loss9", "1", "vectors.loss9 is no setting; it is left out."),
    ],
)
def test_nonsense_is_named_with_its_rule_and_loses_nothing_else(name, value, sentence):
    study, (notice,) = decode({"steps": "77", f"vectors.{name}": value})
    assert sentence in notice
    assert study == Study(steps=77)
