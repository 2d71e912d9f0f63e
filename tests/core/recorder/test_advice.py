"""Advice says what the recording holds, and nothing beyond it."""

import numpy as np
import pytest

from samgs_core.methods import SAMGS
from samgs_core.recorder import Recording
from samgs_core.recorder.advice import advice, percent
from tests.core.recorder.networks import conv_net, recorded


def built(angle, ratio, n_steps=50, n_odd=0):
    """Steps of two gradients at an angle and with a ratio of lengths, some of them aligned."""
    gram = np.empty((n_steps, 2, 2))
    gram[:, 0, 0], gram[:, 1, 1] = 1.0, ratio**2
    gram[:, 0, 1] = gram[:, 1, 0] = ratio * np.cos(np.radians(angle))
    gram[:n_odd] = 1.0
    return Recording(np.arange(n_steps), np.ones((n_steps, 2)), gram, ("a", "b"))


PREVAILING = {
    (60, 1.2): "Your tasks hardly conflict: surgery will change little.",
    (92, 1.2): "Your tasks hardly conflict: surgery will change little.",
    (120, 1.2): "Your tasks conflict in angle rather than in length",
    (60, 4.0): "Your tasks conflict in length rather than in angle",
    (120, 4.0): "Your tasks conflict both in angle and in length.",
}


@pytest.mark.parametrize(("angle", "ratio"), PREVAILING)
def test_the_conflict_that_prevails_is_named_first(angle, ratio):
    first, *others = advice(built(angle, ratio, n_odd=2))
    assert first.text.startswith(PREVAILING[angle, ratio])
    assert f"In {'0 %' if angle < 90 else '96 %'} of the steps" in first.reason
    assert others[-1].reason == "50 recorded steps, from 0 to 49."


def test_the_threshold_from_which_sam_gs_acts_is_the_lowest_similarity():
    psi = 2 * 4 / (1 + 16)
    told = advice(built(60, 4.0))[1]
    assert told.text.startswith(f"SAM-GS begins to equalise at γ above {psi:.2f}")
    assert "nearly equal" in advice(built(60, 1.0))[1].text


def test_the_plain_sum_is_judged_by_whom_it_harms():
    texts = [each.text for each in advice(built(120, 4.0))]
    assert "The plain sum of the losses often harms a task." in texts
    texts = [each.text for each in advice(built(60, 1.0))]
    assert "The plain sum of the losses harms a task seldom or never." in texts


def test_a_recording_of_sam_gs_with_layers_tells_its_share_and_the_layers_for_recon():
    found = recorded(SAMGS(gamma=1.0), conv_net(), steps=3)[0]
    told = {each.text: each.reason for each in advice(found)}
    share = found.diagnostics["equalised"].mean()
    assert (
        share == 1
        and "At its γ = 1 SAM-GS equalised every step: it never changed its rule." in told
    )
    scores = found.scores()
    worst = [found.layers[n - 1] for n in scores.ranking("calibrated")]
    above = [name for name in worst if scores.rate[found.layers.index(name)] > 0.5]
    sentence = f"Of the layers Recon would split {', '.join(above[:3])} first."
    assert (sentence in told) == bool(above)


def test_of_nothing_finite_nothing_is_said():
    found = built(60, 1.0)
    nothing = Recording(found.steps, found.losses, found.gram * np.nan, found.names)
    assert [each.text for each in advice(nothing)] == ["Nothing can be said."]


def test_a_share_is_never_rounded_to_none_or_all():
    shares = (0.0, 0.001, 0.25, 0.999, 1.0, np.nan)
    told = ["0 %", "less than 1 %", "25 %", "more than 99 %", "100 %", "an unknown share"]
    assert [percent(share) for share in shares] == told
