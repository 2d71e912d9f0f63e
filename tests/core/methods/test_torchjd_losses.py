"""The methods that weigh losses against an independent implementation of their loss functions."""

import pytest
import torch
from torchjd import scalarization

from samgs_core.methods import DWA, FAMO, GLS, IMTLL, RLW, STCH, UW
from tests.core.methods.built import DTYPE, rand, randn, steps

counts = pytest.mark.parametrize("n_tasks", [2, 3])
N_STEPS = 12


def history(n_tasks, seed=0):
    """Gradients [1, T, 4] and losses [1, T] above 0 for some steps."""
    grads = [randn(1, n_tasks, 4, seed=seed + t) for t in range(N_STEPS)]
    losses = [0.2 + 3 * rand(1, n_tasks, seed=100 + seed + t) for t in range(N_STEPS)]
    return grads, losses


def weights_of(scalarizer, losses):
    """The derivatives of a scalarisation after the losses, which weigh the gradients."""
    values = losses[0].clone().requires_grad_()
    total = scalarizer(values)
    total.backward()
    return values.grad


def ours(method, grads, losses):
    """Our weights in every step, from the merged gradients."""
    for (operated, _), g in zip(steps(method, grads, losses), grads, strict=True):
        yield (operated * g).sum(2)[0] / g.square().sum(2)[0]


@counts
def test_the_geometric_mean_agrees(n_tasks):
    grads, losses = history(n_tasks)
    for found, values in zip(ours(GLS(), grads, losses), losses, strict=True):
        expected = n_tasks * weights_of(scalarization.GeometricMean(), values)
        torch.testing.assert_close(found, expected)


@counts
@pytest.mark.parametrize("mu", [0.01, 0.1, 1.0])
def test_the_smooth_largest_loss_agrees(n_tasks, mu):
    grads, losses = history(n_tasks)
    preference = torch.tensor([0.5, 0.25, 0.25] if n_tasks == 3 else [2 / 3, 1 / 3], dtype=DTYPE)
    other = scalarization.STCH(mu=mu, weights=preference)
    method = STCH(mu=mu, lambda1=2.0)
    for found, values in zip(ours(method, grads, losses), losses, strict=True):
        torch.testing.assert_close(found, n_tasks**2 * weights_of(other, values))


@counts
@pytest.mark.parametrize(
    ("method", "make"), [(UW(lr=0.05), scalarization.UW), (IMTLL(lr=0.05), scalarization.IMTLL)]
)
def test_learned_weights_agree_if_adam_steps_them(n_tasks, method, make):
    other = make(n_tasks).double()
    adam = torch.optim.Adam(other.parameters(), lr=0.05)
    grads, losses = history(n_tasks)
    for found, values in zip(ours(method, grads, losses), losses, strict=True):
        adam.zero_grad()
        torch.testing.assert_close(found, weights_of(other, values), rtol=1e-9, atol=0)
        adam.step()


@counts
@pytest.mark.parametrize("decay", [0.0, 0.01])
def test_famo_agrees(n_tasks, decay):
    other = scalarization.FAMO(n_tasks, weight_decay=decay).double()
    grads, losses = history(n_tasks)
    for t, found in enumerate(ours(FAMO(decay=decay), grads, losses)):
        if t:
            other.update(losses[t][0])
        expected = n_tasks * weights_of(other, losses[t])
        torch.testing.assert_close(found, expected, rtol=1e-6, atol=0)


@counts
def test_dwa_agrees_where_an_epoch_is_a_period(n_tasks):
    other = scalarization.DWA(temperature=0.5)
    period = 10
    grads, losses = (
        [part[t % N_STEPS] * (1 + t / 7) for t in range(5 * period)] for part in history(n_tasks)
    )
    moved = 0.0
    for t, found in enumerate(ours(DWA(temperature=0.5, period="10"), grads, losses)):
        if t and t % period == 0:
            other.step()
        torch.testing.assert_close(found, weights_of(other, losses[t]))
        moved += float((found - 1).abs().max())
    assert moved > 0


@counts
def test_random_weights_have_the_same_mean_and_spread(n_tasks):
    torch.manual_seed(0)
    n = 4000
    other = scalarization.Random()
    theirs = torch.stack([weights_of(other, torch.ones(1, n_tasks, dtype=DTYPE)) for _ in range(n)])
    ones = torch.ones(1, n_tasks, 1, dtype=DTYPE)
    found = torch.cat([o for o, _ in steps(RLW(), [ones] * n)]).squeeze(-1) / n_tasks
    torch.testing.assert_close(found.sum(1), torch.ones(n, dtype=DTYPE))
    torch.testing.assert_close(found.mean(0), theirs.mean(0), rtol=0, atol=0.015)
    torch.testing.assert_close(found.std(0), theirs.std(0), rtol=0, atol=0.015)
