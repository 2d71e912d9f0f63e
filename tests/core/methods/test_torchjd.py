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


def ours(method, matrices):
    """Our merged gradients, those of one size in one batch."""
    found = [None] * len(matrices)
    for dim in {matrix.shape[1] for matrix in matrices}:
        places = [n for n, matrix in enumerate(matrices) if matrix.shape[1] == dim]
        batch = torch.stack([matrices[n] for n in places])
        for n, direction in zip(places, merged(method, [batch]), strict=True):
            found[n] = direction
    return found


def errors(method, make, n_tasks, times, spread=3.0, every=1):
    """Relative distances between our and their merged gradients; ``times`` is the convention."""
    matrices = samples(n_tasks, spread)[::every]
    pairs = [
        (own, theirs(make(), m)) for own, m in zip(ours(method, matrices), matrices, strict=True)
    ]
    return torch.stack([(own / times - d).norm() / d.norm() for own, d in pairs])


def test_pcgrad_agrees_on_pairs():
    assert errors(PCGrad(), aggregation.PCGrad, 2, times=1).max() < 1e-10


@counts
def test_imtl_g_agrees_where_the_gradients_are_independent(n_tasks):
    matrices = [m for m in samples(n_tasks, 1.0) if torch.linalg.cond(m) < 1e3]
    assert len(matrices) > 0.9 * N
    for matrix, own in zip(matrices, ours(IMTLG(), matrices), strict=True):
        d = theirs(aggregation.IMTLG(), matrix)
        torch.testing.assert_close(own / n_tasks, d, rtol=1e-6, atol=1e-8)


def test_mgda_agrees_on_pairs():
    def make():
        return aggregation.MGDA(epsilon=1e-9)

    assert errors(MGDA(), make, 2, times=2).max() < 1e-9


def test_mgda_is_never_longer_on_triples_and_as_near_as_convexity_says():
    near, matrices = 0, samples(3, 1.0)[::2]
    for matrix, found in zip(matrices, ours(MGDA(), matrices), strict=True):
        own, d = found / 3, theirs(aggregation.MGDA(epsilon=1e-9, max_iters=200), matrix)
        excess = d.square().sum() - own.square().sum()
        assert excess >= -1e-12
        assert (own - d).square().sum() <= excess + 1e-12
        near += bool((own - d).norm() < 1e-2 * matrix.norm())
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
    solved, matrices = 0, samples(n_tasks, 1.0)[::SOLVERS]
    for matrix, own in zip(matrices, ours(NashMTL(), matrices), strict=True):
        d = theirs(aggregation.NashMTL(n_tasks=n_tasks, max_norm=0.0), matrix)
        weights = torch.linalg.lstsq(matrix.T, d).solution
        if ((matrix @ d) * weights - 1).abs().max() > 1e-3:
            continue
        solved += 1
        torch.testing.assert_close(own, d, rtol=1e-2, atol=1e-2)
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
    solved, matrices = 0, samples(n_tasks, 1.0)[::SOLVERS]
    for matrix, own in zip(matrices, ours(FairGrad(alpha=alpha), matrices), strict=True):
        d = theirs(aggregation.FairGrad(alpha=alpha), matrix)
        weights = torch.linalg.lstsq(matrix.T, d).solution
        if (weights <= 0).any() or ((matrix @ d) * weights ** (1 / alpha) - 1).abs().max() > 1e-6:
            continue
        solved += 1
        assert (own - d).norm() < 1e-3 * d.norm()
    assert solved > 0.6 * N / SOLVERS


@counts
def test_sdmgrad_is_never_worse_by_its_own_measure(n_tasks):
    lam = 0.3
    near, matrices = 0, samples(n_tasks, 1.0)[::5]
    for matrix, found in zip(matrices, ours(SDMGrad(lam=lam), matrices), strict=True):
        weights = aggregation.SDMGradWeighting(lambda_=lam, n_iter=300, lr=1.0)(matrix @ matrix.T)
        own, d = found / n_tasks, weights @ matrix
        assert own.square().sum() <= d.square().sum() + 1e-12
        near += bool((own - d).norm() < 1e-2 * matrix.norm())
    assert near > 0.7 * len(matrices)
