"""Sweeps in other processes: in pieces that make the whole, stopped at once, kept, and shared."""

import threading
import time
from dataclasses import replace

import numpy as np
import pytest

from app.maps import basins
from app.maps.kind import Point
from app.maps.layers import basin_layers, grid_of
from app.runs.sweeps import Job, JobStore, pieces
from app.runs.workers import Workers
from app.study.atlas import Atlas
from app.study.study import Study
from samgs_core import Adam, Experiment
from samgs_core.methods import RLW, SAMGS
from samgs_core.survey import survey
from samgs_core.sweep import Axis, Sweep, run_sweep
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
    return Workers(2)


def test_a_piece_on_its_way_to_the_ends_is_not_over():
    job, told = Job(sweep()), []
    job.waiting.clear()
    asking = threading.Thread(target=lambda: told.append(job.is_over))
    with job.lock:
        asking.start()
        asking.join(0.2)
        assert told == []
    asking.join()
    assert told == [True]


def finish(workers, *jobs, seconds=60):
    end = time.monotonic() + seconds
    while not all(job.is_over for job in jobs):
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
    assert found.is_over and found.share == 1
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
    while job.running:
        time.sleep(0.02)
        assert time.monotonic() - began < 1.5, "it went on"
    assert kept <= job.snapshot().done.sum() < job.sweep.n_lanes
    assert np.isfinite(job.ends.x[job.ends.done]).all()
    finish(workers, job)
    assert job.snapshot().done.all()


def test_two_jobs_take_turns(workers):
    slow, quick = Job(sweep(steps=20_000)), Job(sweep(steps=30))
    workers.look_at([slow])
    while not slow.running:
        workers.wait(0.05)
    while not quick.is_over:
        workers.look_at([slow, quick])
        workers.wait(0.05)
    assert not slow.is_over
    slow.leave()


def test_a_process_that_dies_is_told_and_replaced():
    alone = Workers(1)
    job = Job(sweep(steps=50_000))
    alone.look_at([job])
    while not job.running:
        alone.wait(0.05)
    _kill_child_of(alone)
    finish(alone, job)
    assert "process" in job.failure
    another = Job(sweep(starts=GRID[:5]))
    finish(alone, another)
    assert another.snapshot().done.all()


def _kill_child_of(workers):
    (child,) = workers.children
    child.process.kill()


def test_jobs_are_shared_kept_up_to_a_size_and_begun_again_if_they_failed():
    store = JobStore(max_bytes=300_000)
    first = store.get("a", sweep)
    assert store.get("a", sweep) is first
    first.failure = "It broke."
    again = store.get("a", sweep)
    assert again is not first
    for name in "bcdefgh":
        store.get(name, sweep)
    assert len(store.kept) < 8 and store.bytes <= 300_000
    assert store.get("a", sweep) is not again


def test_the_same_map_is_the_same_job_whoever_asks():
    study = Study()
    assert basin_layers(study, 5)[0].job is basin_layers(Study(), 5)[0].job
    assert basin_layers(study, 5)[0].job is not basin_layers(study, 6)[0].job


def test_a_click_on_a_cell_opens_the_start_that_was_run_there():
    study = replace(Study(), steps=5)
    atlas = Atlas(side=4)
    (layer, *_) = basins.layers(study, atlas)
    x, y = grid_of(study.landscape, 4)
    found = [(type(layer.method), layer.job.snapshot())]
    values = basins.plot.data(study.landscape, survey(study.landscape, 21), x, y, 5, found)
    for place, start in enumerate(layer.job.sweep.experiment.starts):
        assert basins.study_at(study, atlas, values, Point(0, place)).points == (start,)
