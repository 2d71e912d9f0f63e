"""Small maps whose ends are known, finished, diverged and cancelled."""

from dataclasses import replace
from functools import cache

import pytest

from app.figures import basins
from app.maps.layers import axes_of, grid_of
from app.study.study import Study
from samgs_core import SGD, Adam, Experiment
from samgs_core.methods import LS, SAMGS, PCGrad
from samgs_core.sweep import Sweep, not_run, run_sweep
from samgs_core.yardsticks import yardstick_of
from tests.front.scenes import BOWLS, LANDSCAPE, STARTS, surveyed

SIDE = 5


STEPS = 900


X, Y = grid_of(LANDSCAPE, SIDE)


GRID = tuple((float(x), float(y)) for y in Y for x in X)


METHODS = (LS(), PCGrad(), SAMGS())


def experiment(method, **changes):
    settings = {"landscape": LANDSCAPE, "method": method, "optimizer": Adam(lr=0.02)}
    settings |= {"starts": GRID, "steps": STEPS, "clip_norm": 1.0}
    return Experiment(**(settings | changes))


@cache
def ends(method):
    return run_sweep(Sweep(experiment(method)), device="cpu")


@cache
def diverged(method):
    explosive = {"landscape": BOWLS, "optimizer": SGD(lr=100.0), "clip_norm": None}
    return run_sweep(Sweep(experiment(method, **explosive)), device="cpu")


def cancelled(method):
    """The ends of a sweep of which every second lane was run."""
    whole, left = ends(method), not_run(Sweep(experiment(method)))
    for to, of in zip(left, whole, strict=True):
        to[:, ::2] = of[:, ::2]
    return left


SCENES = {"normal": ends, "cancelled": cancelled, "diverged": diverged}


every_scene = pytest.mark.parametrize("scene", SCENES)


def shown(scene):
    found = [(type(method), SCENES[scene](method)) for method in METHODS]
    return basins.data(LANDSCAPE, surveyed(), X, Y, STEPS, found)


def one_by_one(point, goal):
    """Whether a point is at the goal, in plain Python."""
    l1, l2 = point
    return abs(l1 - l2) < goal.gap and l1 + l2 < goal.total


def _grads(points):
    import torch

    return LANDSCAPE.losses_and_grads(torch.tensor(points, dtype=torch.float64))[1].numpy()


STUDY = replace(Study(), starts=STARTS, steps=120, drawn=(LS, SAMGS))


def swept(atlas):
    axes = axes_of(STUDY, atlas)
    varied = tuple(q.axis(values) for q, values in zip(*axes, strict=True))
    method = SAMGS()
    found = run_sweep(Sweep(STUDY.experiment(method), varied), device="cpu")
    values = yardstick_of(atlas.metric).of(found, surveyed(), STUDY.steps)
    return axes, found, values.reshape(*values.shape[:-2], -1)
