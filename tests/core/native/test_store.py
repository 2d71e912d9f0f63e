"""Code is made beside, used once it is there, and never needed."""

import pytest
import torch

from samgs_core import Adam, Experiment
from samgs_core.methods import DWA, LS, SAMGS, PCGrad
from samgs_core.native import library
from samgs_core.native import store as store_module
from samgs_core.native.library import Library, build, path_of
from samgs_core.native.spec import spec_of
from samgs_core.native.store import KERNELS, KernelStore
from samgs_core.step_rule import rule_of
from synthetic import OneOptimum, TwoBowls
from synthetic.formula import CustomLandscape

SHORT, LONG = 1_000, 20_000
"""Steps worth using code for, and worth waiting for it."""


def rule(method=None, steps=SHORT, landscape=None, **changes):
    settings = {
        "landscape": landscape or OneOptimum(),
        "method": method or LS(),
        "optimizer": Adam(),
        "starts": ((-8.0, 5.0),),
        "steps": steps,
    }
    experiment = Experiment(**(settings | changes))
    dtype = getattr(torch, experiment.dtype)
    x = torch.tensor(experiment.starts, dtype=dtype)
    return rule_of(experiment, x), x


@pytest.fixture
def on():
    """A store that is on, but has no process: what it asks for stays in its queue."""
    store = KernelStore()
    store.is_on = store.is_maker = True
    return store


def test_code_is_off_until_an_app_asks_for_it():
    assert not KERNELS.is_on
    assert KERNELS.for_rule(*rule(steps=LONG)) is None


def test_without_a_compiler_it_stays_off(monkeypatch):
    monkeypatch.setattr(store_module, "compiler", lambda: None)
    store = KernelStore()
    store.start()
    assert not store.is_on
    assert store.for_rule(*rule(steps=LONG)) is None


def test_without_a_folder_it_stays_off(monkeypatch, has_compiler):
    def refused():
        raise PermissionError("read-only file system")

    monkeypatch.setattr(library, "folder", refused)
    store = KernelStore()
    store.start()
    assert not store.is_on


def test_the_process_beside_makes_code_that_work_waits_for(has_compiler, monkeypatch):
    monkeypatch.setattr(store_module, "PATIENCE", 120.0)  # other tests may run beside
    store = KernelStore()
    store.start()
    code = store.for_rule(*rule(PCGrad(), steps=LONG))
    assert isinstance(code, Library)
    assert store.for_rule(*rule(PCGrad(), steps=SHORT)) is code
    failed = store.for_rule(*rule(DWA(), steps=LONG))
    assert failed is None
    after = store.for_rule(*rule(SAMGS(), steps=LONG))
    assert isinstance(after, Library), "the process goes on after a failure"


@pytest.mark.parametrize(
    "changes",
    [
        {"steps": 300},
        {"dtype": "float32"},
        {"landscape": CustomLandscape()},
    ],
    ids=["short", "single-precision", "formula"],
)
def test_what_is_not_worth_it_is_not_even_asked_for(on, changes):
    assert on.for_rule(*rule(**changes)) is None
    assert on.queue.empty()


def test_one_that_is_no_maker_uses_what_others_make(has_compiler):
    store = KernelStore()
    store.start(is_maker=False)
    asked, x = rule(SAMGS(variant="paper", similarity="minimum"), steps=LONG)
    assert store.for_rule(asked, x) is None
    build(spec_of(asked, x))
    assert isinstance(store.for_rule(asked, x), Library)


def test_a_plan_is_asked_for_once(on):
    for gamma in (0.1, 0.2, 0.3):
        assert on.for_rule(*rule(SAMGS(gamma=gamma, beta1=gamma), noise=0.1)) is None
    assert on.queue.qsize() == 1
    assert on.for_rule(*rule(SAMGS(variant="paper"), noise=0.1)) is None
    assert on.queue.qsize() == 2


def test_what_somebody_waits_for_comes_first(on, monkeypatch):
    monkeypatch.setattr(store_module, "PATIENCE", 0.0)
    for method in (LS(), PCGrad(), SAMGS()):
        on.for_rule(*rule(method, noise=0.2))
    on.for_rule(*rule(SAMGS(), noise=0.2, steps=LONG))
    *_, spec = on.queue.get()
    assert type(spec.method) is SAMGS


def test_what_is_on_disk_is_used_at_once(on, has_compiler):
    asked, x = rule(SAMGS())
    build(spec_of(asked, x))
    assert isinstance(on.for_rule(asked, x), Library)
    assert on.queue.empty()


def test_a_broken_file_is_made_again(on, folder):
    asked, x = rule(SAMGS(similarity="minimum"))
    path = path_of(spec_of(asked, x))
    path.write_bytes(b"no code")
    assert on.for_rule(asked, x) is None
    assert not path.exists() and on.queue.qsize() == 1


def test_the_oldest_files_go_first(monkeypatch, has_compiler, folder):
    monkeypatch.setattr(library, "MAX_FILES", 2)
    for method in (SAMGS(), LS(), PCGrad()):
        asked, x = rule(method, landscape=TwoBowls(), noise=0.1)
        build(spec_of(asked, x)).touch()
    assert len(list(folder.glob("*.so"))) == 2
