"""Methods with memory or chance agree with torchjd over several steps."""

import itertools

import pytest
import torch
from torchjd import aggregation

from samgs_core.methods import (
    ExcessMTL,
    GradDrop,
    GradVac,
    PCGrad,
)
from tests.core.methods.built import DTYPE, rand, randn, steps
from tests.core.methods.pairs import N, counts, samples, theirs


def direction_of_draws(matrix, draw):
    draws = torch.full((matrix.shape[1],), draw, dtype=DTYPE)
    return GradDrop().operate(matrix[None], matrix[None, :, 0], (), draws)[0][0].sum(0)


def orders(n_tasks, n_steps):
    """Draws for every way in which three tasks can order their visits, for each of the steps."""
    ways = []
    for flips in itertools.product((False, True), repeat=n_tasks):
        draws = torch.tensor([[0.0, 0.1, 0.2]] * n_tasks, dtype=DTYPE)
        for task in range(n_tasks):
            if flips[task]:
                draws[task] = draws[task].flip(0)
        ways.append(draws.flatten())
    return itertools.product(ways, repeat=n_steps)


def all_ways(method, matrices):
    """Our last merged gradient under every order of visits, [ways, D]."""
    found = []
    for way in orders(3, len(matrices)):
        state = method.init(matrices[0][None])
        for matrix, draws in zip(matrices, way, strict=True):
            operated, state = method.operate(matrix[None], matrix[None, :, 0], state, draws)
        found.append(operated.sum(1)[0])
    return torch.stack(found)


def test_graddrop_is_one_of_the_two_choices_in_every_coordinate():
    torch.manual_seed(0)
    for matrix in samples(2) + samples(3):
        d = theirs(aggregation.GradDrop(), matrix)
        low = direction_of_draws(matrix, 0.0)
        high = direction_of_draws(matrix, 1 - 1e-12)
        assert (torch.minimum((d - low).abs(), (d - high).abs()) < 1e-12).all()


@counts
def test_excessmtl_agrees_after_a_first_step_that_only_stores(n_tasks):
    for seed in range(N // 4):
        other = aggregation.ExcessMTL(robust_step_size=0.5, n_warmup_steps=1)
        history = [randn(1, n_tasks, 4, seed=4 * seed + t) for t in range(4)]
        ours = [o.sum(1)[0] / n_tasks for o, _ in steps(ExcessMTL(eta=0.5), history)]
        for grads, d in zip(history, ours, strict=True):
            torch.testing.assert_close(d, theirs(other, grads[0]), rtol=1e-5, atol=1e-6)


def test_pcgrad_on_triples_is_one_of_the_possible_orders():
    torch.manual_seed(0)
    for matrix in samples(3):
        d = theirs(aggregation.PCGrad(), matrix)
        nearest = (all_ways(PCGrad(), [matrix]) - d).norm(dim=1).min()
        assert nearest < 1e-10 * matrix.norm()


@pytest.mark.parametrize("beta", [0.5, 0.1])
def test_gradvac_agrees_on_pairs_over_four_steps(beta):
    for seed in range(N):
        other = aggregation.GradVac(beta=beta)
        history = [randn(1, 2, 4, seed=4 * seed + t) for t in range(4)]
        for grads, (ours, _) in zip(history, steps(GradVac(beta=beta), history), strict=True):
            d = theirs(other, grads[0])
            torch.testing.assert_close(ours.sum(1)[0], d, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("beta", [0.5, 0.1])
def test_gradvac_on_triples_is_one_of_the_possible_orders(beta):
    torch.manual_seed(0)
    for first in samples(3, 1.0)[::5]:
        second = first + 0.5 * randn(*first.shape, seed=int(1e6 * rand(1, seed=1)))
        method, other = GradVac(beta=beta), aggregation.GradVac(beta=beta)
        assert (all_ways(method, [first]) - theirs(other, first)).norm(dim=1).min() < 1e-5
        d = theirs(other, second)
        nearest = (all_ways(method, [first, second]) - d).norm(dim=1).min()
        assert nearest < 1e-5 * (1 + d.norm())
