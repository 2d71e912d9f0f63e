"""Sweeps in other processes: in pieces that make the whole, stopped at once, kept, and shared."""

import time
from itertools import pairwise

import numpy as np
import pytest

from app.runs.jobs import Job
from app.runs.pieces import pieces
from app.runs.workers import Workers
from samgs_core.methods import RLW
from samgs_core.sweep import Axis, run_sweep
from tests.front.sweeps import GRID, Instead, finish, sweep

GAMMAS = Axis("method", "gamma", tuple(np.linspace(0, 1, 50).tolist()))


CLIPS = Axis("experiment", "clip_norm", (0.1, 1.0, None))


SWEEPS = {
    "starts": lambda: sweep(),
    "one number": lambda: sweep(starts=GRID[:7], axes=(GAMMAS,)),
    "two numbers": lambda: sweep(starts=GRID[:20], axes=(GAMMAS, CLIPS)),
    "noise": lambda: sweep(method=RLW(), noise=0.5),
}


def test_who_looks_at_a_job_again_wakes_nobody(monkeypatch):
    alone, told = Workers(0), []
    monkeypatch.setattr(alone.changed, "notify_all", lambda: told.append(1))
    job = Job(sweep())
    for _ in range(3):
        alone.look_at([job])
    assert told == [1]  # of the job that is new


def test_a_piece_on_its_way_to_the_ends_is_not_over():
    job = Job(sweep())
    taken = [job.take_out() for _ in range(len(job.waiting))]
    for piece in taken:
        assert not job.done()
        job.put_in(piece, run_sweep(piece.sweep, device="cpu"))
    assert job.is_finished and job.result().done.all()


@pytest.mark.parametrize("name", SWEEPS)
def test_pieces_make_the_whole(name):
    whole = SWEEPS[name]()
    found = Job(whole)
    parts = pieces(whole)
    assert len(parts) > 1
    assert sum(part.sweep.n_lanes for part in parts) == whole.n_lanes
    while piece := found.take_out():
        found.look()
        found.put_in(piece, run_sweep(piece.sweep, device="cpu"))
    assert found.is_finished and found.share == 1
    for name, part, expected in zip(
        found.ends._fields, found.ends, run_sweep(whole, device="cpu"), strict=True
    ):
        np.testing.assert_allclose(part, expected, rtol=1e-9, atol=1e-9, err_msg=name)


def test_the_first_piece_is_spread_over_the_map():
    first = pieces(sweep())[0].place[1]
    rows, columns = np.divmod(first, 30)
    assert 50 <= len(first) <= 200
    assert set(rows) == set(columns) and np.ptp(rows) > 20


def test_other_processes_find_the_same(two_processes):
    whole = sweep()
    job = Job(whole)
    finish(two_processes, job)
    assert not job.failure
    expected = run_sweep(whole, device="cpu")
    for part, value in zip(job.snapshot(), expected, strict=True):
        np.testing.assert_allclose(part, value, rtol=1e-9, atol=1e-9)


def test_a_job_that_nobody_looks_at_rests_and_goes_on_where_it_was(two_processes):
    starts = tuple((x + k / 10, y) for k in range(6) for x, y in GRID)
    job = Job(sweep(steps=1_000, starts=starts))
    assert len(job.waiting) >= 6  # once one is done, more are left than can run at once
    two_processes.look_at([job])
    while job.version < 1:
        two_processes.look_at([job])
        two_processes.wait(0.05)
    kept = job.snapshot().done.sum()
    job.leave()
    began = time.monotonic()
    while job.taken:
        time.sleep(0.02)
        assert time.monotonic() - began < 60, "it went on"
    done, version = job.snapshot().done, job.version
    assert kept <= done.sum() < job.sweep.n_lanes
    assert np.isfinite(job.ends.x[done]).all()
    assert done.sum() + sum(piece.sweep.n_lanes for piece in job.waiting) == job.sweep.n_lanes
    end = time.monotonic() + 60
    while job.version == version:
        assert time.monotonic() < end, "it rests for ever"
        two_processes.look_at([job])
        two_processes.wait(0.05)
    job.leave()
    assert job.snapshot().done[done].all() and job.snapshot().done.sum() > done.sum()


def test_two_jobs_take_turns(monkeypatch):
    monkeypatch.setattr("app.runs.workers.Child", Instead)
    alone = Workers(1)
    first, second = Job(sweep(steps=20_000)), Job(sweep(steps=10_000))
    n = len(first.waiting), len(second.waiting)
    finish(alone, first, second)
    (child,) = alone.children
    assert (child.ran.count(20_000), child.ran.count(10_000)) == n
    turns = child.ran[1 : 2 * min(n)]  # the first of all may have begun before the second was asked
    assert all(one != other for one, other in pairwise(turns))
