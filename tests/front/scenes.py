"""Small runs that the tests of figures look at."""

from dataclasses import replace
from functools import cache

import numpy as np

from samgs_core import SGD, Adam, Experiment, run
from samgs_core.methods import LS, SAMGS, PCGrad
from samgs_core.survey import survey
from synthetic import OneOptimum, TwoBowls

LANDSCAPE = OneOptimum()
STARTS = ((-8.0, 5.0), (-3.0, 7.5), (10.0, -3.0))
METHODS = (LS(), PCGrad(), SAMGS(gamma=0.3))
BOWLS = TwoBowls()


@cache
def surveyed():
    return survey(LANDSCAPE, 41)


@cache
def records(steps=700, starts=STARTS, record_every=1):
    """Each of the methods on the landscape with the valleys."""
    return tuple(
        run(
            Experiment(
                landscape=LANDSCAPE,
                method=method,
                optimizer=Adam(lr=0.02),
                starts=starts,
                steps=steps,
                record_every=record_every,
                clip_norm=1.0,
            ),
            device="cpu",
        )
        for method in METHODS
    )


@cache
def diverged():
    """Each of the methods with steps so large that every run explodes."""
    return tuple(
        run(
            Experiment(
                landscape=BOWLS,
                method=method,
                optimizer=SGD(lr=3.0),
                starts=STARTS,
                steps=300,
                record_every=2,
            ),
            device="cpu",
        )
        for method in METHODS
    )


def with_gap(record):
    """The record with a zero gradient of the first task at the steps 10 to 29 of every start."""
    grads = record.grads.copy()
    grads[:, 10:30, 0] = 0
    return replace(record, grads=grads)


def pieces(points):
    """The stretches of points [n, 2] between rows of NaN."""
    gaps = np.flatnonzero(np.isnan(points).any(-1))
    return [piece[~np.isnan(piece).any(-1)] for piece in np.split(points, gaps)][:-1]


def lines_of(figure):
    """The lines of methods among a figure's traces."""
    return [t for t in figure.data if t.type == "scatter" and t.mode == "lines" and t.name]


def ends_of(figure):
    """The markers of methods among a figure's traces."""
    return [t for t in figure.data if t.type == "scatter" and t.mode == "markers" and t.name]
