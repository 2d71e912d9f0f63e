"""What the presets promise, on the seeds that the lab shows; and the main one on ten."""

import numpy as np
import pytest

from samgs_core.methods import LS, PCGrad
from samgs_core.recon import Lane, Summary, repeat, train
from synthetic import PRESETS

SEEDS = (0, 1, 2)
EYES, *OTHERS = PRESETS


@pytest.fixture(scope="module")
def eyes():
    return repeat(EYES.problem, LS(), 1, tuple(range(10)))


def test_the_presets_are_six_different_problems():
    assert [preset.title for preset in PRESETS] == [
        "Different eyes",
        "Different rule",
        "Hidden in the middle",
        "Twins",
        "Plenty of room",
        "Full batch",
    ]
    assert len({preset.problem for preset in PRESETS}) == len({p.key for p in PRESETS}) == 6


@pytest.mark.parametrize("preset", OTHERS, ids=lambda preset: preset.key)
def test_a_preset_turns_out_as_expected_with_one_seed_and_with_three(preset):
    reports = repeat(preset.problem, LS(), 1, SEEDS)
    assert preset.holds(Summary(reports[:1])) and preset.holds(Summary(reports))


@pytest.mark.parametrize(
    "seeds", [SEEDS[:1], SEEDS, range(10)], ids=["one seed", "three seeds", "ten seeds"]
)
def test_different_eyes_turns_out_as_expected(eyes, seeds):
    assert EYES.holds(Summary(tuple(eyes[seed] for seed in seeds)))


@pytest.mark.parametrize("preset", OTHERS, ids=lambda preset: preset.key)
def test_no_preset_s_outcome_is_that_of_the_first(eyes, preset):
    assert not preset.holds(Summary(eyes))


@pytest.mark.parametrize("seed", SEEDS)
def test_with_different_eyes_every_seed_finds_the_layer_and_gains_by_splitting_it(eyes, seed):
    report = eyes[seed]
    assert report.selected == (1,)
    for other in ("none", "random", "bottom", "wider"):
        assert report.test_loss["recon"] < report.test_loss[other]
    assert report.conflict_share["recon"] < report.conflict_share["none"] / 2


def test_over_ten_seeds_the_score_goes_with_the_gain_and_part_of_the_drop_is_bookkeeping(eyes):
    seen = Summary(eyes)
    assert seen.agreement > 0.9 and not seen.misleads
    share = {name: spread.mean for name, spread in seen.conflict_share.items()}
    assert share["recon"] < seen.left_share.mean - 0.05 < share["none"] - 0.1


def test_surgery_hardly_changes_how_often_gradients_conflict(eyes):
    none = Lane((), EYES.problem.width)
    logs = train(EYES.problem, PCGrad(), (none,), SEEDS)
    severe = np.mean([(log.cosine(none) < -0.1).mean() for log in logs])
    joint = np.mean([eyes[seed].conflict_share["none"] for seed in SEEDS])
    assert severe == pytest.approx(joint, abs=0.05)
