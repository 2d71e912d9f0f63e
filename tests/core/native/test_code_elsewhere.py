"""Machine code counts a sweep stretch by stretch, each of which may be taken by another process."""

import pickle

import numpy as np
import pytest

from samgs_core import Engine, step_rule
from samgs_core.methods import RLW, SAMGS
from samgs_core.native import drive
from samgs_core.native.store import KERNELS
from samgs_core.sweep import run_sweep
from samgs_core.sweep_run import SweepRun
from tests.core.test_spread import assert_same, sweep


def passed_on(run, times=3):
    """The run, gone on with so often for a stretch, pickled in between."""
    for _ in range(times):
        run.go_on(seconds=0)
        run = pickle.loads(pickle.dumps(run))
    assert not run.is_over
    return run


@pytest.fixture
def stretched(monkeypatch):
    monkeypatch.setattr(drive, "STRETCH", 300)
    monkeypatch.setattr(step_rule, "BLOCK", 16)


@pytest.mark.parametrize("method", [SAMGS(), RLW()], ids=lambda method: method.key)
def test_it_gives_the_same_numbers(method, used, stretched):
    whole = sweep(method=method, noise=0.1, steps=100)
    run = passed_on(SweepRun(whole, Engine.CODE))
    assert run.go_on() and run.is_over
    assert_same(run.ends, run_sweep(whole, device="cpu", engine="machine code"))
    assert {origin.engine for origin in run.origins} == {Engine.CODE}


def test_where_there_is_no_code_torch_begins_anew_and_is_named(used, stretched, monkeypatch):
    whole = sweep(steps=100)
    run = passed_on(SweepRun(whole, Engine.CODE))
    monkeypatch.setattr(KERNELS, "for_rule", lambda *of, **how: None)
    run.go_on()
    assert_same(run.ends, run_sweep(whole, device="cpu", engine="torch"))
    assert {origin.engine for origin in run.origins} == {Engine.CODE, Engine.TORCH}
    assert np.isfinite(run.ends.x).all()
