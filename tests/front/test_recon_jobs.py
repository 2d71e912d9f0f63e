"""Trainings in the background: done once, kept within bounds, stopped with what there is."""

import threading

import numpy as np
import pytest

from app.recon import jobs as module
from app.recon.jobs import Jobs, Order
from samgs_core.methods import LS
from samgs_core.recon import Lane, Plan, train
from synthetic import PlantedDisagreement

PROBLEM = PlantedDisagreement()
LANES = (Lane((), 8), Lane((1,), 8))
SLOW = 60


def order(seed=0, steps=40):
    return Order(PROBLEM, LS(), LANES, seed, Plan(steps=steps))


def done(job):
    assert job.is_over.wait(SLOW)
    return job


@pytest.fixture
def jobs():
    return Jobs(workers=1)


@pytest.fixture
def held(monkeypatch):
    """Trainings report every step, and wait for leave after the first."""
    leave, began = threading.Event(), threading.Event()
    monkeypatch.setattr("samgs_core.recon.lab.PROGRESS_SECONDS", 0.0)
    note = module.Job._note

    def wait(job, share, logs):
        began.set()
        assert leave.wait(SLOW)
        return note(job, share, logs)

    monkeypatch.setattr(module.Job, "_note", wait)
    return began, leave


def test_a_job_gives_what_the_training_gives(jobs):
    job = done(jobs.start(order()))
    (expected,) = train(PROBLEM, LS(), LANES, (0,), Plan(steps=40))
    assert job.is_finished and job.seconds > 0
    np.testing.assert_array_equal(job.log.test_losses, expected.test_losses)


def test_a_training_is_done_once_whoever_asks(jobs):
    job = jobs.start(order())
    assert jobs.start(order()) is job
    assert jobs.start(done(job).order) is job and jobs.peek(order()) is job
    assert jobs.start(order(seed=1)) is not job


def test_a_stopped_training_keeps_what_is_done_and_can_be_done_again(jobs, held):
    began, leave = held
    job = jobs.start(order())
    assert began.wait(SLOW)
    jobs.stop(order())
    leave.set()
    assert not done(job).is_finished
    assert len(job.log.products) == 1
    again = jobs.start(order())
    assert again is not job and done(again).is_finished


def test_a_training_that_somebody_else_watches_is_not_stopped(jobs, held):
    began, leave = held
    with jobs.watched(jobs.start(order())) as job:
        assert began.wait(SLOW)
        jobs.stop(order())
        leave.set()
        assert done(job).is_finished


def test_a_training_that_nobody_watches_any_more_stops(jobs, held, monkeypatch):
    began, leave = held
    monkeypatch.setattr(module, "ALONE", 0.0)
    with jobs.watched(jobs.start(order(steps=2_000))) as job:
        assert began.wait(SLOW)
    leave.set()
    assert not done(job).is_finished


def test_an_error_is_kept_for_whoever_waits(jobs):
    job = done(jobs.start(order()._replace(lanes=(Lane((9,), 8),))))
    assert not job.is_finished and "Lane.split" in str(job.error)


def test_what_was_not_asked_for_the_longest_is_forgotten_first():
    size = sum(array.nbytes for array in _arrays())
    jobs = Jobs(max_bytes=int(2.5 * size), workers=1)
    for seed in (0, 1):
        done(jobs.start(order(seed)))
    jobs.start(order(0))
    for seed in (2, 3):
        done(jobs.start(order(seed)))
    assert [each.seed for each in jobs.kept] == [0, 2, 3]
    jobs.start(order(3))
    assert [each.seed for each in jobs.kept] == [2, 3]


def test_a_training_under_way_is_not_forgotten(held):
    began, leave = held
    jobs = Jobs(max_bytes=-1, workers=1)  # so that everything is too much
    job = jobs.start(order())
    assert began.wait(SLOW)
    jobs.start(order(1))
    assert jobs.peek(order()) is job
    leave.set()
    done(job)


def _arrays():
    (log,) = train(PROBLEM, LS(), LANES, (0,), Plan(steps=40))
    return log.products, log.test_losses
