"""One step in slow motion: its stages are those of the run, and of the optimisers of torch."""

import numpy as np
import pytest
import torch

from samgs_core import SGD, Adam, Momentum, merge, run
from samgs_core.methods import LS, SAMGS, PCGrad
from samgs_core.optimizers import OPTIMIZERS, RMSProp
from samgs_core.record import Engine, Outcome
from samgs_core.stages import stages
from tests.core.bowls import experiment

STARTS = ((2.0, 1.0), (-1.5, 0.5), (0.3, -2.0))


def record_of(optimizer, method=None, **changed):
    settings = {"steps": 40, "clip_norm": 0.7} | changed
    method = PCGrad() if method is None else method
    own = experiment(method=method, optimizer=optimizer, starts=STARTS, **settings)
    return run(own, engine=Engine.TORCH)


@pytest.mark.parametrize("kind", OPTIMIZERS)
@pytest.mark.parametrize("clip", [None, 0.7])
def test_the_stages_lead_from_the_gradients_to_the_move(kind, clip):
    record = record_of(kind(lr=0.02), clip_norm=clip)
    told = stages(record, 1)
    assert (told.merged == record.merged[1]).all()
    length = np.linalg.norm(told.merged, axis=1, keepdims=True)
    factor = 1 if clip is None else np.minimum(1, clip / (length + 1e-6))
    assert told.clipped == pytest.approx(told.merged * factor, rel=1e-12)
    moves = np.diff(record.x[1], axis=0)
    assert told.move[:-1] == pytest.approx(moves) and np.isnan(told.move[-1]).all()
    assert told.update[:-1] == pytest.approx(moves, rel=1e-9)
    assert (told.next_x[:-1] == record.x[1, 1:]).all()
    assert (told.next_losses[:-1] == record.losses[1, 1:]).all()
    cosines = -(moves * told.merged[:-1]).sum(1) / np.linalg.norm(moves, axis=1) / length[:-1, 0]
    assert told.turn[:-1] == pytest.approx(np.degrees(np.arccos(np.clip(cosines, -1, 1))), abs=1e-5)


TORCHS = (
    (Adam(lr=0.02, beta1=0.8, beta2=0.95), torch.optim.Adam, {"betas": (0.8, 0.95)}),
    (Momentum(lr=0.02, momentum=0.8), torch.optim.SGD, {"momentum": 0.8}),
    (RMSProp(lr=0.02, alpha=0.9), torch.optim.RMSprop, {"alpha": 0.9}),
)


@pytest.mark.parametrize(("own", "kind", "settings"), TORCHS, ids=lambda each: str(each)[:12])
def test_what_is_remembered_is_what_torch_s_optimiser_remembers(own, kind, settings):
    told = stages(record_of(own), 0)
    x = torch.zeros(2, dtype=torch.float64, requires_grad=True)
    optimizer = kind([x], lr=0.02, **settings)
    for t, direction in enumerate(told.clipped[:-1]):
        x.grad = torch.tensor(direction)
        optimizer.step()
        state = optimizer.state[x]
        if kind is torch.optim.Adam:
            first = state["exp_avg"] / (1 - 0.8 ** (t + 1))
            second = (state["exp_avg_sq"] / (1 - 0.95 ** (t + 1))).sqrt()
            expected = [first, second]
        elif kind is torch.optim.SGD:
            expected = [state["momentum_buffer"]]
        else:
            expected = [state["square_avg"].sqrt()]
        assert told.memory[t] == pytest.approx(torch.stack(expected).numpy(), rel=1e-9)
    assert len(own.memory) == told.memory.shape[1]


def test_what_is_merged_is_what_the_method_makes_of_the_gradients():
    record = record_of(SGD(lr=0.02), PCGrad())
    told = stages(record, 2)
    for t in range(0, 40, 7):
        merged = merge(PCGrad(), record.grads[2, t])
        assert told.merged[t] == pytest.approx(merged.direction, rel=1e-12)
        assert told.operated_lengths[t] == pytest.approx(np.linalg.norm(merged.operated, axis=1))
        assert told.lengths[t] == pytest.approx(np.linalg.norm(record.grads[2, t], axis=1))


@pytest.mark.parametrize("method", [LS(), SAMGS()], ids=lambda method: method.key)
def test_a_record_of_every_nth_step_is_told_as_one_of_every_step(method):
    every, seldom = (record_of(Adam(lr=0.02), method, record_every=n) for n in (1, 7))
    expected, told = stages(every, 1), stages(seldom, 1)
    for name in expected._fields:
        right = getattr(expected, name)[seldom.steps]
        assert getattr(told, name) == pytest.approx(right, rel=1e-9, nan_ok=True), name


def test_what_takes_too_long_is_not_known():
    record = record_of(Adam(lr=0.02), record_every=7, steps=1_000)
    told = stages(record, 0, seconds=0.0)
    assert np.isnan(told.update).all() and np.isnan(told.turn).all()
    assert np.isfinite(told.clipped).all()


def test_a_run_that_diverged_takes_no_step_at_its_end():
    record = record_of(SGD(lr=1e3), clip_norm=None, steps=400)
    assert record.outcome[0] is Outcome.DIVERGED
    told, stopped = stages(record, 0), record.stopped_at[0]
    assert np.isfinite(told.next_x[:stopped]).all()
    assert np.isnan(told.update[stopped:]).all() and np.isnan(told.next_x[stopped:]).all()
