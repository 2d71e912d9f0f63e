"""What a Recon screen is made of, while it is trained and after."""

from concurrent.futures import wait
from dataclasses import replace
from unittest.mock import MagicMock

import numpy as np
import pytest

from app.look.theme import LIGHT
from app.recon.lab import follow, stop
from app.recon.screen import Screen
from app.recon.state import look
from app.recon.trainings import Trainings
from app.study.recon import RIVALS, ReconSettings
from samgs_core.methods import LS, SAMGS, CAGrad
from samgs_core.recon import Lane, Plan, recon, train
from synthetic import PlantedDisagreement

SHORT = ReconSettings(plan=Plan(steps=60))
LONG = replace(SHORT, plan=Plan(steps=1_000))
TRAININGS = Trainings()


def complete(settings, trainings=TRAININGS):
    *_, state = follow(settings, trainings)
    assert state.is_complete and state.share == 1.0
    return state


def orders(trainings):
    return set(trainings.shelf.kept)


def test_the_report_is_that_of_the_public_call():
    (report,) = complete(SHORT).reports
    expected = recon(PlantedDisagreement(), LS(), 1, 0, Plan(steps=60))
    assert report.selected == expected.selected
    assert dict(report.test_loss) == dict(expected.test_loss)


@pytest.fixture(scope="module")
def states():
    """What there is of a longer training from its beginning to its end."""
    return list(follow(LONG, Trainings()))


def test_there_is_something_to_see_before_the_training_is_over(states):
    partial = [state for state in states if state.seeds and state.is_partial]
    assert partial and not states[0].seeds
    assert 0 < len(partial[0].reports[0].log.products) < 1_000
    shares = [state.share for state in states]
    assert shares == sorted(shares) and shares[-1] == 1.0


def test_of_a_training_under_way_a_single_picture_is_drawn_first(states, monkeypatch):
    drawn = []

    def note(screen, picture, state):
        screen.drawn[picture.plot.KEY] = [state]
        drawn.append(picture.plot.KEY)

    monkeypatch.setattr(Screen, "_picture", note)
    monkeypatch.setattr(Screen, "_strip", lambda screen, state: None)
    partial = next(state for state in states if state.seeds and state.is_partial)
    screen = Screen(LONG, MagicMock(), LIGHT)
    screen.draw(partial)
    assert drawn == ["recon-heat"]
    screen.draw(partial)
    assert {"recon-heat", "recon-ranking", "recon-outcome"} == set(drawn)
    n = len(drawn)
    screen.draw(partial)  # too early for another round
    assert len(drawn) == n
    screen.draw(states[-1])
    assert len(set(drawn)) == 6


@pytest.mark.parametrize(
    "plan",
    [
        Plan(steps=60, threshold=-0.4),
        Plan(steps=60, watch=0.8),
        Plan(steps=60, score="energy"),
    ],
)
def test_reading_the_training_otherwise_needs_no_training_of_the_networks(plan):
    trainings = Trainings()
    before = complete(SHORT, trainings)
    labs = {order for order in orders(trainings) if len(order.lanes) == 8}
    after = complete(replace(SHORT, plan=plan), trainings)
    assert {order for order in orders(trainings) if len(order.lanes) == 8} == labs
    (report,) = after.reports
    assert report.plan == plan
    assert report.log is before.reports[0].log


def test_a_split_by_hand_is_trained_unless_recon_trains_it_anyway():
    trainings = Trainings()
    complete(SHORT, trainings)
    n = len(orders(trainings))
    (chosen,) = complete(replace(SHORT, split=(4,)), trainings).chosen
    assert len(orders(trainings)) == n and chosen.lane == Lane((4,), 8)
    state = complete(replace(SHORT, split=(2, 4)), trainings)
    assert len(orders(trainings)) == n + 1 and state.is_by_hand
    lane = Lane((2, 4), 8)
    (expected,) = train(PlantedDisagreement(), LS(), (lane,), (0,), Plan(steps=60))
    np.testing.assert_array_equal(state.chosen[0].test_curve, expected.test_curve(lane))


def test_without_a_split_by_hand_recon_s_pick_is_shown():
    state = complete(SHORT)
    assert state.chosen[0].lane.split == state.pick == state.reports[0].selected
    assert not state.is_by_hand


def test_the_other_methods_are_trained_without_and_with_the_pick():
    state = complete(replace(SHORT, method=SAMGS(gamma=0.5)))
    (log,) = state.rivals
    methods = [rival for rival in RIVALS if not isinstance(rival, SAMGS)]
    assert [lane.method for lane in log.lanes] == [m for m in methods for _ in range(2)]
    assert {lane.split for lane in log.lanes} == {(), state.pick}
    cagrad = next(lane for lane in log.lanes if isinstance(lane.method, CAGrad) and lane.split)
    alone = Lane(state.pick, 8)
    (expected,) = train(PlantedDisagreement(), CAGrad(), (alone,), (0,), Plan(steps=60))
    np.testing.assert_allclose(log.cosine(cagrad)[:20], expected.cosine(alone)[:20], atol=1e-3)


def test_seeds_come_one_after_the_other_and_the_first_is_complete_before_the_others():
    states = [
        state for state in follow(replace(SHORT, seeds=3, seed=5), Trainings()) if state.seeds
    ]
    assert [report.seed for report in states[-1].reports] == [5, 6, 7]
    second = next(state for state in states if len(state.seeds) == 2)
    assert len(second.rivals) == 1
    assert len(states[-1].rivals) == 3


def test_stopping_keeps_what_is_done():
    trainings = Trainings()
    for state in follow(LONG, trainings):
        if state.seeds:
            break
    stop(LONG, trainings)
    (training,) = trainings.shelf.kept.values()
    wait([training], 60)
    assert training.has_failed
    kept = look(LONG, trainings)
    assert kept.is_partial and not kept.is_complete and len(kept.reports[0].rate) == 5
    again = next(state for state in follow(LONG, trainings) if state.seeds and not state.is_partial)
    assert again.reports[0].log.tested[-1] == 1_000


def test_an_error_in_a_training_is_told(monkeypatch):
    def fail(*_, **__):
        raise FloatingPointError("too much")

    monkeypatch.setattr("app.recon.trainings.train", fail)
    with pytest.raises(FloatingPointError, match="too much"):
        list(follow(SHORT, Trainings()))
