"""With a compiler, but no place that keeps code: runs stay in torch, and say so."""

import shutil
from types import SimpleNamespace

import pytest
import torch

from samgs_core import SGD, Experiment, run, runner
from samgs_core.methods import SAMGS
from samgs_core.native import library
from samgs_core.native import store as store_module
from samgs_core.native.library import build, path_of
from samgs_core.native.spec import spec_of
from samgs_core.native.store import KernelStore
from samgs_core.step_rule import rule_of
from synthetic import OneOptimum

EXPERIMENT = Experiment(
    landscape=OneOptimum(),
    method=SAMGS(),
    optimizer=SGD(lr=0.01),
    starts=((1.0, 2.0), (-3.0, 4.0)),
    steps=50,
)


@pytest.fixture
def cache(has_compiler, monkeypatch, tmp_path):
    """An empty cache of this test's own, whose code is made in this process."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(store_module, "_helper", lambda: SimpleNamespace(poll=lambda: None))
    monkeypatch.setattr(store_module, "_made", is_made)
    library.folder.cache_clear()
    yield tmp_path / "cache"
    library.folder.cache_clear()


def is_made(helper, spec):
    try:
        build(spec)
    except (OSError, RuntimeError):
        return False
    return True


def something_else_in_its_place(cache, monkeypatch):
    cache.write_text("no folder")
    return KernelStore()


def full(cache, monkeypatch):
    """The compiler may write half a kilobyte."""
    tool = cache.parent / "compiler"
    tool.write_text(f'#!/bin/sh\nulimit -f 1\nexec {library.compiler()} "$@"\n')
    tool.chmod(0o700)
    monkeypatch.setenv("CXX", str(tool))
    return KernelStore()


def removed_while_in_use(cache, monkeypatch):
    store = KernelStore()
    store.start()
    shutil.rmtree(library.folder())
    return store


def of_broken_code_that_cannot_be_removed(cache, monkeypatch):
    x = torch.tensor(EXPERIMENT.starts, dtype=torch.float64)
    (path_of(spec_of(rule_of(EXPERIMENT, x), x)) / "inside").mkdir(parents=True)
    return KernelStore()


BAD = (
    something_else_in_its_place,
    full,
    removed_while_in_use,
    of_broken_code_that_cannot_be_removed,
)


@pytest.mark.parametrize("folder", BAD, ids=lambda folder: folder.__name__)
def test_the_run_is_that_of_torch(folder, cache, monkeypatch):
    store = folder(cache, monkeypatch)
    monkeypatch.setattr(runner, "KERNELS", store)
    store.start()
    record = run(EXPERIMENT, engine="machine code")
    assert record.engine == "torch"
    assert record.x.tolist() == run(EXPERIMENT, engine="torch").x.tolist()
    assert not list(cache.rglob("*.draft"))


def test_with_a_good_folder_it_is_that_of_machine_code(cache, monkeypatch):
    monkeypatch.setattr(store_module, "PATIENCE", 120.0)
    monkeypatch.setattr(runner, "KERNELS", KernelStore())
    runner.KERNELS.start()
    assert run(EXPERIMENT, engine="machine code").engine == "machine code"
