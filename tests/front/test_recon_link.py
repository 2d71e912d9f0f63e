"""The link of the Recon page: everything comes back, and nonsense is said to be nonsense."""

from dataclasses import replace

import pytest

from app.study.link import decode, encode
from app.study.reader import MAX_TEXT
from app.study.recon import ReconSettings
from app.study.recon_link import encode_recon
from app.study.study import Study
from samgs_core.methods import METHODS, SAMGS, CAGrad
from samgs_core.recon import Plan
from synthetic import PRESETS, PlantedDisagreement

PLAIN = ReconSettings()
SETTINGS = [
    PLAIN,
    *(replace(PLAIN, problem=preset.problem) for preset in PRESETS),
    replace(PLAIN, problem=PlantedDisagreement(3, -0.37, 24, 16, "scarce")),
    replace(PLAIN, plan=Plan(-0.3, 0.5, "energy", 120, 0.003, "float64")),
    replace(PLAIN, method=CAGrad(c=0.2)),
    replace(PLAIN, method=SAMGS(gamma=0.1)),
    replace(PLAIN, k=3, seed=77, seeds=10),
    *(replace(PLAIN, split=split) for split in ((), (1,), (2, 5), (1, 2, 3, 4, 5))),
]


@pytest.mark.parametrize("settings", SETTINGS, ids=lambda settings: str(encode_recon(settings)))
def test_settings_come_back_from_their_link(settings):
    study = replace(Study(), recon=settings)
    assert decode(encode_recon(settings)) == decode(encode(study)) == (study, ())


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.key)
def test_every_method_can_be_in_the_link(method):
    settings = replace(PLAIN, method=method())
    assert decode(encode_recon(settings)).study.recon == settings


def test_defaults_are_left_out():
    assert encode_recon(PLAIN) == {}
    assert encode_recon(replace(PLAIN, method=SAMGS(gamma=0.9))) == {"recon.method": "sam-gs"}


def test_every_setting_has_a_name_of_its_own():
    parts = (PLAIN.problem, PLAIN.plan, PLAIN)
    names = [field.name for part in parts for field in part.declared()]
    assert len({*names, "method", "split", "v"}) == len(names) + 3


def test_the_study_s_part_of_a_link_is_left_alone():
    query = {"v": "1", "steps": "77", "recon.k": "2"}
    study, notices = decode(query)
    assert (study.steps, study.recon.k, notices) == (77, 2, ())
    assert encode(study) == query


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("layer", "6", "recon.layer must be a whole number in [0, 5]; got “6”."),
        ("layer", "one", "recon.layer must be a whole number in [0, 5]; got “one”."),
        ("relatedness", "nan", "recon.relatedness must be a number in [-1, 1]; got “nan”."),
        ("width", "33", "recon.width must be a whole number in [2, 32]; got “33”."),
        ("batch", "1e9", "recon.batch must be a whole number in [8, 512]; got “1e9”."),
        ("regime", "rich", "recon.regime must be one of clean, scarce; got “rich”."),
        ("threshold", "0.1", "recon.threshold must be a number in [-1, 0]; got “0.1”."),
        ("watch", "0", "recon.watch must be a number in [0.02, 1]; got “0”."),
        ("score", "size", "recon.score must be one of rate, calibrated, energy; got “size”."),
        ("steps", "100000", "recon.steps must be a whole number in [20, 2000]; got “100000”."),
        ("k", "0", "recon.k must be a whole number in [1, 5]; got “0”."),
        ("seed", "-1", "recon.seed must be a whole number in [0, 1000000]; got “-1”."),
        ("seeds", "11", "recon.seeds must be a whole number in [1, 10]; got “11”."),
        ("method", "adam", "recon.method must be one of ls, rlw,"),
        ("split", "2,1", "recon.split must be none or ascending layer numbers up to 5, as in 1,3"),
        ("split", "6", "got “6”."),
        ("split", "", "got “”."),
        ("colour", "red", "recon.colour is no setting; it is left out."),
        ("layer", "1" * (MAX_TEXT + 1), "recon.layer must hold at most 2000 characters"),
    ],
)
def test_nonsense_is_named_with_its_rule_and_loses_nothing_else(name, value, sentence):
    study, (notice,) = decode({"recon.dtype": "float64", f"recon.{name}": value})
    assert sentence in notice
    assert study.recon == replace(PLAIN, plan=Plan(dtype="float64"))
