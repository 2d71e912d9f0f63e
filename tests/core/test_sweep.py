"""A sweep: its lanes are what single runs are, whatever varies, and it may be stopped."""

import math
from dataclasses import replace

import numpy as np
import pytest

from samgs_core import Adam, Experiment, Momentum, run
from samgs_core.methods import FAMO, METHODS, RLW, SAMGS, PCGrad
from samgs_core.summary import summarise
from samgs_core.sweep import Axis, Ends, Sweep, run_sweep
from synthetic import HQF, OneOptimum, TwoBowls

STARTS = ((-8.0, 5.0), (-3.0, 7.5), (10.0, -3.0))


def base(method, **changes):
    settings = {
        "landscape": OneOptimum(),
        "method": method,
        "optimizer": Adam(lr=0.25),
        "starts": STARTS,
        "steps": 60,
        "clip_norm": 1.0,
    }
    return Experiment(**(settings | changes))


def single(experiment):
    """What a sweep should say of one experiment, from its record: each [starts] or [starts, 2]."""
    record = run(experiment, device="cpu")
    rows = summarise(record, None)

    def numbers(field):
        values = (getattr(row, field) for row in rows)
        return np.array([math.nan if value is None else value for value in values], dtype=float)

    return {
        "x": record.x[:, -1],
        "losses": record.losses[:, -1],
        "steps_taken": record.stopped_at,
        "steps_to_goal": numbers("steps_to_goal"),
        "at_goal": numbers("at_goal"),
        "conflict_rate": numbers("conflict_rate"),
        "regime_share": numbers("regime_share"),
        "clipped_share": numbers("clipped_share"),
    }


def agrees(ends, where, experiment):
    for name, expected in single(experiment).items():
        found = getattr(ends, name)[where]
        np.testing.assert_allclose(found, expected, rtol=1e-10, atol=1e-10, err_msg=name)


CASES = [
    (base(SAMGS()), (Axis("method", "gamma", (0.0, 0.1, 0.7)),)),
    (base(SAMGS()), (Axis("method", "beta1", (0.5, 0.9)), Axis("method", "beta2", (0.9, 0.99)))),
    (base(PCGrad()), (Axis("optimizer", "lr", (0.01, 0.1)), Axis("landscape", "scale1", (0.1, 1)))),
    (base(SAMGS()), (Axis("experiment", "clip_norm", (None, 1.0, 10.0)),)),
    (base(FAMO()), (Axis("landscape", "scale2", (0.5, 2.0)), Axis("method", "lr", (0.01, 0.1)))),
    (base(RLW(), noise=0.1), (Axis("experiment", "noise", (0.0, 0.1, 1.0)),)),
    (
        base(PCGrad(), landscape=TwoBowls(), optimizer=Momentum(lr=0.5), clip_norm=None),
        (Axis("landscape", "ratio", (1.0, 100.0)), Axis("optimizer", "momentum", (0.0, 0.9))),
    ),
]


@pytest.mark.parametrize(("experiment", "axes"), CASES)
@pytest.mark.parametrize("lanes_at_once", [5, 10_000])
def test_lanes_equal_single_runs(experiment, axes, lanes_at_once):
    sweep = Sweep(experiment, axes)
    ends = run_sweep(sweep, device="cpu", lanes_at_once=lanes_at_once)
    assert ends.done.shape == sweep.shape and ends.done.all()
    places = np.ndindex(*(len(axis.values) for axis in axes))
    for place, cell in zip(places, sweep.cells(), strict=True):
        agrees(ends, (*place, 0), cell)


@pytest.mark.parametrize("method", [method() for method in METHODS], ids=lambda method: method.key)
def test_without_an_axis_it_is_the_run_of_every_start(method):
    agrees(run_sweep(Sweep(base(method)), device="cpu"), 0, base(method))


def test_every_seed_is_a_run_of_its_own():
    sweep = Sweep(base(RLW()), (Axis("optimizer", "lr", (0.01, 0.02, 0.04)),), seeds=(0, 7))
    ends = run_sweep(sweep, device="cpu", lanes_at_once=4)
    for place, cell in enumerate(sweep.cells()):
        for turn, seed in enumerate(sweep.seeds):
            agrees(ends, (place, turn), replace(cell, seed=seed))
    assert not np.allclose(ends.x[:, 0], ends.x[:, 1])


def test_a_lane_that_diverges_is_counted_up_to_its_last_finite_point():
    sweep = Sweep(
        base(SAMGS(), optimizer=Momentum(lr=1.0), clip_norm=None, landscape=HQF(), steps=400),
        (Axis("optimizer", "lr", (1e-6, 10.0)),),
    )
    ends = run_sweep(sweep, device="cpu")
    assert ends.diverged(400).all(axis=(1, 2)).tolist() == [False, True]
    assert np.isfinite(ends.x).all()
    for place, cell in enumerate(sweep.cells()):
        agrees(ends, (place, 0), cell)


def test_a_sweep_that_is_stopped_keeps_what_is_done():
    told = []

    def stop(share):
        told.append(share)
        return share < 0.5

    sweep = Sweep(base(SAMGS(), steps=500), (Axis("method", "gamma", (0.0, 0.3, 0.6, 0.9)),))
    ends = run_sweep(sweep, device="cpu", lanes_at_once=3, progress=stop)
    assert 0 < ends.done.sum() < ends.done.size
    assert np.isfinite(ends.x[ends.done]).all() and np.isnan(ends.x[~ends.done]).all()
    assert told == sorted(told) and told[-1] >= 0.5


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Axis("weather", "wind", (1.0,)), r"Axis\.part must be one of .*; got 'weather'"),
        (lambda: Axis("method", "gamma", ()), r"Axis\.values must hold a value; got none"),
        (lambda: Axis("experiment", "steps", (1,)), r"must be 'clip_norm' or 'noise'; got 'steps'"),
        (
            lambda: Sweep(base(SAMGS()), (Axis("method", "variant", (1.0,)),)),
            r"Axis\.field must be a number of SAMGS; got 'variant'",
        ),
        (
            lambda: Sweep(base(SAMGS()), (Axis("method", "gamma", (0.1, 2.0)),)),
            r"SAMGS\.gamma must lie in \[0, 1\]; got 2\.0",
        ),
        (
            lambda: Sweep(base(SAMGS()), (Axis("method", "gamma", (0.1,)),) * 3),
            r"Sweep\.axes must be at most two; got 3",
        ),
        (
            lambda: Sweep(
                base(SAMGS()), (Axis("method", "gamma", (0.1,) * 1_000),), tuple(range(1_000))
            ),
            r"Sweep must have at most 2000000 lanes; got 3000000",
        ),
    ],
)
def test_what_cannot_be_swept_is_named(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_ends_are_numbers_for_every_lane():
    ends = run_sweep(Sweep(base(PCGrad())), device="cpu")
    assert isinstance(ends, Ends)
    for name, values in ends._asdict().items():
        assert values.shape[:2] == (1, 3), name
        assert np.isfinite(values).all() or name in {"regime_share", "steps_to_goal"}, name
