"""Challenges, and checks that ask for a deed: what is shown is judged, and why is said."""

from dataclasses import replace

import pytest

from app.lessons.angle_or_length import meets_the_sum
from app.lessons.catalogue import CHALLENGES
from app.lessons.challenges import fewest_steps, ls_wins, pcgrad_wins, smallest_threshold
from app.lessons.computed import with_method
from app.lessons.where_they_stop import different_fates
from app.study.study import Study
from app.vectors.fingerprint import pair_at
from app.vectors.presets import with_grads
from samgs_core import Adam
from samgs_core.methods import SAMGS
from synthetic.formula import CustomLandscape
from tests.front.lesson_runs import shown

GIVEN = {challenge.key: challenge.at(Study(), 1) for challenge in CHALLENGES}
DOWNHILL = CustomLandscape(
    l1="(x+4)^2/10 + y^2", l2="y^2 - (x+4)^2/300 - 3*exp(-(x+4)^2)", reach=8.0
)
"""Both losses are least at one point, and far from it they oppose each other, 1 to 30."""


@pytest.mark.parametrize(("angle", "is_right"), [(80.0, True), (100.0, False)])
def test_pcgrad_meets_the_sum_up_to_a_right_angle(angle, is_right):
    study = shown("angle-or-length", 5)
    grads = pair_at(angle, 0.1)
    verdict = meets_the_sum(replace(study, vectors=with_grads(study.vectors, grads)))
    assert verdict.is_right is is_right and f"{angle:.1f}° apart" in verdict.found


@pytest.mark.parametrize(
    ("starts", "is_right", "words"),
    [
        (((0.0, 10.0), (0.3, 10.0)), True, "starts 1 and 2 are near, and PCGrad"),
        (((1.4, -6.0), (1.9, -6.0)), True, "starts 1 and 2 are near, and PCGrad"),
        (((0.0, 10.0), (0.6, 10.0)), False, "no two starts are 0.5 or less apart"),
        (((-8.0, 5.0), (-8.1, 5.0)), False, "share their fate"),
    ],
)
def test_near_starts_with_different_fates(starts, is_right, words):
    verdict = different_fates(replace(shown("where-they-stop", 5), starts=starts))
    assert verdict.is_right is is_right and words in verdict.found


@pytest.mark.parametrize(
    ("changes", "is_right", "words"),
    [
        ({}, False, "SAM-GS is there at step 8"),
        ({"optimizer": Adam(lr=0.05)}, True, "SAM-GS is there at step 3"),
        ({"steps": 100}, False, "no drawn method ends at the balanced optimum"),
        ({"starts": ((0.0, -8.0),)}, False, "only methods, outer optimiser"),
    ],
)
def test_the_shortest_way(changes, is_right, words):
    verdict = fewest_steps(replace(GIVEN["fewest-steps"], **changes))
    assert verdict.is_right is is_right and words in verdict.found


@pytest.mark.parametrize(
    ("changes", "is_right", "words"),
    [
        ({}, False, "from start 1 PCGrad ends with"),
        ({"starts": ((-3.0, 7.5), (-9.0, -5.33))}, True, "from start 2 PCGrad ends with"),
        ({"clip": None}, False, "only the starts may change"),
    ],
)
def test_where_pcgrad_wins(changes, is_right, words):
    verdict = pcgrad_wins(replace(GIVEN["pcgrad-wins"], **changes))
    assert verdict.is_right is is_right and words in verdict.found


@pytest.mark.parametrize(
    ("changes", "is_right", "words"),
    [
        ({}, False, "there end on the front: LS (sum) "),
        ({"landscape": DOWNHILL}, True, "LS (sum) 5, PCGrad 4, SAM-GS 4"),
        ({"landscape": DOWNHILL, "steps": 10}, False, "only the formulas and the starts"),
        ({"landscape": Study().landscape}, False, "must be a formula of your own"),
    ],
)
def test_where_the_sum_wins(changes, is_right, words):
    verdict = ls_wins(replace(GIVEN["ls-wins"], **changes))
    assert verdict.is_right is is_right and words in verdict.found


@pytest.mark.parametrize(
    ("gamma", "is_right", "words"),
    [
        (0.1, False, "with γ = 0.1 it is all 7, with 0.09 seven"),
        (0.03, True, "with γ = 0.03 it is all 7, with 0.02"),
        (0.0, False, "with γ = 0 it is four of 7"),
    ],
)
def test_the_smallest_threshold(gamma, is_right, words):
    study = with_method(GIVEN["smallest-threshold"], SAMGS, gamma=gamma)
    verdict = smallest_threshold(study)
    assert verdict.is_right is is_right and words in verdict.found


def test_rules_that_were_changed_are_told_beside_the_threshold():
    verdict = smallest_threshold(replace(GIVEN["smallest-threshold"], steps=100))
    assert not verdict.is_right and "only γ of SAM-GS may change" in verdict.found
