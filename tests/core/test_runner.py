"""The engine on a quadratic of its own: what a run records, and how it ends."""

from dataclasses import dataclass

import numpy as np
import pytest
import torch

from samgs_core import (
    OPTIMIZERS,
    SGD,
    Adam,
    Cancelled,
    Momentum,
    Outcome,
    RMSProp,
    Window,
    run,
)
from samgs_core.methods import SAMGS, PCGrad
from samgs_core.step_rule import clip
from tests.core.bowls import Bowls, experiment


def torch_optimizer(optimizer, x):
    match optimizer:
        case Adam():
            return torch.optim.Adam([x], lr=optimizer.lr, betas=(optimizer.beta1, optimizer.beta2))
        case SGD():
            return torch.optim.SGD([x], lr=optimizer.lr)
        case Momentum():
            return torch.optim.SGD([x], lr=optimizer.lr, momentum=optimizer.momentum)
        case RMSProp():
            return torch.optim.RMSprop([x], lr=optimizer.lr, alpha=optimizer.alpha)


@dataclass(frozen=True)
class BoxedBowls(Bowls):
    """The bowls, of which only a part may be entered."""

    box = Window(-0.5, 0.25, 1.0, 3.0)


def test_a_record_holds_every_nth_step_and_the_last_point():
    record = run(experiment(steps=25, record_every=10), device="cpu")
    assert record.steps.tolist() == [0, 10, 20, 25]
    assert record.x.shape == (2, 4, 2)
    assert record.losses.shape == (2, 4, 2)
    assert record.grads.shape == record.operated.shape == (2, 4, 2, 2)
    assert record.x.dtype == np.float64
    full = run(experiment(steps=25), device="cpu")
    np.testing.assert_array_equal(record.x, full.x[:, record.steps])


def test_a_position_is_recorded_before_its_step():
    record = run(experiment())
    np.testing.assert_array_equal(record.x[:, 0], record.experiment.starts)
    step = -0.1 * record.merged[:, :-1]
    np.testing.assert_allclose(record.x[:, 1:], record.x[:, :-1] + step, atol=1e-14)


def test_losses_and_gradients_belong_to_the_recorded_positions():
    record = run(experiment(method=PCGrad()))
    x = torch.tensor(record.x.reshape(-1, 2))
    losses, grads = Bowls().losses_and_grads(x)
    np.testing.assert_array_equal(record.losses.reshape(-1, 2), losses)
    np.testing.assert_array_equal(record.grads.reshape(-1, 2, 2), grads)


def test_records_cannot_be_written_to():
    record = run(experiment(method=SAMGS()))
    for array in (record.x, record.losses, record.grads, record.steps, record.stopped_at):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0
    with pytest.raises(ValueError, match="read-only"):
        record.diagnostics["similarity"][0] = 0


@pytest.mark.parametrize("optimizer", [cls(lr=0.03) for cls in OPTIMIZERS], ids=lambda o: o.key)
@pytest.mark.parametrize("norm", [None, 0.7])
def test_outer_optimisers_and_clipping_agree_with_torch(optimizer, norm):
    record = run(experiment(optimizer=optimizer, clip_norm=norm, starts=((0.5, 2.0),), steps=50))
    x = torch.tensor([0.5, 2.0], dtype=torch.float64, requires_grad=True)
    theirs = torch_optimizer(optimizer, x)
    for _ in range(50):
        theirs.zero_grad()
        Bowls().losses(x[None]).sum().backward()
        if norm is not None:
            torch.nn.utils.clip_grad_norm_([x], norm)
        theirs.step()
    np.testing.assert_allclose(record.x[0, -1], x.detach(), rtol=1e-10, atol=1e-14)


def test_clipping_leaves_short_directions_alone_and_keeps_their_angle():
    directions = torch.tensor([[0.3, 0.4], [30.0, 40.0]], dtype=torch.float64)
    clipped = clip(directions, 1.0)
    torch.testing.assert_close(clipped[0], directions[0])
    torch.testing.assert_close(clipped[1], torch.tensor([0.6, 0.8], dtype=torch.float64))


