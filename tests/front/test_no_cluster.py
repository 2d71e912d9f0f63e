"""Without a cluster: nothing of Dask is loaded, and one that is missing is named."""

import socket
import threading
import time
from concurrent.futures import CancelledError, Executor
from contextlib import contextmanager
from importlib import import_module
from socketserver import BaseRequestHandler, TCPServer
from types import SimpleNamespace

import pytest

from app.maps import view
from app.maps.basins import BasinsMap
from app.runs import cluster as cluster_module
from app.runs.cluster import Absent, Cluster
from app.runs.jobs import Job
from app.runs.setting import MAX_BY_ITSELF, n_processes
from app.runs.workers import Workers
from app.study.link import decode
from samgs_core import Engine
from samgs_core.origin import Origin
from tests.front.dask_cluster import until
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
    assert warning.value.replace("\\", "").replace("\u2060", "") == workers.trouble
    workers.end()


@pytest.mark.parametrize("address", ["nonsense", "tcp://", "foo://127.0.0.1:1", "tcp://x:99999"])
def test_an_address_that_is_none_is_told_too(address):
    cluster = Cluster(address)
    cluster.visit()
    assert cluster.trouble.startswith(f"SURGERY_SCHEDULER is {address}: ")
    assert cluster.n_places == 0


@contextmanager
def silent():
    """One who accepts everybody and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@contextmanager
def rude():
    """One who accepts everybody and closes at once."""
    with TCPServer(("127.0.0.1", 0), BaseRequestHandler) as server:
        serving = threading.Thread(target=server.serve_forever, args=(0.02,))
        serving.start()
        yield server.server_address[1]
        server.shutdown()
        serving.join()


@pytest.mark.parametrize("somebody", [silent, rude])
def test_somebody_who_is_no_scheduler_is_told_and_leaves_nothing_behind(somebody, monkeypatch):
    import_module("distributed")  # takes a second or two
    monkeypatch.setattr(cluster_module, "PATIENCE", 0.2)
    with somebody() as port:
        cluster = Cluster(f"127.0.0.1:{port}")
        cluster.visit()
        n_threads = threading.active_count()
        for _ in range(3):
            began = time.monotonic()
            cluster.visit()
            assert time.monotonic() - began < 10
            assert "no scheduler answers there" in cluster.trouble
        until(lambda: threading.active_count() <= n_threads, "threads stay behind", seconds=10)


def test_a_cluster_that_comes_later_is_seen(monkeypatch):
    there = SimpleNamespace(status="running", nthreads=lambda: {"one": 2, "other": 1})
    there.close = lambda timeout: None
    answers = [TimeoutError(), there]

    def client(address):
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(cluster_module, "_client", client)
    cluster = Cluster("tls://anywhere:1")
    cluster.visit()
    assert cluster.trouble and not cluster.n_places
    cluster.visit()
    assert cluster.n_places == 3 and not cluster.trouble


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


class Closing(Executor):
    """Of a client that is closed by somebody else, who is the first to see that it must be."""

    def __init__(self, fails):
        self.submit = fails


@pytest.mark.parametrize(
    ("status", "error", "raised"),
    [
        ("connecting", CancelledError(), Absent),
        ("closed", RuntimeError("Tried sending message after closing."), Absent),
        ("running", ModuleNotFoundError("No module named 'samgs_core'"), ModuleNotFoundError),
    ],
)
def test_a_piece_is_lost_with_the_client_alone_and_other_errors_are_told(status, error, raised):
    def fails(*task):
        raise error

    cluster = Cluster("tls://anywhere:1")
    cluster.client = SimpleNamespace(status=status, get_executor=lambda pure: Closing(fails))
    with pytest.raises(raised):
        cluster.run(sweep(), Engine.TORCH, lambda share: True)


def test_how_many_processes_is_the_server_s_choice():
    assert 1 <= n_processes({}) <= MAX_BY_ITSELF
    assert n_processes({"SURGERY_MAP_PROCESSES": "1"}) == 1
    assert n_processes({"SURGERY_MAP_PROCESSES": "7"}) == 7
    for text in ("0", "-1", "two", "1.5", "1000"):
        with pytest.raises(ValueError, match=r"SURGERY_MAP_PROCESSES must be .*\[1, 256\]; got"):
            n_processes({"SURGERY_MAP_PROCESSES": text})


def test_a_map_says_what_computed_it_if_parts_round_differently(monkeypatch):
    monkeypatch.setattr(view, "run_and_draw", lambda layers, name, place, draw: draw())
    query = {"map.side": "4", "steps": "21", "methods": "ls"}
    study = decode(query).study
    (layer,) = BasinsMap().layers(study, study.atlas)
    one, other = (Origin(engine, "torch 1.0", "programs") for engine in Engine)
    for origins, n_told in (({one}, 0), ({one, other}, 1)):
        monkeypatch.setattr(layer.job, "origins", origins)
        told = [each.value for each in open_maps(query).caption]
        assert sum("round differently" in each for each in told) == n_told
