"""The sentences of the Recon page say what the numbers say, also where Recon does not work."""

import re
from dataclasses import replace

import numpy as np
import pytest

from app.figures.recon.histogram import Histogram
from app.figures.recon.surgery import SurgeryBars
from app.figures.recon.truth import Truth, agreement_text
from app.recon import words
from app.recon.lab import follow
from app.recon.trainings import Trainings
from app.study.recon import ReconSettings
from samgs_core.methods import LS, PCGrad
from samgs_core.recon import Plan, Summary, rank_correlation
from synthetic import PRESETS, PlantedDisagreement

EYES, RULE, *_ = PRESETS
SHORT = ReconSettings(plan=Plan(steps=60))
TRAININGS = Trainings()


def complete(settings):
    *_, state = follow(settings, TRAININGS)
    return state


def truth(scores, gains):
    scores, gains = np.array(scores), np.array(gains)
    agreement = rank_correlation(scores, gains)
    return Truth("rate", scores, gains, np.stack([scores, gains], 1)[None], agreement, (1,), False)


def cosines(none, left, split, layers=(1,)):
    empty = np.zeros(40)
    return Histogram(empty, empty, empty, (none, left, split), False, layers)


def test_a_score_that_misleads_is_said_to_mislead():
    told = words.pointing(truth([0.9, 0.6, 0.5, 0.4, 0.3], [-0.02, 0.0, 0.01, 0.03, 0.02]))
    assert "**misleads**" in told and "−0.90" in told
    assert "Layer 1 has the highest score, and splitting it alone costs 0.02" in told
    assert "The best is layer 4, which saves 0.03." in told


def test_a_score_that_goes_with_the_truth_is_said_to_do_so():
    told = words.pointing(truth([0.9, 0.6, 0.5, 0.4, 0.3], [0.04, 0.03, 0.02, 0.01, 0.0]))
    assert "misleads" not in told and "+1.00" in told and "saves 0.04" in told
    assert "No other single split saves more." in told


def test_where_no_split_saves_anything_that_is_said():
    told = words.pointing(truth([0.9, 0.6], [-0.02, -0.01]))
    assert "No single split saves anything." in told


def test_a_constant_score_has_no_rank_correlation_and_does_not_point_anywhere():
    shown = truth([0.5, 0.5], [0.1, 0.2])
    assert agreement_text(shown) == "undefined" and "misleads" in words.pointing(shown)


def test_the_part_of_bookkeeping_and_the_rest_add_up_to_the_fall():
    told = words.bookkeeping(cosines(0.66, 0.50, 0.25))
    for number in (
        "**66 %**",
        "**25 %** with layer 1 split",
        "these 41 points, 16 are",
        "other 25",
    ):
        assert number in told, number


def test_a_split_that_adds_conflicts_is_said_to_add_them():
    assert "The split adds 6 points" in words.bookkeeping(cosines(0.11, 0.05, 0.17))


def test_the_words_on_surgery_are_ranges_over_the_methods():
    bars = SurgeryBars((LS, PCGrad), np.array([0.5, 0.64]), np.array([0.21, 0.16]))
    told = words.surgery_words(bars)
    assert "Without a split 50 to 64 %" in told and "split 16 to 21 %" in told
    assert "differ by 14 points" in told and "by −48 to −29 points" in told


def test_the_headline_has_the_losses_of_the_report():
    state = complete(SHORT)
    (report,) = state.reports
    told = words.headline(state)
    for name in ("recon", "none", "random", "bottom", "wider"):
        assert f"{report.test_loss[name]:.3f}" in told, name
    assert f"watches {report.plan.watched} of 60 steps" in told


@pytest.mark.parametrize("split", [(), (2, 4), (1, 2, 3, 4, 5)])
def test_a_split_by_hand_is_told_beside_recon_s(split):
    state = complete(replace(SHORT, split=split))
    own = state.chosen[0].test_curve[-1]
    told = re.search(r"\*\*Your split\*\* .*: \*\*([\d.]+)\*\*, (.*)\.", words.headline(state))
    assert told[1] == f"{own:.3f}"
    recon = state.summary.test_loss["recon"].mean
    assert ("below" in told[2]) == (own < 0.98 * recon)
    assert ("above" in told[2]) == (own > 1.02 * recon)


@pytest.mark.parametrize(
    ("ratio", "told"), [(0.5, "does better still"), (1.0, "does as well as that"), (1.5, None)]
)
def test_all_split_is_said_to_be_as_good_or_better_exactly_if_it_is(ratio, told, monkeypatch):
    state = complete(SHORT)
    loss = dict(state.summary.test_loss)
    loss["all"] = loss["all"]._replace(mean=ratio * loss["recon"].mean)
    monkeypatch.setattr(Summary, "test_loss", loss)
    headline = words.headline(state)
    assert ("Splitting every layer" in headline) == (told is not None)
    assert told is None or f"Splitting every layer {told} (" in headline


def test_what_a_preset_promises_is_held_against_the_run_that_is_shown():
    state = complete(SHORT)  # sixty steps are too few for anything
    for preset in PRESETS:
        kept = preset._replace(holds=lambda summary: True)
        assert "**As expected** with this seed" in words.verdict(state, kept)
        broken = preset._replace(holds=lambda summary: False)
        assert "**Not as expected** with this seed" in words.verdict(state, broken)


def test_only_the_settings_of_a_preset_get_its_promise():
    for preset in PRESETS:
        settings = ReconSettings(problem=preset.problem, seeds=3, split=(2,))
        assert preset.expected in words.expectation(settings)
        assert preset.expected not in words.expectation(replace(settings, k=2))
    own = ReconSettings(problem=PlantedDisagreement(layer=2))
    assert "differ in layer 2 only; nothing is promised" in words.expectation(own)
    nowhere = ReconSettings(problem=PlantedDisagreement(layer=2, relatedness=1.0))
    assert "differ nowhere" in words.expectation(nowhere)