def test_a_run_is_put_back_into_its_box_after_every_step():
    free = run(experiment(steps=1), device="cpu")
    boxed = run(experiment(landscape=BoxedBowls(), steps=1), device="cpu")
    np.testing.assert_array_equal(boxed.x[:, 0], free.x[:, 0])
    np.testing.assert_array_equal(boxed.x[:, 1], free.x[:, 1].clip((-0.5, 1.0), (0.25, 3.0)))
    assert (boxed.x[:, 1] != free.x[:, 1]).any()
    end = run(experiment(landscape=BoxedBowls(), steps=200), device="cpu").x[:, -1]
    np.testing.assert_allclose(end, [[0, 1], [0, 1]], atol=1e-9)


def test_a_step_without_end_is_no_way_back_into_the_box():
    record = run(experiment(landscape=BoxedBowls(), optimizer=SGD(lr=1e3), steps=5))
    assert record.outcome == (Outcome.FINISHED, Outcome.FINISHED)
    infinite = BoxedBowls()
    object.__setattr__(infinite, "centres", lambda x: x.new_tensor([[1.0, 0.0], [-1e308, 0.0]]))
    record = run(experiment(landscape=infinite, optimizer=SGD(lr=1e3), steps=5))
    assert record.outcome == (Outcome.DIVERGED, Outcome.DIVERGED)
    assert (record.x == record.x[:, :1]).all()


def test_a_divergent_run_stops_at_its_last_finite_point_and_leaves_the_others_alone():
    record = run(experiment(optimizer=SGD(lr=100.0), starts=((0.5, 2.0), (0.0, 0.0)), steps=400))
    assert record.outcome == (Outcome.DIVERGED, Outcome.FINISHED)
    assert record.diverged.tolist() == [True, False]
    stopped = record.stopped_at[0]
    assert 0 < stopped < 400 and record.stopped_at[1] == 400
    assert np.isfinite(record.x).all()
    assert (record.x[0, stopped:] == record.x[0, stopped]).all()
    assert (record.x[0, stopped] != record.x[0, stopped - 1]).any()


def test_noise_is_shared_by_starts_and_methods_and_fixed_by_the_seed():
    noisy = run(experiment(noise=0.5, seed=3))
    _, exact = Bowls().losses_and_grads(torch.tensor(noisy.x.reshape(-1, 2)))
    noise = noisy.grads - exact.numpy().reshape(noisy.grads.shape)
    np.testing.assert_allclose(noise[0], noise[1], atol=1e-12)
    assert 0.3 < noise.std() < 0.7
    again = run(experiment(noise=0.5, seed=3, method=PCGrad(), starts=((0.5, 2.0),)))
    np.testing.assert_array_equal(again.grads[0, 0], noisy.grads[0, 0])
    other = run(experiment(noise=0.5, seed=4))
    assert (other.grads[0, 0] != noisy.grads[0, 0]).any()


def test_noise_goes_on_beyond_one_block_of_draws():
    record = run(experiment(noise=0.5, steps=1_100, optimizer=SGD(lr=1e-6)))
    first, second = record.grads[0, :512], record.grads[0, 512:1024]
    assert np.abs(first - second).max() > 0.1


def test_single_precision_stays_single():
    record = run(experiment(dtype="float32", method=SAMGS()))
    assert record.x.dtype == record.grads.dtype == np.float32


def test_progress_rises_and_can_cancel(monkeypatch):
    monkeypatch.setattr("samgs_core.runner.PROGRESS_SECONDS", 0.0)
    told = []
    run(experiment(), progress=told.append)
    assert told == sorted(told) and told[0] == 0 and told[-1] == 1
    with pytest.raises(Cancelled):
        run(experiment(), progress=lambda share: share < 0.5)


def test_one_start_gives_the_same_path_alone_and_in_a_batch_of_a_hundred():
    starts = tuple((0.1 * i - 5.0, 0.05 * i) for i in range(100))
    batch = run(experiment(starts=starts, method=SAMGS(), optimizer=Adam(lr=0.01), steps=200))
    alone = run(
        experiment(starts=starts[37:38], method=SAMGS(), optimizer=Adam(lr=0.01), steps=200)
    )
    np.testing.assert_allclose(batch.x[37], alone.x[0], atol=1e-12)


def test_a_record_too_large_for_memory_is_refused_before_it_starts():
    with pytest.raises(ValueError, match="record_every must be large enough"):
        run(experiment(starts=((0.0, 0.0),) * 10_000, steps=20_000))
