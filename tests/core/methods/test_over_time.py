"""Methods with chance or memory, over many steps: averages, fixed points and what they forget."""

import pytest
import torch

from samgs_core.methods import DBMTL, FAMO, GLS, SI, ExcessMTL, GradDrop, GradNorm, MoCo
from tests.core.methods.built import DTYPE, merged, rand, randn, skewed, steps

THREE = torch.tensor([[[1, 0.5, -0.2], [-0.8, 0.6, 0.1], [0.2, -1, 0.7]]], dtype=DTYPE)


def mean_of(method, grads, n):
    """The mean merged gradient [D] over n draws and its standard error."""
    found = torch.cat([merged(method, [grads], draws_seed=seed) for seed in range(n)])
    return found.mean(0), found.std(0) / n**0.5


@pytest.mark.parametrize("n_tasks", [2, 3])
def test_graddrop_is_the_sum_on_average(n_tasks):
    grads = THREE[:, :n_tasks]
    mean, error = mean_of(GradDrop(), grads, 4000)
    assert (error > 0).any()
    assert ((mean - grads[0].sum(0)).abs() <= 4 * error + 1e-12).all()


def test_graddrop_keeps_just_one_sign_in_every_coordinate():
    grads = skewed(200, 3, 5, seed=0)
    ((operated, _),) = steps(GradDrop(), [grads])
    assert ((operated > 0).any(1) & (operated < 0).any(1)).sum() == 0
    assert ((operated == grads) | (operated == 0)).all()


def test_a_leak_keeps_that_share_of_what_is_dropped():
    grads = skewed(50, 2, 4, seed=0)
    plain, leaking = (merged(GradDrop(leak=leak), [grads]) for leak in (0.0, 0.25))
    torch.testing.assert_close(leaking, 0.75 * plain + 0.25 * grads.sum(1))


def test_famo_weighs_convexly_and_shifts_weight_to_the_task_that_gains_least():
    grads = [randn(20, 3, 4, seed=t) for t in range(50)]
    losses = [
        torch.exp(-torch.tensor([[0.1, 0.05, 0.0]], dtype=DTYPE) * t).expand(20, 3)
        for t in range(50)
    ]
    for _, state in steps(FAMO(), grads, losses):
        assert (state.shares >= 0).all() and (state.weights >= 0).all()
        torch.testing.assert_close(state.shares.sum(1), torch.ones(20, dtype=DTYPE))
        torch.testing.assert_close(state.weights.mean(1), torch.ones(20, dtype=DTYPE))
    assert (state.shares[:, :2] < state.shares[:, 2:]).all()


@pytest.mark.parametrize("alpha", [0.0, 1.0])
def test_gradnorm_comes_to_rest_where_the_lengths_are_as_the_rates(alpha):
    grads = torch.tensor([[[3.0, 0.0], [0.0, 1.0]]], dtype=DTYPE)
    first, later = (torch.tensor([row], dtype=DTYPE) for row in ((1.0, 2.0), (0.5, 0.8)))
    method = GradNorm(alpha=alpha, lr=0.002)
    *_, (operated, state) = steps(method, [grads] * 2000, [first, *[later] * 1999])
    lengths = operated.norm(dim=2)[0]
    assert lengths[0] / lengths[1] == pytest.approx((0.5 / 0.4) ** alpha, rel=0.02)
    torch.testing.assert_close(state.weights.sum(1), torch.tensor([2.0], dtype=DTYPE))


def test_db_mtl_makes_all_gradients_as_long_as_the_longest_of_its_memory():
    history = [skewed(30, 3, 4, seed=t, spread=1.0) for t in range(6)]
    losses = [0.1 + rand(30, 3, seed=t) for t in range(6)]
    for operated, state in steps(DBMTL(), history, losses):
        longest = state.buffer.norm(dim=2).amax(1, keepdim=True)
        torch.testing.assert_close(operated.norm(dim=2), longest.expand(-1, 3))
        cosine = torch.cosine_similarity(operated, state.buffer, dim=2)
        torch.testing.assert_close(cosine, torch.ones_like(cosine))


def test_without_memory_db_mtl_stretches_the_gradients_of_the_log_losses():
    grads, losses = skewed(30, 2, 4, seed=0), 0.1 + rand(30, 2, seed=1)
    ((operated, _),) = steps(DBMTL(beta=0.0), [grads], [losses])
    of_logs = grads / losses.unsqueeze(-1)
    expected = of_logs / of_logs.norm(dim=2, keepdim=True)
    expected = expected * of_logs.norm(dim=2).amax(1)[:, None, None]
    torch.testing.assert_close(operated, expected)


def test_moco_tracks_a_constant_gradient_and_leans_towards_the_weights_of_mgda():
    grads = torch.tensor([[[1.0, 0.0], [-3.0, 2.0]]], dtype=DTYPE)
    *_, (_, state) = steps(MoCo(normalization="none", gamma=1.0), [grads] * 2000)
    torch.testing.assert_close(state.tracked, grads, rtol=1e-6, atol=1e-6)
    assert state.weights[0, 0] > state.weights[0, 1]
    torch.testing.assert_close(state.weights.sum(1), torch.tensor([2.0], dtype=DTYPE))


def test_excessmtl_weighs_up_the_task_whose_risk_stays_high():
    history = [torch.tensor([[[1.0 / (1 + t), 0.0], [0.0, 1.0]]], dtype=DTYPE) for t in range(40)]
    *_, (_, state) = steps(ExcessMTL(eta=0.1), history)
    assert state.weights[0, 1] > 1.1 > 0.9 > state.weights[0, 0]


def test_si_descends_the_logarithms_and_gls_the_geometric_mean():
    grads, losses = skewed(30, 3, 4, seed=0), 0.1 + rand(30, 3, seed=1)
    of_logs = (grads / losses.unsqueeze(-1)).sum(1)
    torch.testing.assert_close(merged(SI(), [grads], [losses]), of_logs)
    mean = losses.prod(1, keepdim=True) ** (1 / 3)
    torch.testing.assert_close(merged(GLS(), [grads], [losses]), mean * of_logs)
