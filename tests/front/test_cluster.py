"""Sweeps on a real Dask cluster of two workers: the same numbers, whatever happens to it."""

import time

import numpy as np
import pytest

from app.runs.cluster import Cluster
from app.runs.jobs import Job
from app.runs.workers import Workers
from samgs_core import pieces as cut
from samgs_core.methods import RLW
from samgs_core.sweep import run_sweep
from samgs_core.sweep_run import SweepRun
from tests.front.dask_cluster import PATIENCE, dask_cluster, until
from tests.front.sweeps import Instead, finish, sweep


@pytest.fixture(scope="module")
def dask(tmp_path_factory):
    with dask_cluster(tmp_path_factory.mktemp("dask"), 2) as cluster:
        yield cluster


@pytest.fixture(scope="module")
def client(dask):
    from distributed import Client

    with Client(dask.address, timeout=60, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=60)
        yield client


@pytest.fixture
def small_pieces(monkeypatch):
    monkeypatch.setattr(cut, "LANE_STEPS", 1)
    monkeypatch.setattr(cut, "MIN_PIECE", 100)


def assert_same(found, expected):
    for name, values in expected._asdict().items():
        np.testing.assert_array_equal(getattr(found, name), values, err_msg=name)


def test_a_sweep_there_equals_one_here(client, small_pieces):
    whole = sweep(method=RLW(), noise=0.5)
    assert len(cut.pieces(whole)) > 4
    assert_same(run_sweep(whole, client.get_executor()), run_sweep(whole, device="cpu"))


def test_a_worker_that_is_killed_in_the_middle_takes_nothing_with_it(dask, client, small_pieces):
    whole, shares = sweep(steps=100), []

    def kill(share):
        if share > 0 and not shares:
            dask.workers.pop().kill()
            dask.add_worker()
        shares.extend([share] if share > 0 else ())
        return True

    ends = run_sweep(whole, client.get_executor(), progress=kill)
    assert 0 < shares[0] < 1
    assert_same(ends, run_sweep(whole, device="cpu"))
    client.wait_for_workers(2, timeout=60)


def test_what_is_cancelled_ends_within_two_seconds(client):
    began = []

    def stop(share):
        if share > 0 and not began:
            began.append(time.monotonic())
        return not began

    run_sweep(sweep(steps=50_000), client.get_executor(), progress=stop)
    assert time.monotonic() - began[0] < 2
    until(lambda: not any(client.processing().values()), "it went on")


def test_the_maps_of_the_app_run_there(dask, client):
    workers = Workers(1, Cluster(dask.address))
    job, here = Job(sweep()), Job(sweep())
    finish(workers, job)
    while piece := here.take_out():
        run = SweepRun(piece.sweep, "torch")
        run.go_on()
        here.put_in(piece, run.ends, run.origins)
    assert_same(job.result(), here.result())
    assert job.origins == here.origins and not workers.trouble
    assert not workers.children
    until(lambda: workers.cluster.n_places == 2, "a place was not seen")
    workers.end()


def test_a_map_that_nobody_looks_at_rests_there_too(dask, client):
    workers = Workers(1, Cluster(dask.address))
    job = Job(sweep(steps=50_000))
    end = time.monotonic() + PATIENCE
    while not any(client.processing().values()):
        assert time.monotonic() < end, "it did not begin"
        workers.look_at([job])
        workers.wait(0.05)
    job.leave()
    until(lambda: not job.taken, "it went on")
    until(lambda: not any(client.processing().values()), "it went on there")
    assert not job.failure
    workers.end()


def test_without_workers_and_without_a_scheduler_maps_run_here(tmp_path, monkeypatch):
    monkeypatch.setattr("app.runs.workers.Child", Instead)
    monkeypatch.setattr("app.runs.workers.RETRY", 0.1)
    with dask_cluster(tmp_path, 0) as lonely:
        workers = Workers(1, Cluster(lonely.address))
        workers.start()
        until(lambda: workers.trouble, "it was not seen")
        assert f"SURGERY_SCHEDULER is {lonely.address}: the scheduler there" in workers.trouble
        assert "has no workers" in workers.trouble
        finish(workers, Job(sweep()))
        lonely.scheduler.kill()
        until(lambda: "no scheduler answers there" in workers.trouble, "it was not seen")
        finish(workers, Job(sweep()))
        workers.end()
