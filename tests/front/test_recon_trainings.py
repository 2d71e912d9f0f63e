"""Trainings in the background: done once, kept within bounds, stopped with what there is."""

import threading
from concurrent.futures import wait

import numpy as np
import pytest

from app.recon import trainings as module
from app.recon.trainings import Order, Trainings
from samgs_core.methods import LS
from samgs_core.recon import Lane, Plan, train
from synthetic import PlantedDisagreement

PROBLEM = PlantedDisagreement()
LANES = (Lane((), 8), Lane((1,), 8))
SLOW = 60


def order(seed=0, steps=40):
    return Order(PROBLEM, LS(), LANES, seed, Plan(steps=steps))


def done(training):
    wait([training], SLOW)
    assert training.done()
    return training


@pytest.fixture
def trainings():
    return Trainings(workers=1)


@pytest.fixture
def held(monkeypatch):
    """Trainings report every step, and wait for leave after the first."""
    leave, began = threading.Event(), threading.Event()
    monkeypatch.setattr("samgs_core.recon.lab.PROGRESS_SECONDS", 0.0)
    note = module.Training._note

    def held_back(training, share, logs):
        began.set()
        assert leave.wait(SLOW)
        return note(training, share, logs)

    monkeypatch.setattr(module.Training, "_note", held_back)
    return began, leave


def test_it_gives_what_the_training_gives(trainings):
    training = done(trainings.start(order()))
    (expected,) = train(PROBLEM, LS(), LANES, (0,), Plan(steps=40))
    assert training.is_finished and training.seconds > 0
    np.testing.assert_array_equal(training.log.test_losses, expected.test_losses)


def test_a_training_is_done_once_whoever_asks(trainings):
    training = trainings.start(order())
    assert trainings.start(order()) is training
    assert trainings.start(done(training).order) is training and trainings.peek(order()) is training
    assert trainings.start(order(seed=1)) is not training


def test_a_stopped_training_keeps_what_is_done_and_can_be_done_again(trainings, held):
    began, leave = held
    training = trainings.start(order())
    assert began.wait(SLOW)
    trainings.stop(order())
    leave.set()
    assert not done(training).is_finished
    assert len(training.log.products) == 1
    again = trainings.start(order())
    assert again is not training and done(again).is_finished


def test_a_training_that_somebody_else_watches_is_not_stopped(trainings, held):
    began, leave = held
    with trainings.watched(trainings.start(order())) as training:
        assert began.wait(SLOW)
        trainings.stop(order())
        leave.set()
        assert done(training).is_finished


def test_a_training_that_nobody_watches_any_more_stops(trainings, held, monkeypatch):
    began, leave = held
    monkeypatch.setattr(module, "ALONE", 0.0)
    with trainings.watched(trainings.start(order(steps=2_000))) as training:
        assert began.wait(SLOW)
    leave.set()
    assert not done(training).is_finished


def test_an_error_is_kept_for_whoever_waits(trainings):
    training = done(trainings.start(order()._replace(lanes=(Lane((9,), 8),))))
    assert not training.is_finished and "Lane.split" in str(training.exception())


def test_what_was_not_asked_for_the_longest_is_forgotten_first():
    size = sum(array.nbytes for array in _arrays())
    trainings = Trainings(max_bytes=int(2.5 * size), workers=1)
    for seed in (0, 1):
        done(trainings.start(order(seed)))
    trainings.start(order(0))
    done(trainings.start(order(2)))
    trainings.pool.shutdown()
    assert [each.seed for each in trainings.shelf.kept] == [0, 2]


def test_a_training_under_way_is_not_forgotten(held):
    began, leave = held
    trainings = Trainings(max_bytes=-1, workers=1)  # so that everything is too much
    training = trainings.start(order())
    assert began.wait(SLOW)
    trainings.start(order(1))
    assert trainings.peek(order()) is training
    leave.set()
    done(training)


def _arrays():
    (log,) = train(PROBLEM, LS(), LANES, (0,), Plan(steps=40))
    return log.products, log.test_losses
