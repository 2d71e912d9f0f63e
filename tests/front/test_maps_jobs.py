"""Sweeps in other processes: in pieces that make the whole, stopped at once, kept, and shared."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import BrokenExecutor
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from app.figures import basins as plot
from app.maps.basins import BasinsMap
from app.maps.kind import Point
from app.maps.layers import basin_layers, grid_of
from app.runs.jobs import MAX_DEATHS, Job, job_of
from app.runs.pieces import pieces
from app.runs.workers import Workers
from app.study.atlas import Atlas
from app.study.study import Study
from samgs_core import Adam, Experiment
from samgs_core.methods import RLW, SAMGS
from samgs_core.survey import survey
from samgs_core.sweep import Axis, Sweep, not_run, run_sweep
from synthetic import OneOptimum

GRID = tuple((float(x), float(y)) for y in np.linspace(-9, 9, 30) for x in np.linspace(-9, 9, 30))


def sweep(steps=20, starts=GRID, axes=(), method=None, **changes):
    experiment = Experiment(
        landscape=OneOptimum(),
        method=method or SAMGS(),
        optimizer=Adam(lr=0.02),
        starts=starts,
        steps=steps,
        clip_norm=1.0,
        **changes,
    )
    return Sweep(experiment, axes)


GAMMAS = Axis("method", "gamma", tuple(np.linspace(0, 1, 50).tolist()))
CLIPS = Axis("experiment", "clip_norm", (0.1, 1.0, None))
SWEEPS = {
    "starts": lambda: sweep(),
    "one number": lambda: sweep(starts=GRID[:7], axes=(GAMMAS,)),
    "two numbers": lambda: sweep(starts=GRID[:20], axes=(GAMMAS, CLIPS)),
    "noise": lambda: sweep(method=RLW(), noise=0.5),
}


@pytest.fixture(scope="module")
def workers():
    workers = Workers(2)
    yield workers
    workers.end()


def test_a_piece_on_its_way_to_the_ends_is_not_over():
    job = Job(sweep())
    taken = [job.take_out() for _ in range(len(job.waiting))]
    for piece in taken:
        assert not job.done()
        job.put_in(piece, run_sweep(piece.sweep, device="cpu"))
    assert job.is_finished and job.result().done.all()


def finish(workers, *jobs, seconds=60):
    end = time.monotonic() + seconds
    while not all(job.done() for job in jobs):
        assert time.monotonic() < end, "the job took too long"
        workers.look_at(jobs)
        workers.wait(0.05)


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


def test_other_processes_find_the_same(workers):
    whole = sweep()
    job = Job(whole)
    finish(workers, job)
    assert not job.failure
    expected = run_sweep(whole, device="cpu")
    for part, value in zip(job.snapshot(), expected, strict=True):
        np.testing.assert_allclose(part, value, rtol=1e-9, atol=1e-9)


def test_a_job_that_nobody_looks_at_rests_and_goes_on_where_it_was(workers):
    job = Job(sweep(steps=3_000))
    workers.look_at([job])
    while job.version < 1:
        workers.look_at([job])
        workers.wait(0.05)
    kept = job.snapshot().done.sum()
    job.leave()
    began = time.monotonic()
    while job.taken:
        time.sleep(0.02)
        assert time.monotonic() - began < 1.5, "it went on"
    assert kept <= job.snapshot().done.sum() < job.sweep.n_lanes
    assert np.isfinite(job.ends.x[job.ends.done]).all()
    finish(workers, job)
    assert job.snapshot().done.all()


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


class Instead:
    """In the place of a process: notes what it is asked for, and answers at once."""

    def __init__(self):
        self.ran = []

    def run(self, sweep, progress):
        time.sleep(0.01)
        self.ran.append(sweep.experiment.steps)
        ends = not_run(sweep)
        ends.done[...] = True
        return ends


def test_a_process_that_dies_takes_nothing_with_it(workers):
    job = Job(sweep(steps=3_000))
    while not any(piece.share for piece in job.taken):
        workers.look_at([job])
        workers.wait(0.05)
    child = workers.children[0]
    pool = child.pool
    (pid,) = pool._processes
    os.kill(pid, signal.SIGKILL)
    finish(workers, job)
    assert job.snapshot().done.all()
    workers.look_at([Job(sweep(steps=30)) for _ in workers.children])
    until = time.monotonic() + 30
    while child.pool is pool:
        assert time.monotonic() < until, "it was not replaced"
        workers.wait(0.05)


def test_a_piece_over_which_processes_die_again_and_again_is_told(monkeypatch):
    monkeypatch.setattr("app.runs.workers.Child", Mortal)
    alone = Workers(1)
    job = Job(sweep(steps=50_000))
    finish(alone, job)
    assert "process" in job.failure
    (child,) = alone.children
    assert child.starts == MAX_DEATHS
    another = Job(sweep(steps=10))
    finish(alone, another)
    assert another.is_finished


class Mortal(Instead):
    """One whose process ends over long runs."""

    starts = 0

    def start(self):
        self.starts += 1

    def run(self, sweep, progress):
        if sweep.experiment.steps == 50_000:
            raise BrokenExecutor
        return super().run(sweep, progress)


def test_a_process_ends_with_the_page_s():
    script = "import os, time; from app.runs.workers import Child; child = Child()"
    script += "; print(child.pool.submit(os.getpid).result(), flush=True); time.sleep(600)"
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as page:
        worker = int(page.stdout.readline())
        page.kill()
    until = time.monotonic() + 20
    while is_there(worker):
        assert time.monotonic() < until, "it stayed"
        time.sleep(0.1)


def test_who_ends_the_workers_ends_their_processes():
    alone = Workers(1)
    alone.start()
    (child,) = alone.children
    pid = child.pool.submit(os.getpid).result()
    assert is_there(pid)
    alone.end()
    assert not is_there(pid)


def is_there(pid):
    """Whether a process runs, or sleeps; one that ended and that nobody asks about does not."""
    state = Path(f"/proc/{pid}/stat")
    return state.exists() and state.read_text().rpartition(")")[2].split()[0] != "Z"


def test_a_job_that_failed_is_begun_again():
    job = job_of(sweep(steps=7))
    assert job_of(sweep(steps=7)) is job
    job.fail(job.take_out(), "It broke.")
    assert job.failure == "It broke." and job.take_out() is None
    again = job_of(sweep(steps=7))
    assert again is not job and not again.done()


def test_the_same_map_is_the_same_job_whoever_asks():
    study = Study()
    assert basin_layers(study, 5)[0].job is basin_layers(Study(), 5)[0].job
    assert basin_layers(study, 5)[0].job is not basin_layers(study, 6)[0].job


def test_a_click_on_a_cell_opens_the_start_that_was_run_there():
    study = replace(Study(), steps=5)
    atlas = Atlas(side=4)
    kind = BasinsMap()
    (layer, *_) = kind.layers(study, atlas)
    x, y = grid_of(study.landscape, 4)
    found = [(type(layer.method), layer.job.snapshot())]
    values = plot.data(study.landscape, survey(study.landscape, 21), x, y, 5, found)
    for place, start in enumerate(layer.job.sweep.experiment.starts):
        assert kind.study_at(study, atlas, values, Point(0, place)).points == (start,)
