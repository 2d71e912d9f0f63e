"""The processes that run sweeps die, end and begin anew, and nothing is lost."""

import os
import signal
import time
from concurrent.futures import BrokenExecutor
from dataclasses import replace

from app.figures import basins as plot
from app.maps.basins import BasinsMap
from app.maps.kind import Point
from app.maps.layers import basin_layers, grid_of
from app.runs.jobs import Job, job_of
from app.runs.work import MAX_DEATHS
from app.runs.workers import Workers
from app.study.atlas import Atlas
from app.study.study import Study
from samgs_core.methods import DWA
from samgs_core.survey import survey
from tests.front.processes import assert_it_ends_with_its_page, is_there
from tests.front.sweeps import GRID, Instead, finish, sweep


class Mortal(Instead):
    """One whose process ends over long runs."""

    starts = 0

    def start(self):
        self.starts += 1

    def run(self, sweep, engine, progress):
        if sweep.experiment.steps == 50_000:
            raise BrokenExecutor
        return super().run(sweep, engine, progress)


def test_a_process_that_dies_takes_nothing_with_it(two_processes):
    slow = sweep(steps=1_000, starts=GRID[:200], method=DWA())  # for which there is no code
    job = Job(slow)
    while not any(piece.share for piece in job.taken):
        assert not job.done(), "nobody saw it run"
        two_processes.look_at([job])
        two_processes.wait(0.05)
    child = two_processes.children[0]
    pool = child.pool
    (pid,) = pool._processes
    os.kill(pid, signal.SIGKILL)
    finish(two_processes, job)
    assert job.snapshot().done.all()
    two_processes.look_at([Job(sweep(steps=30)) for _ in two_processes.children])
    until = time.monotonic() + 30
    while child.pool is pool:
        assert time.monotonic() < until, "it was not replaced"
        two_processes.wait(0.05)


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


def test_a_process_ends_with_the_page_s():
    script = "import os, time; from app.runs.child import Child; child = Child()"
    script += "; print(child.pool.submit(os.getpid).result(), flush=True); time.sleep(600)"
    assert_it_ends_with_its_page(script)


def test_who_ends_the_workers_ends_their_processes():
    alone = Workers(1)
    alone.start()
    (child,) = alone.children
    pid = child.pool.submit(os.getpid).result()
    assert is_there(pid)
    alone.end()
    assert not is_there(pid)


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
