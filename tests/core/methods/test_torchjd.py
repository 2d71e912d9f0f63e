"""The methods against an independent implementation, on random pairs and triples of gradients."""

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
    FairGrad,
    NashMTL,
    PCGrad,
    SDMGrad,
    UPGrad,
)
from tests.core.methods.built import merged
from tests.core.methods.pairs import N, counts, samples, theirs

SOLVERS = 4
"""Where the other side runs an iterative solver, one in so many of the samples is compared."""


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
