"""Summaries of runs: ends, rates, arrival and the score."""

from dataclasses import dataclass, replace

import numpy as np
import pytest
import torch

from samgs_core import SGD, Experiment, Goal, Landscape, Outcome, Window, run
from samgs_core.methods import LS, SAMGS
from samgs_core.metrics import conflict_rate, regime_share
from samgs_core.summary import Score, at_goal, score, summarise
from samgs_core.survey import survey


@dataclass(frozen=True)
class Bowls(Landscape):
    """Two bowls in the plane; the goal is the middle between their centres."""

    key = "bowls"
    title = "Bowls"
    lower_bounds = (-1.0, -1.0)
    window = Window(-4.0, 4.0, -4.0, 4.0)

    def losses(self, x):
        centres = x.new_tensor([[1.0, 0.0], [-1.0, 0.0]])
        return torch.stack([(x - centre).square().sum(1) for centre in centres], dim=1)

    @property
    def goal(self):
        return Goal("middle", ((0.0, 0.0),), total=2.1, gap=0.5)


@dataclass(frozen=True)
class Aimless(Bowls):
    """The same bowls without a goal."""

    @property
    def goal(self):
        return None


def seen(front, exact=True):
    """A survey of the bowls, with another front."""
    return replace(survey(Bowls(), 21), front=np.array(front, dtype=float), exact=exact)


SEEN = seen([[0.0, 4.0], [1.0, 1.0], [4.0, 0.0]])


def record(**changes):
    settings = {
        "landscape": Bowls(),
        "method": LS(),
        "optimizer": SGD(lr=0.1),
        "starts": ((0.5, 2.0), (-3.0, 1.0)),
        "steps": 30,
    }
    return run(Experiment(**settings | changes), device="cpu")


def test_there_is_one_summary_for_each_start_in_order():
    starts = ((0.5, 2.0), (-3.0, 1.0), (4.0, 4.0))
    assert tuple(each.start for each in summarise(record(starts=starts), SEEN)) == starts


def test_the_end_is_the_last_point_and_its_losses():
    done = record()
    for place, each in enumerate(summarise(done, SEEN)):
        assert each.end == tuple(done.x[place, -1])
        assert each.losses == tuple(done.losses[place, -1])
        assert each.stopped_at == 30
        assert each.outcome is Outcome.FINISHED


def test_the_distance_is_that_of_the_end_from_the_front():
    corner = np.zeros((1, 2))
    done = record()
    for place, each in enumerate(summarise(done, seen(corner))):
        assert each.to_front == pytest.approx(np.linalg.norm(done.losses[place, -1]))


def test_without_a_front_there_is_no_distance():
    assert all(each.to_front is None for each in summarise(record(), None))


def test_the_step_of_arrival_is_the_first_recorded_one_at_the_goal():
    done = record(record_every=4)
    goal = done.experiment.landscape.goal
    for place, each in enumerate(summarise(done, SEEN)):
        reached = [bool(goal.reached(losses)) for losses in done.losses[place]]
        assert not reached[0]
        assert each.steps_to_goal == done.steps[reached.index(True)]
        assert each.at_goal


def test_a_run_that_passes_the_goal_and_leaves_it_has_arrived_but_is_not_there():
    done = record(starts=((0.0, 0.0),), noise=3.0, optimizer=SGD(lr=0.3))
    (each,) = summarise(done, SEEN)
    assert each.steps_to_goal == 0
    assert each.at_goal is False


def test_a_run_that_never_arrives_has_no_step_of_arrival():
    (each,) = summarise(record(starts=((50.0, 0.0),), steps=3), SEEN)
    assert each.steps_to_goal is None
    assert each.at_goal is False


def test_a_diverged_run_is_never_at_the_goal():
    done = record()
    assert at_goal(done).all()
    exploded = replace(done, outcome=(Outcome.DIVERGED, Outcome.FINISHED))
    assert at_goal(exploded).tolist() == [False, True]
    first, second = summarise(exploded, SEEN)
    assert first.outcome is Outcome.DIVERGED
    assert (first.at_goal, second.at_goal) == (False, True)


def test_copies_after_a_run_has_stopped_are_not_an_arrival():
    done = record()
    stopped = replace(done, stopped_at=np.array([2, 30]))
    first, second = summarise(stopped, SEEN)
    assert first.stopped_at == 2
    assert first.steps_to_goal is None
    assert second.steps_to_goal == summarise(done, SEEN)[1].steps_to_goal


def test_a_run_that_explodes_from_the_goal_had_arrived_there():
    far = record(starts=((1e-9, 0.0),), optimizer=SGD(lr=1e3), steps=400)
    (each,) = summarise(far, SEEN)
    assert each.outcome is Outcome.DIVERGED
    assert each.stopped_at < 400
    assert each.steps_to_goal == 0
    assert each.at_goal is False


def test_the_score_counts_the_starts_at_the_goal():
    done = record(starts=((0.5, 2.0), (-3.0, 1.0), (1e9, 0.0)))
    assert score(summarise(done, SEEN)) == Score(2, 3)
    assert Score(2, 3).text == "2/3"


def test_without_a_goal_there_is_no_arrival_and_the_score_counts_the_starts_on_the_front():
    on_front, above = (1.0, 0.0), (0.0, 3.0)
    done = record(landscape=Aimless(), starts=(on_front, above), steps=1, optimizer=SGD(lr=1e-6))
    summaries = summarise(done, SEEN)
    assert all(each.at_goal is None and each.steps_to_goal is None for each in summaries)
    assert [each.on_front for each in summaries] == [True, False]
    assert score(summaries) == Score(1, 2)


def test_where_no_start_ends_on_the_front_the_score_has_the_mean_distance():
    done = record(landscape=Aimless(), steps=1, optimizer=SGD(lr=1e-6))
    summaries = summarise(done, SEEN)
    mean = np.mean([each.to_front for each in summaries])
    assert score(summaries) == Score(0, 2, pytest.approx(mean))
    exploded = replace(done, outcome=(Outcome.DIVERGED, Outcome.FINISHED))
    assert score(summarise(exploded, SEEN)) == Score(0, 2)


@pytest.mark.parametrize("unknown", [None, seen(np.zeros((0, 2)))])
def test_without_a_goal_and_a_front_there_is_no_score(unknown):
    summaries = summarise(record(landscape=Aimless()), unknown)
    assert all(each.to_front is None and each.on_front is None for each in summaries)
    assert score(summaries) is None


def test_an_end_where_a_front_was_not_looked_for_is_neither_on_it_nor_off():
    done = record(landscape=Aimless(), starts=((1.0, 0.0), (50.0, 0.0)), steps=1)
    found = seen([[0.0, 4.0], [4.0, 0.0]], exact=False)
    assert [each.on_front for each in summarise(done, found)] == [True, None]
    assert score(summarise(done, found)) == Score(1, 2)
    known = replace(found, exact=True)
    assert [each.on_front for each in summarise(done, known)] == [True, False]


def test_rates_are_those_of_the_metrics():
    done = record(method=SAMGS(gamma=0.8))
    summaries = summarise(done, SEEN)
    assert [each.conflict_rate for each in summaries] == conflict_rate(done).tolist()
    assert [each.regime_share for each in summaries] == regime_share(done).tolist()


def test_shares_that_do_not_apply_are_none():
    for each in summarise(record(), SEEN):
        assert each.regime_share is None
        assert each.clipped_share is None
    for each in summarise(record(clip_norm=1.0), SEEN):
        assert 0 < each.clipped_share <= 1
