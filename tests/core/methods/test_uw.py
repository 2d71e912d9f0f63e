"""UW: weights learned as a joint descent would learn them."""

import pytest
import torch

from samgs_core.methods import UW
from tests.core.methods.built import rand, randn, steps


@pytest.mark.parametrize("lr", [0.025, 0.3])
def test_the_log_variances_follow_torch_s_adam_on_the_published_loss(lr):
    grads = [randn(5, 2, 3, seed=t) for t in range(40)]
    losses = [0.1 + 3 * rand(5, 2, seed=t) for t in range(40)]
    s = torch.zeros(5, 2, dtype=torch.float64, requires_grad=True)
    theirs = torch.optim.Adam([s], lr=lr)
    for t, (operated, state) in enumerate(steps(UW(lr=lr), grads, losses)):
        torch.testing.assert_close(operated, (torch.exp(-s) / 2).detach().unsqueeze(-1) * grads[t])
        theirs.zero_grad()
        ((torch.exp(-s) * losses[t] + s) / 2).sum().backward()
        theirs.step()
        torch.testing.assert_close(state.learned.value, s.detach())


def test_at_rest_a_weight_is_half_the_inverse_of_its_loss():
    losses = torch.tensor([[0.5, 4.0]], dtype=torch.float64)
    grads = randn(1, 2, 2, seed=0)
    *_, (_, state) = steps(UW(), [grads] * 3000, [losses] * 3000)
    torch.testing.assert_close(state.weights, 0.5 / losses, rtol=1e-4, atol=0)


@pytest.mark.parametrize("loss", [1e150, 1e-150])
def test_no_loss_makes_a_weight_overflow(loss):
    losses = torch.full((1, 2), loss, dtype=torch.float64)
    for _, state in steps(UW(lr=1.0), [randn(1, 2, 2, seed=0)] * 400, [losses] * 400):
        assert state.weights.isfinite().all() and state.learned.value.abs().max() <= 80


def test_it_asks_for_positive_losses():
    assert UW().needs_positive_losses()
