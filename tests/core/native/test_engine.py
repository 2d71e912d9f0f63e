"""A record says what took its steps, and a run can be told what is to take them."""

import numpy as np
import pytest
import torch

from samgs_core import Adam, Engine, Experiment, run, run_together
from samgs_core.methods import DWA, LS, MGDA, PCGrad
from samgs_core.native import store as store_module
from samgs_core.native.library import build
from samgs_core.native.spec import spec_of
from samgs_core.native.store import KERNELS
from samgs_core.step_rule import rule_of
from synthetic import OneOptimum


def experiment(method=None, steps=1_000, **changes):
    settings = {
        "landscape": OneOptimum(),
        "method": method or LS(),
        "optimizer": Adam(lr=0.02),
        "starts": ((-8.0, 5.0), (10.0, -3.0)),
        "steps": steps,
        "clip_norm": 1.0,
        "record_every": 50,
    }
    return Experiment(**(settings | changes))


@pytest.fixture
def on(has_compiler, monkeypatch):
    """The store of this process, on, with nothing loaded and nobody who makes code."""
    monkeypatch.setattr(KERNELS, "is_on", True)
    monkeypatch.setattr(KERNELS, "is_maker", False)
    monkeypatch.setattr(KERNELS, "loaded", {})
    monkeypatch.setattr(KERNELS, "asked", {})


def make(asked):
    x = torch.tensor(asked.starts, dtype=torch.float64)
    build(spec_of(rule_of(asked, x), x))


def test_of_two_equal_runs_the_later_one_may_be_code_and_the_records_say_so(on):
    asked = experiment(LS(), noise=0.01)
    first = run(asked)
    make(asked)
    later = run(asked)
    assert (first.engine, later.engine) == (Engine.TORCH, Engine.CODE)
    assert (first.engine, later.engine) == ("torch", "machine code")
    np.testing.assert_allclose(later.x[:, :10], first.x[:, :10], rtol=1e-6)


def test_a_run_that_keeps_to_torch_gives_the_same_numbers_before_and_after(on):
    asked = experiment(LS(), noise=0.02)
    first = run(asked, engine="torch")
    make(asked)
    later = run(asked, engine=Engine.TORCH)
    assert later.engine is Engine.TORCH
    np.testing.assert_array_equal(first.x, later.x)


def test_code_that_is_asked_for_serves_the_shortest_run_too(on):
    asked = experiment(PCGrad(), steps=3, record_every=1)
    make(asked)
    assert run(asked).engine == "torch"
    assert run(asked, engine="machine code").engine == "machine code"


def test_code_that_is_asked_for_is_made_first(has_compiler, monkeypatch):
    monkeypatch.setattr(store_module, "PATIENCE", 120.0)  # other tests may run beside
    store = store_module.KernelStore()
    store.start()
    monkeypatch.setattr(KERNELS, "for_rule", store.for_rule)
    assert run(experiment(MGDA(), steps=5), engine="machine code").engine is Engine.CODE


def test_where_there_is_no_code_torch_takes_the_steps(on):
    for asked in (experiment(DWA()), experiment(dtype="float32")):
        assert run(asked, engine="machine code").engine is Engine.TORCH


def test_of_experiments_together_each_has_its_own_engine(on):
    first, second = (experiment(method, noise=0.03) for method in (LS(), DWA()))
    make(first)
    engines = [each.engine for each in run_together((first, second))]
    assert engines == [Engine.CODE, Engine.TORCH]
    engines = [each.engine for each in run_together((first, second), engine="torch")]
    assert engines == [Engine.TORCH, Engine.TORCH]


def test_another_engine_is_refused():
    with pytest.raises(ValueError, match="engine must be 'torch' or 'machine code'.*got 'numpy'"):
        run(experiment(), engine="numpy")
