"""Every lesson's settings still tell its story, by an independent reading of the runs."""

import numpy as np
import pytest

from app.lessons import (
    angle_or_length,
    default_fails,
    fair,
    misleading_score,
    no_method_is_safe,
    same_direction,
    two_regimes,
    where_they_stop,
    whose_units,
    why_not_add,
)
from app.lessons import threshold as threshold_lesson
from app.runs.results import results_of
from samgs_core import merge
from samgs_core.methods import IMTLG, LS, MGDA, SAMGS, CAGrad, NashMTL, PCGrad
from tests.front.lesson_runs import BY_KEY, shown


def record_of(study, kind):
    """The record of a method; all that the study draws are run together, as on its page."""
    asked = [each for each in study.methods if type(each) is kind or type(each) in study.drawn]
    found = {type(each.method): each.record for each in results_of(study, asked)}
    return found[kind]


def balanced(study, kind):
    """From how many starts a method ends at the star, by the rule of the landscape in words."""
    losses = record_of(study, kind).losses[:, -1] / np.array(study.landscape.goal.scales)
    gap, total = np.abs(losses[:, 0] - losses[:, 1]), losses.sum(-1)
    return int(((gap < study.landscape.goal.gap) & (total < study.landscape.goal.total)).sum())


def right(key, n):
    """What the n-th step of a lesson takes for right, in its own setting."""
    asked = BY_KEY[key].step(n).asks
    return asked.right(shown(key, n))


def ratio(record, start):
    size = np.sqrt((record.grads[start] ** 2).sum(-1))
    return size.max(-1) / size.min(-1)


def test_the_sum_brings_two_of_seven_starts_to_the_star_and_sam_gs_all():
    study = shown("why-not-add", 4)
    assert balanced(study, LS) == right("why-not-add", 1) == 2
    assert balanced(study, SAMGS) == 7
    ends = record_of(study, LS).losses[:, -1]
    stuck = ends.sum(-1) > -29.5
    assert (ends[stuck].max(-1) > 3).all() and (ends[stuck].min(-1) < 0).all()


def test_a_gradient_is_first_ten_times_as_long_well_after_the_first_step():
    record = record_of(shown("why-not-add", 5), LS)
    first = record.steps[np.flatnonzero(ratio(record, why_not_add.STUCK - 1) > 10)[0]]
    assert right("why-not-add", 5) == first and 50 < first < 500


def test_the_sum_inherits_the_units_and_equalisers_do_not():
    equal, middle, unequal = (shown("whose-units", n) for n in (1, 4, 5))
    for study, expected in ((equal, 0.0), (middle, 9 / 11), (unequal, 99 / 101)):
        ratio_ = study.landscape.ratio
        assert (ratio_ - 1) / (ratio_ + 1) == pytest.approx(expected)
        assert record_of(study, LS).x[:, -1, 0] == pytest.approx(expected, abs=0.01)
    nash = [record_of(study, NashMTL).x[:, -1, 0] for study in (equal, unequal)]
    assert nash[0] == pytest.approx(nash[1], abs=0.01) and np.ptp(nash[0]) > 1
    sam = [record_of(study, SAMGS).x[0, -1, 0] for study in (middle, unequal)]
    assert sam == pytest.approx([9 / 11, nash[1][0]], abs=0.02)
    assert whose_units.WHERE[right("whose-units", 2)].startswith("Near that of task 2")
    assert right("whose-units", 5) == 2


def test_pcgrad_sees_angles_and_sam_gs_lengths():
    expected = {1: (False, True), 3: (False, False), 4: (True, True)}
    for n, turns in expected.items():
        grads = np.array(shown("angle-or-length", n).vectors.grads)
        total = grads.sum(0)
        found = [merge(method, grads).direction for method in (PCGrad(), SAMGS())]
        off = [abs(np.arctan2(total[0] * d[1] - total[1] * d[0], total @ d)) for d in found]
        assert tuple(each > 0.01 for each in off) == turns
    assert angle_or_length.WHO[right("angle-or-length", 1)] == "SAM-GS"


def test_sam_gs_equalises_on_a_long_stretch_from_about_step_78():
    record = record_of(shown("two-regimes", 4), SAMGS)
    size = np.sqrt((record.grads[two_regimes.START - 1] ** 2).sum(-1))
    below = 2 * size[:, 0] * size[:, 1] / (size**2).sum(-1) < 0.1
    first = int(below.argmax())
    assert right("two-regimes", 4) == first and 70 < first < 90
    assert below[first : first + 150].all() and not below[:first].any() and not below[-100:].any()
    assert two_regimes.WHEN[right("two-regimes", 1)] == "At some steps"


def test_both_regimes_are_needed():
    study = shown("threshold", 5)
    values, ends = threshold_lesson.sweep_ends(study)
    losses = ends.losses[:, 0]
    there = (np.abs(losses[..., 0] - losses[..., 1]) < 1.5) & (losses.sum(-1) < -29.5)
    counts = dict(zip(values, there.sum(-1).tolist(), strict=True))
    assert counts[0.0] == 4 and counts[1.0] == 0
    assert {counts[gamma] for gamma in values if 0.05 <= gamma <= 0.3} == {7}
    assert max(counts[gamma] for gamma in values if gamma > 0.32) < 7
    assert right("threshold", 5) == pytest.approx(0.3, abs=0.02)
    assert threshold_lesson.SETTINGS[right("threshold", 1)] == "Between"


