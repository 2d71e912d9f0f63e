"""The methods against an independent implementation, on random pairs and triples of gradients."""

import itertools
import warnings

import pytest
import torch
from torchjd import aggregation
from torchjd.linalg import QuadprogProjector

from samgs_core.methods import (
    IMTLG,
    MGDA,
    AlignedMTL,
    CAGrad,
    ConFIG,
    DualProj,
    ExcessMTL,
    FairGrad,
    GradDrop,
    GradVac,
    NashMTL,
    PCGrad,
    SDMGrad,
    UPGrad,
)
from tests.core.methods.built import DTYPE, merged, rand, randn, skewed, steps

N = 100
SOLVERS = 4
"""Where the other side runs an iterative solver, one in so many of the samples is compared."""
counts = pytest.mark.parametrize("n_tasks", [2, 3])


def samples(n_tasks, spread=3.0):
    """Matrices of 2 to 5 columns (3 to 5 for three tasks), a quarter of them almost opposite."""
    found = []
    for dim in range(n_tasks, 6):
        n = -(-N // (6 - n_tasks))
        grads = skewed(n, n_tasks, dim, seed=dim, spread=spread)
        opposite = -grads[: n // 4, :1] * torch.exp(randn(n // 4, 1, 1, seed=dim))
        grads[: n // 4, 1:2] = opposite + 0.05 * grads[: n // 4, 1:2]
        found += list(grads)
    assert len(found) >= N
    return found[:N]


def theirs(aggregator, matrix):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return aggregator(matrix)


def errors(method, make, n_tasks, times, spread=3.0, every=1):
    """Relative distances between our and their merged gradients; ``times`` is the convention."""
    matrices = samples(n_tasks, spread)[::every]
    return torch.stack(
        [
            (merged(method, [m[None]])[0] / times - d).norm() / d.norm()
            for m in matrices
            if (d := theirs(make(), m)) is not None
        ]
    )


def test_pcgrad_agrees_on_pairs():
    assert errors(PCGrad(), aggregation.PCGrad, 2, times=1).max() < 1e-10


@counts
def test_imtl_g_agrees_where_the_gradients_are_independent(n_tasks):
    matrices = [m for m in samples(n_tasks, 1.0) if torch.linalg.cond(m) < 1e3]
    assert len(matrices) > 0.9 * N
    for matrix in matrices:
        ours = merged(IMTLG(), [matrix[None]])[0] / n_tasks
        torch.testing.assert_close(ours, theirs(aggregation.IMTLG(), matrix), rtol=1e-6, atol=1e-8)


def test_mgda_agrees_on_pairs():
    def make():
        return aggregation.MGDA(epsilon=1e-9)

    assert errors(MGDA(), make, 2, times=2).max() < 1e-9


def test_mgda_is_never_longer_on_triples_and_as_near_as_convexity_says():
    near = 0
    for matrix in samples(3, 1.0)[::2]:
        ours = merged(MGDA(), [matrix[None]])[0] / 3
        d = theirs(aggregation.MGDA(epsilon=1e-9, max_iters=200), matrix)
        excess = d.square().sum() - ours.square().sum()
        assert excess >= -1e-12
        assert (ours - d).square().sum() <= excess + 1e-12
        near += bool((ours - d).norm() < 1e-2 * matrix.norm())
    assert near > 0.5 * N / 2


@counts
@pytest.mark.parametrize(
    ("c", "median", "most"), [(0.2, 1e-7, 5e-4), (0.5, 1e-7, 5e-4), (1, 1e-4, 0.02)]
)
def test_cagrad_agrees_to_the_precision_of_their_solver(n_tasks, c, median, most):
    # At c = 1 their solver is less sure: the conditions of the solution are tested elsewhere.
    def make():
        return aggregation.CAGrad(c=c, norm_eps=1e-12)

    error = errors(CAGrad(c=c, rescale=0), make, n_tasks, n_tasks, spread=1.0, every=SOLVERS)
    assert error.median() < median and error.max() < most


@counts
def test_nash_agrees_where_their_solver_has_solved_the_conditions(n_tasks):
    solved = 0
    for matrix in samples(n_tasks, 1.0)[::SOLVERS]:
        d = theirs(aggregation.NashMTL(n_tasks=n_tasks, max_norm=0.0), matrix)
        weights = torch.linalg.lstsq(matrix.T, d).solution
        if ((matrix @ d) * weights - 1).abs().max() > 1e-3:
            continue
        solved += 1
        ours = merged(NashMTL(), [matrix[None]])[0]
        torch.testing.assert_close(ours, d, rtol=1e-2, atol=1e-2)
    assert solved > 0.8 * N / SOLVERS


@counts
@pytest.mark.parametrize(
    ("method", "theirs"), [(UPGrad(), aggregation.UPGrad), (DualProj(), aggregation.DualProj)]
)
def test_the_projections_agree_with_an_exact_projector(n_tasks, method, theirs):
    def make():
        return theirs(projector=QuadprogProjector(norm_eps=0.0, reg_eps=0.0))

    error = errors(method, make, n_tasks, times=n_tasks, spread=1.0)
    assert error.median() < 1e-12 and error.max() < (1e-9 if n_tasks == 2 else 1e-6)


@counts
@pytest.mark.parametrize("scale", ["min", "median", "rmse"])
def test_aligned_mtl_agrees_in_every_scale_mode(n_tasks, scale):
    def make():
        return aggregation.AlignedMTL(scale_mode=scale)

    assert errors(AlignedMTL(scale=scale), make, n_tasks, times=n_tasks).max() < 1e-7


@counts
def test_config_agrees(n_tasks):
    assert errors(ConFIG(), aggregation.ConFIG, n_tasks, times=1, spread=1.0).max() < 1e-7


@counts
@pytest.mark.parametrize("alpha", [0.5, 1.0, 2.0, 5.0])
def test_fairgrad_agrees_where_their_solver_has_solved_the_conditions(n_tasks, alpha):
    solved = 0
    for matrix in samples(n_tasks, 1.0)[::SOLVERS]:
        d = theirs(aggregation.FairGrad(alpha=alpha), matrix)
        weights = torch.linalg.lstsq(matrix.T, d).solution
        if (weights <= 0).any() or ((matrix @ d) * weights ** (1 / alpha) - 1).abs().max() > 1e-6:
            continue
        solved += 1
        ours = merged(FairGrad(alpha=alpha), [matrix[None]])[0]
        assert (ours - d).norm() < 1e-3 * d.norm()
    assert solved > 0.6 * N / SOLVERS


@counts
def test_sdmgrad_is_never_worse_by_its_own_measure(n_tasks):
    lam = 0.3
    near, matrices = 0, samples(n_tasks, 1.0)[::5]
    for matrix in matrices:
        weights = aggregation.SDMGradWeighting(lambda_=lam, n_iter=300, lr=1.0)(matrix @ matrix.T)
        d = weights @ matrix
        ours = merged(SDMGrad(lam=lam), [matrix[None]])[0] / n_tasks
        assert ours.square().sum() <= d.square().sum() + 1e-12
        near += bool((ours - d).norm() < 1e-2 * matrix.norm())
    assert near > 0.7 * len(matrices)


def test_graddrop_is_one_of_the_two_choices_in_every_coordinate():
    torch.manual_seed(0)
    for matrix in samples(2) + samples(3):
        d = theirs(aggregation.GradDrop(), matrix)
        low = direction_of_draws(matrix, 0.0)
        high = direction_of_draws(matrix, 1 - 1e-12)
        assert (torch.minimum((d - low).abs(), (d - high).abs()) < 1e-12).all()


def direction_of_draws(matrix, draw):
    draws = torch.full((matrix.shape[1],), draw, dtype=DTYPE)
    return GradDrop().operate(matrix[None], matrix[None, :, 0], (), draws)[0][0].sum(0)


@counts
def test_excessmtl_agrees_after_a_first_step_that_only_stores(n_tasks):
    for seed in range(N // 4):
        other = aggregation.ExcessMTL(robust_step_size=0.5, n_warmup_steps=1)
        history = [randn(1, n_tasks, 4, seed=4 * seed + t) for t in range(4)]
        ours = [o.sum(1)[0] / n_tasks for o, _ in steps(ExcessMTL(eta=0.5), history)]
        for grads, d in zip(history, ours, strict=True):
            torch.testing.assert_close(d, theirs(other, grads[0]), rtol=1e-5, atol=1e-6)


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
