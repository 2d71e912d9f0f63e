"""Sweeps on a grid of starts, and waiting for their ends."""

import time

import numpy as np

from samgs_core import Adam, Experiment
from samgs_core.methods import SAMGS
from samgs_core.sweep import Sweep
from samgs_core.sweep_run import SweepRun
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


def finish(workers, *jobs, seconds=200):
    end = time.monotonic() + seconds
    while not all(job.done() for job in jobs):
        assert time.monotonic() < end, "the job took too long"
        workers.look_at(jobs)
        workers.wait(0.05)


class Instead:
    """In the place of a process: notes what it is asked for, and answers at once."""

    def __init__(self):
        self.ran = []

    def run(self, sweep, engine, progress):
        time.sleep(0.01)
        self.ran.append(sweep.experiment.steps)
        run = SweepRun(sweep, engine)
        run.ends.done[...] = True
        return run

    def end(self):
        pass
