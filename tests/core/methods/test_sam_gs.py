"""SAM-GS: the facts that its formulas imply."""

import math

import pytest
import torch

from samgs_core.methods import SAMGS
from samgs_core.methods.sam_gs import pair_similarity
from tests.core.methods.built import DTYPE, merged, rand, randn, skewed, steps


def fixed_lengths(lengths, seed, dim=3):
    """Random gradients with the given lengths [B, T]."""
    grads = randn(*lengths.shape, dim, seed=seed)
    return grads / grads.norm(dim=-1, keepdim=True) * lengths.unsqueeze(-1)


def test_the_similarity_is_twice_the_product_over_the_sum_of_squares():
    a, b = torch.exp(6 * randn(2, 1000, seed=0))
    torch.testing.assert_close(pair_similarity(a, b), 2 * a * b / (a * a + b * b))
    assert pair_similarity(a, a).eq(1).all()


@pytest.mark.parametrize(
    ("gamma", "ratio"), [(0.1, 19.95), (0.3, 6.51), (0.5, 3.73), (0.7, 2.449), (0.9, 1.595)]
)
def test_the_branch_changes_at_the_known_ratio_of_lengths(gamma, ratio):
    lengths = torch.tensor([[1.0, ratio * 0.998], [1.0, ratio * 1.002]], dtype=DTYPE)
    ((_, state),) = steps(SAMGS(gamma=gamma), [fixed_lengths(lengths, seed=1)])
    assert state.equalised.tolist() == [False, True]


def test_the_printed_similarity_of_two_tasks_never_equalises_below_one_half():
    grads = skewed(100, 2, 3, seed=3, spread=8.0)
    ((_, state),) = steps(SAMGS(gamma=0.5, variant="paper"), [grads])
    assert not state.equalised.any() and state.similarity.min() >= 0.5


@pytest.mark.parametrize("beta2", [0.9, 0.99])
def test_a_constant_similarity_keeps_the_spread_constant(beta2):
    lengths = torch.exp(randn(20, 2, seed=4))
    history = [fixed_lengths(lengths, seed=t) for t in range(30)]
    psi = pair_similarity(*lengths.unbind(1))
    expected = (1 - psi) ** 2 + 1e-8 / (1 - beta2)
    for _, state in steps(SAMGS(beta2=beta2), history):
        torch.testing.assert_close(state.amplification**-2, expected, rtol=1e-9, atol=0)


@pytest.mark.parametrize(("beta2", "amplification"), [(0.99, 1000), (0.9, 10**3.5)])
def test_equal_lengths_are_amplified_by_the_known_factor(beta2, amplification):
    history = [fixed_lengths(torch.ones(5, 2, dtype=DTYPE), seed=t) for t in range(3)]
    for _, state in steps(SAMGS(beta2=beta2), history):
        torch.testing.assert_close(state.amplification, torch.full((5,), amplification).double())


def test_constant_gradients_are_squared_by_coordinate():
    grads = skewed(50, 2, 3, seed=6, spread=0.5)
    method = SAMGS(gamma=0.0, variant="paper", similarity="pairs")
    for operated, state in steps(method, [grads] * 5):
        expected = grads.sign() * grads**2 * state.amplification.reshape(-1, 1, 1)
        torch.testing.assert_close(operated, expected)


@pytest.mark.parametrize("gamma", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("n_tasks", [2, 3])
def test_no_coordinate_of_a_task_changes_its_sign(gamma, n_tasks):
    history = [skewed(50, n_tasks, 3, seed=t) for t in range(6)]
    operates = steps(SAMGS(gamma=gamma), history)
    for grads, (operated, _) in zip(history, operates, strict=True):
        assert (grads * operated >= 0).all()


@pytest.mark.parametrize(("gamma", "degree"), [(1.0, 1), (0.0, 2)])
def test_scaling_the_whole_history_scales_the_result_by_the_branch_s_degree(gamma, degree):
    history = [skewed(50, 2, 3, seed=t) for t in range(4)]
    larger = merged(SAMGS(gamma=gamma), [3 * grads for grads in history])
    torch.testing.assert_close(larger, 3**degree * merged(SAMGS(gamma=gamma), history))


def test_equalising_two_tasks_raises_no_loss_but_modulating_does():
    grads = randn(2000, 2, 2, seed=8)
    slopes = torch.einsum("btd,bd->bt", grads, merged(SAMGS(gamma=1.0), [grads]))
    assert (slopes >= -1e-12).all()
    slopes = torch.einsum("btd,bd->bt", grads, merged(SAMGS(gamma=0.0), [grads]))
    assert 0.3 < (slopes < 0).any(1).double().mean().item() < 0.5


def test_the_minimum_decides_the_branch_but_the_mean_stays_in_the_spread_of_the_code():
    lengths = torch.tensor([[1.0, 1.0, 100.0]], dtype=DTYPE)
    grads = fixed_lengths(lengths, seed=9)
    psi = 2 * 100 / (1 + 100**2)
    mean = (1 + 2 * psi) / 3
    for variant, kept in (("code", mean), ("paper", psi)):
        ((_, state),) = steps(SAMGS(variant=variant, similarity="minimum"), [grads])
        assert state.equalised.all()
        eps = 1e-6 if variant == "code" else 0
        spread = state.amplification.item() ** -2
        assert spread == pytest.approx((1 - kept) ** 2 + eps, rel=1e-5)


def test_a_zero_gradient_is_unlike_the_other_and_two_are_alike():
    grads = rand(3, 2, 2, seed=10)
    grads[1, 0] = 0
    grads[2] = 0
    ((operated, state),) = steps(SAMGS(), [grads])
    assert state.similarity[1] < 1e-11 and state.similarity[2] == 1
    torch.testing.assert_close(operated[1, 1], grads[1, 1])
    assert operated[1, 0].eq(0).all() and operated[2].eq(0).all()


def test_a_single_task_is_only_modulated():
    grads = randn(4, 1, 3, seed=11)
    ((operated, state),) = steps(SAMGS(), [grads])
    assert state.similarity.eq(1).all() and not state.equalised.any()
    torch.testing.assert_close(operated, 1e3 * grads * grads.abs())


def test_symmetric_gradients_stay_symmetric_to_the_last_bit():
    first = randn(1, 1, 2, seed=12)
    mirror = first * torch.tensor([-1.0, 1.0], dtype=DTYPE)
    (operated, _), *_ = steps(SAMGS(), [torch.cat((first, mirror), 1)])
    assert operated.sum(1)[0, 0] == 0
    assert math.isfinite(operated.sum())