def test_mgda_is_spread_along_the_front_and_cagrad_is_not():
    study = shown("where-they-stop", 3)
    ends = where_they_stop.basin_ends(study)
    across = {kind: ends[kind.key].x[..., 0] for kind in (MGDA, CAGrad)}  # the set is |θ₁| ≤ 7
    assert across[MGDA].std() > 3 and np.abs(across[CAGrad]).max() < 1
    assert 0.5 < np.nanmean(ends["ls"].at_goal) < 0.9 < np.nanmean(ends["cagrad"].at_goal)
    assert where_they_stop.DRAWN[BY_KEY["where-they-stop"].step(1).asks.right(study)] is MGDA


def test_three_names_are_one_direction_and_the_lengths_matter_under_sgd_only():
    arrows = shown("same-direction", 2)
    grads = np.array(arrows.vectors.grads)
    units = [
        each / np.linalg.norm(each)
        for each in (merge(m, grads).direction for m in (NashMTL(), IMTLG(), SAMGS()))
    ]
    assert np.ptp(units, axis=0) == pytest.approx(0, abs=1e-4)
    assert right("same-direction", 1) == 1
    assert same_direction.CHANGES[right("same-direction", 4)].startswith("SGD")
    study = shown("same-direction", 4)
    gaps = {}
    for name, changed in (("adam", study), ("sgd", same_direction._by_sgd(study))):
        nash, imtl = (record_of(changed, kind).x[:, -1] for kind in (NashMTL, IMTLG))
        gaps[name] = np.hypot(*(nash - imtl).T).max()
    assert gaps["adam"] < 1 < 5 < gaps["sgd"]


def test_the_clip_norm_chooses_the_winner_and_the_axis_flatters_everybody():
    counts = {}
    for clip in (None, 0.1, 1.0, 10.0):
        study = fair.replace(shown("fair", 1), clip=clip)
        counts[clip] = balanced(study, SAMGS), balanced(study, CAGrad)
    assert counts[None] == (2, 0) and counts[1.0] == (7, 7) and counts[10.0] == (7, 0)
    assert counts[0.1][0] >= 6 and counts[0.1][1] == 7
    assert fair.DRAWN[right("fair", 2)] is CAGrad
    on, beside = (fair._at(x, shown("fair", 5)) for x in (0.0, fair.BESIDE))
    assert [balanced(on, kind) for kind in fair.DRAWN] == [1] * 4
    assert [balanced(beside, kind) for kind in fair.DRAWN] == [0, 0, 1, 1]
    assert right("fair", 5) == 2


def test_a_low_threshold_gives_up_the_small_task_and_a_high_one_equalises():
    low, high = shown("default-fails", 1), shown("default-fails", 4)
    losses = record_of(low, SAMGS).losses[:, -1]
    front_least = low.landscape.losses(low.landscape.pareto_set(401)).min(0).values.numpy()
    share = losses / front_least  # 1 where a loss is as low as anywhere on the front
    assert (share[:, 1] > 0.8).all() and (share[:, 0] < share[:, 1]).all()
    assert default_fails.WHERE[right("default-fails", 1)] == "At task 2’s end"
    gap = np.abs(record_of(high, SAMGS).x[:, -1, 0] - record_of(high, IMTLG).x[:, -1, 0])
    assert gap.max() < 1.5
    assert default_fails.GAMMAS[right("default-fails", 5)] == 0.7


def test_the_score_finds_the_first_layer_and_not_the_last():
    eyes, rule = shown("misleading-score", 2), shown("misleading-score", 6)
    found = misleading_score.report(eyes)
    assert misleading_score.scores(found).argmax() == 0
    assert found.test_loss["recon"] < 0.8 * found.test_loss["none"]
    misled = misleading_score.report(rule)
    assert right("misleading-score", 6) == int(np.argmax(misled.split_gain)) != 0
    assert misled.split_gain[0] < 0
    assert BY_KEY["misleading-score"].step(3).asks.right(rule) == 0


def test_two_methods_arrive_at_an_end_and_which_end_is_the_side_of_the_start():
    study = shown("no-method-is-safe", 1)
    set_ = study.landscape.pareto_set(2001).numpy()
    safe = []
    for kind in no_method_is_safe.SEVEN:
        ends = record_of(study, kind).x[:, -1]
        gaps = np.linalg.norm(ends[:, None] - set_, axis=-1).min(1)
        safe.append(bool((gaps < 0.3).all()))
    assert safe == [kind in (CAGrad, SAMGS) for kind in no_method_is_safe.SEVEN]
    assert right("no-method-is-safe", 1) == 2
    for kind in (CAGrad, SAMGS):
        x = record_of(study, kind).x
        assert (np.sign(x[:, 0, 0]) == np.sign(x[:, -1, 0])).all()
        assert np.abs(x[:, -1, 0]) == pytest.approx(5.45, abs=0.1)
    assert right("no-method-is-safe", 5) == 1
    assert balanced(shown("no-method-is-safe", 4), SAMGS) == 1
