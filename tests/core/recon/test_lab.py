"""The public call: what a report holds, under way and at the end."""

import inspect
from itertools import combinations

import numpy as np
import pytest

from samgs_core import Cancelled
from samgs_core.methods import LS, PCGrad
from samgs_core.recon import Lane, Plan, Summary, recon, repeat, train
from samgs_core.recon.report import SEVERE, planned_lanes, trunk_size
from tests.core.recon.toy import Toy, Trio

PLAN = Plan(steps=60)
VARIANTS = ["none", "recon", "random", "bottom", "all", "wider"]


def test_a_report_holds_rates_choice_losses_shares_and_cosines():
    report = recon(Toy(), method=LS(), k=1, seed=0, plan=PLAN)
    assert report.rate.shape == (3,) and ((report.rate >= 0) & (report.rate <= 1)).all()
    assert report.selected == (int(report.rate.argmax()) + 1,)
    assert list(report.test_loss) == list(report.conflict_share) == VARIANTS
    assert all(np.isfinite(loss) and loss > 0 for loss in report.test_loss.values())
    assert report.layer_cosine.shape == (60, 3)
    assert report.split_gain.shape == (3,)
    assert report.conflict_share["all"] == 0


def test_the_default_is_one_layer_of_joint_training_with_seed_zero():
    defaults = {name: p.default for name, p in inspect.signature(recon).parameters.items()}
    assert (defaults["method"], defaults["k"], defaults["seed"]) == (LS(), 1, 0)


def test_the_rate_counts_the_watched_steps_of_the_unsplit_network():
    report = recon(Toy(), plan=PLAN)
    watched = report.layer_cosine[: PLAN.watched]
    np.testing.assert_allclose(report.rate, (watched < PLAN.threshold).mean(0))
    assert PLAN.watched == 15


@pytest.mark.parametrize("k", [1, 2, 3])
def test_the_controls_are_what_they_are_called(k):
    report = recon(Toy(), k=k, plan=PLAN)

    def loss(split):
        return report.log.test_curve(Lane(split, 5))[-1]

    assert len(report.selected) == k
    assert report.test_loss["none"] == loss(())
    assert report.test_loss["recon"] == loss(report.selected)
    assert report.test_loss["bottom"] == loss((1, 2, 3)[-k:])
    assert report.test_loss["all"] == loss((1, 2, 3))
    choices = [loss(split) for split in combinations((1, 2, 3), k)]
    assert report.test_loss["random"] == pytest.approx(np.mean(choices))
    singles = [report.test_loss["none"] - loss((layer,)) for layer in (1, 2, 3)]
    np.testing.assert_allclose(report.split_gain, singles)


@pytest.mark.parametrize("problem", [Toy(), Trio(), Toy(width=3)])
@pytest.mark.parametrize("k", [1, 2, 3])
def test_the_wider_network_is_the_narrowest_that_is_no_smaller_than_a_split_one(problem, k):
    *others, wider = planned_lanes(problem, k)
    largest = max(trunk_size(problem, lane) for lane in others if len(lane.split) == k)
    narrower = Lane((), wider.width - 1)
    assert trunk_size(problem, narrower) < largest <= trunk_size(problem, wider)


def test_the_size_counts_every_copy():
    report = recon(Trio(), k=2, plan=PLAN)
    first, second, third = 25, 30, 30  # (4 + 1) · 5 and twice (5 + 1) · 5
    assert report.size("none") == first + second + third
    assert report.size("bottom") == first + 3 * (second + third)
    assert report.size("all") == 3 * (first + second + third)


def test_severe_conflicts_are_counted_over_what_is_shared():
    report = recon(Toy(), plan=PLAN)
    for name in ("none", "recon", "wider"):
        assert report.conflict_share[name] == (report.cosine(name) < SEVERE).mean()
    assert report.cosine("random").shape == (3, 60, 1)
    without = report.log.cosine(Lane((), 5), without=report.selected)
    assert report.left_share == (without < SEVERE).mean()


def test_the_score_that_selects_can_be_chosen():
    report = recon(Trio(), plan=Plan(steps=60, score="energy"))
    assert report.selected == (int(report.scores.energy.argmax()) + 1,)


def test_several_seeds_give_what_each_gives_alone():
    reports = repeat(Toy(), PCGrad(), 1, (4, 7), PLAN)
    alone = recon(Toy(), PCGrad(), 1, 7, PLAN)
    assert [report.seed for report in reports] == [4, 7]
    assert dict(reports[1].test_loss) == dict(alone.test_loss)
    np.testing.assert_array_equal(reports[1].layer_cosine, alone.layer_cosine)
    seen = Summary(reports)
    values = [report.test_loss["recon"] for report in reports]
    mean, error = seen.test_loss["recon"]
    assert mean == pytest.approx(np.mean(values))
    assert error == pytest.approx(abs(values[0] - values[1]) / 2)
    assert seen.picks == tuple(report.selected for report in reports)


def test_progress_tells_a_report_so_far_from_the_first_step_on(monkeypatch):
    monkeypatch.setattr("samgs_core.recon.lab.PROGRESS_SECONDS", 0.0)
    told = []
    final = recon(Toy(), plan=PLAN, progress=lambda share, report: told.append((share, report)))
    assert [share for share, _ in told] == [step / 60 for step in range(1, 61)]
    for step, (_, report) in enumerate(told, start=1):
        assert len(report.layer_cosine) == step
        np.testing.assert_array_equal(report.layer_cosine, final.layer_cosine[:step])
        assert len(report.selected) == 1 and list(report.test_loss) == VARIANTS
    assert dict(told[-1][1].test_loss) == dict(final.test_loss)


def test_a_run_can_be_cancelled():
    with pytest.raises(Cancelled):
        recon(Toy(), plan=PLAN, progress=lambda share, report: False)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: recon(Toy(), k=0), "recon.k must be a whole number in [1, 3]; got 0."),
        (lambda: recon(Toy(), k=4), "recon.k must be a whole number in [1, 3]; got 4."),
        (lambda: recon(Toy(), k=1.5), "recon.k must be a whole number in [1, 3]; got 1.5."),
        (lambda: recon(Toy(), seed=-1), "recon.seed must be a whole number in [0, 2³²); got -1."),
        (
            lambda: train(Toy(), LS(), (Lane((2, 1), 5),)),
            "Lane.split must be ascending layer numbers in [1, 3]; got (2, 1).",
        ),
        (
            lambda: train(Toy(), LS(), (Lane((4,), 5),)),
            "Lane.split must be ascending layer numbers in [1, 3]; got (4,).",
        ),
        (lambda: Plan(threshold=0.1), "Plan.threshold must lie in [-1, 0]; got 0.1."),
        (lambda: Plan(score="size"), "Plan.score must be one of"),
    ],
)
def test_bad_settings_are_refused_with_field_rule_and_value(call, sentence):
    with pytest.raises(ValueError) as error:
        call()
    assert sentence in str(error.value)
