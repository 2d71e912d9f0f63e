"""The pieces of a sweep over an executor: the same numbers in slices, stopped at once."""

import pickle
from concurrent.futures import Executor, Future, ThreadPoolExecutor

import numpy as np
import pytest

from samgs_core import Adam, Engine, Experiment, spread, step_rule
from samgs_core import pieces as cut
from samgs_core.methods import FAMO, RLW, SAMGS
from samgs_core.native.store import KERNELS
from samgs_core.origin import Origin
from samgs_core.pieces import pieces
from samgs_core.sweep import Axis, Sweep, run_sweep
from synthetic import OneOptimum

STARTS = tuple((float(x), 7.0 - x) for x in np.linspace(-8, 8, 31))
GAMMAS = Axis("method", "gamma", tuple(np.linspace(0, 1, 20).tolist()))


def sweep(axes=(), seeds=(), method=None, steps=20, **changes):
    settings = {
        "landscape": OneOptimum(),
        "method": method or SAMGS(),
        "optimizer": Adam(lr=0.02),
        "starts": STARTS,
        "steps": steps,
        "clip_norm": 1.0,
    }
    return Sweep(Experiment(**(settings | changes)), axes, seeds)


class Elsewhere(Executor):
    """Runs what it is given at once; what goes in and out is pickled, as for another process."""

    def __init__(self):
        self.n_asked = 0

    def submit(self, work, *given):
        self.n_asked += 1
        future = Future()
        try:
            work, given = pickle.loads(pickle.dumps((work, given)))
            future.set_result(pickle.loads(pickle.dumps(work(*given))))
        except Exception as error:
            future.set_exception(error)
        return future


class Never(Executor):
    """Never gets round to anything."""

    def __init__(self):
        self.asked = []

    def submit(self, work, *given):
        self.asked.append(Future())
        return self.asked[-1]


def assert_same(found, expected):
    for name, values in expected._asdict().items():
        np.testing.assert_array_equal(getattr(found, name), values, err_msg=name)


SWEEPS = {
    "starts": lambda: sweep(),
    "one number": lambda: sweep((GAMMAS,), steps=5),
    "two numbers, two seeds": lambda: sweep(
        (GAMMAS, Axis("experiment", "clip_norm", (0.1, None))), (3, 5), steps=3
    ),
    "draws and noise, over blocks": lambda: sweep(method=RLW(), noise=0.5, steps=40),
    "learned weights": lambda: sweep(method=FAMO()),
}


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch):
    monkeypatch.setattr(cut, "LANE_STEPS", 1)
    monkeypatch.setattr(cut, "MIN_PIECE", 100)


@pytest.mark.parametrize("name", SWEEPS)
def test_a_run_that_goes_from_hand_to_hand_gives_the_same_numbers(name, monkeypatch):
    monkeypatch.setattr(spread, "SLICE", 0.0)  # it comes back after every step
    monkeypatch.setattr(step_rule, "BLOCK", 16)
    whole, elsewhere = SWEEPS[name](), Elsewhere()
    assert_same(run_sweep(whole, elsewhere), run_sweep(whole, device="cpu"))
    n_batches = len(whole.seeds) * len(pieces(whole))
    assert elsewhere.n_asked >= n_batches * whole.experiment.steps


def test_threads_give_the_same_numbers():
    whole = sweep((GAMMAS,))
    assert len(pieces(whole)) > 1
    with ThreadPoolExecutor(2) as pool:
        assert_same(run_sweep(whole, pool), run_sweep(whole, device="cpu"))


def test_what_is_stopped_is_cancelled_at_once_and_what_is_done_is_kept():
    nothing = Never()
    ends = run_sweep(sweep(), nothing, progress=lambda share: False)
    assert nothing.asked and all(future.cancelled() for future in nothing.asked)
    assert not ends.done.any()

    whole, told = sweep((GAMMAS,)), []

    def stop(share):
        told.append(share)
        return share < 0.3

    ends = run_sweep(whole, Elsewhere(), progress=stop)
    assert 0 < ends.done.sum() < whole.n_lanes and told == sorted(told)
    assert np.isfinite(ends.x[ends.done]).all() and np.isnan(ends.x[~ends.done]).all()


def test_what_goes_wrong_elsewhere_is_told_and_the_rest_is_cancelled():
    class Broken(Never):
        def submit(self, work, *given):
            future = super().submit(work, *given)
            if len(self.asked) == 2:
                future.set_exception(ModuleNotFoundError("No module named 'samgs_core'"))
            return future

    broken = Broken()
    with pytest.raises(ModuleNotFoundError, match="samgs_core"):
        run_sweep(sweep((GAMMAS,)), broken)
    assert broken.asked[0].cancelled()


def test_pieces_are_few_on_their_way_until_workers_are_heard_of():
    whole, nothing = sweep((GAMMAS,)), Never()
    assert len(pieces(whole)) > 2
    run_sweep(whole, nothing, progress=lambda share: False)
    assert len(nothing.asked) == 2


def test_another_machine_is_named(monkeypatch):
    other = Origin(Engine.TORCH, "torch 1.0, another processor", "other")
    monkeypatch.setattr("samgs_core.sweep_run.origin_of", lambda *of: other)
    with pytest.warns(UserWarning, match=r"torch \(torch 1\.0, another processor.*differently"):
        run_sweep(sweep(), Elsewhere())


def test_where_there_is_no_code_torch_stands_in_and_is_named(monkeypatch):
    monkeypatch.setattr(KERNELS, "start", lambda **how: None)
    monkeypatch.setattr("samgs_core.sweep.compiler", lambda: "/usr/bin/g++")
    with pytest.warns(UserWarning, match=r"by machine code \(.*and by torch \("):
        ends = run_sweep(sweep(), Elsewhere(), engine="machine code")
    assert_same(ends, run_sweep(sweep(), device="cpu"))


def test_a_device_is_not_an_executor_s():
    with pytest.raises(ValueError, match="device must be None with an executor; got 'cpu'"):
        run_sweep(sweep(), Elsewhere(), device="cpu")
