"""Without a cluster: nothing of Dask is loaded, and one that is missing is named."""

import socket
import time

import pytest

from app.maps import view
from app.runs.cluster import Absent, Cluster
from app.runs.jobs import Job
from app.runs.setting import MAX_BY_ITSELF, n_processes
from app.runs.workers import Workers
from tests.front.maps_page import open_maps
from tests.front.sweeps import Instead, finish, sweep


@pytest.fixture
def here(monkeypatch):
    monkeypatch.setattr("app.runs.workers.Child", Instead)


def empty_address():
    """An address at which nobody listens."""
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        return f"tcp://127.0.0.1:{place.getsockname()[1]}"


def test_a_scheduler_that_is_not_there_is_named_at_once_and_maps_run_here(here, monkeypatch):
    address = empty_address()
    workers = Workers(1, Cluster(address))
    began = time.monotonic()
    finish(workers, Job(sweep()))
    assert time.monotonic() - began < 20  # the first import of distributed is part of it
    assert workers.trouble.startswith(f"SURGERY_SCHEDULER is {address}: no scheduler answers")
    assert workers.trouble.endswith("Maps run in processes of the server's own machine meanwhile.")
    monkeypatch.setattr(view, "WORKERS", workers)
    monkeypatch.setattr(view, "run_and_draw", lambda layers, name, place, draw: draw())
    page = open_maps({"map.side": "3", "steps": "20", "methods": "ls"})
    (warning,) = page.warning
    assert warning.value.replace("\\", "") == workers.trouble
    workers.end()


@pytest.mark.parametrize("address", ["nonsense", "tcp://", "foo://127.0.0.1:1", "tcp://x:99999"])
def test_an_address_that_is_none_is_told_too(address):
    cluster = Cluster(address)
    cluster.visit()
    assert cluster.trouble.startswith(f"SURGERY_SCHEDULER is {address}: ")
    assert cluster.n_places == 0


def test_pieces_of_a_cluster_that_goes_away_run_here(here):
    class Fleeting(Cluster):
        n_visits = 0

        def visit(self):
            self.n_visits += 1
            self.n_places, self.trouble = (2, "") if self.n_visits == 1 else (0, "It went away.")

        def run(self, sweep, engine, progress):
            raise Absent

    workers = Workers(1, Fleeting("tcp://anywhere:1"))
    job = Job(sweep())
    finish(workers, job, seconds=20)
    assert not job.failure and workers.trouble == "It went away."
    (child,) = workers.children
    assert child.ran
    workers.end()


def test_how_many_processes_is_the_server_s_choice():
    assert 1 <= n_processes({}) <= MAX_BY_ITSELF
    assert n_processes({"SURGERY_MAP_PROCESSES": "1"}) == 1
    assert n_processes({"SURGERY_MAP_PROCESSES": "7"}) == 7
    for text in ("0", "-1", "two", "1.5", "1000"):
        with pytest.raises(ValueError, match=r"SURGERY_MAP_PROCESSES must be .*\[1, 256\]; got"):
            n_processes({"SURGERY_MAP_PROCESSES": text})
