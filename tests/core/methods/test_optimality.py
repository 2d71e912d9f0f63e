"""With many tasks, what the solvers return fulfils the conditions of its problem."""

import pytest
import torch

from samgs_core.methods import (
    IMTLG,
    MGDA,
    AlignedMTL,
    CAGrad,
    ConFIG,
    DualProj,
    FairGrad,
    NashMTL,
    SDMGrad,
    UPGrad,
)
from tests.core.methods.built import skewed, steps

many = pytest.mark.parametrize("n_tasks", [3, 5, 10])


def solved(method, n_tasks):
    """Independent gradients, the merged gradient, its slopes along them and the weights."""
    grads = skewed(100, n_tasks, n_tasks + 2, seed=n_tasks, spread=1.5)
    ((operated, state),) = steps(method, [grads])
    d = operated.sum(1)
    weights = getattr(state, "weights", None)
    return grads, d, torch.einsum("btd,bd->bt", grads, d), weights


@many
def test_no_task_gains_less_from_mgda_than_the_square_of_its_length(n_tasks):
    _, d, slopes, weights = solved(MGDA(), n_tasks)
    assert (weights >= 0).all()
    torch.testing.assert_close(weights.mean(1), torch.ones(100, dtype=torch.float64))
    square = d.square().sum(1) / n_tasks
    torch.testing.assert_close(slopes.amin(1), square, rtol=1e-8, atol=1e-12)


@many
@pytest.mark.parametrize("c", [0.3, 0.8, 1.0, 2.0])
def test_cagrad_stays_in_its_ball_and_weighs_only_the_tasks_that_gain_least(n_tasks, c):
    grads, d, slopes, weights = solved(CAGrad(c=c, rescale=0), n_tasks)
    mean = grads.mean(1)
    distance, radius = (d / n_tasks - mean).norm(dim=1), c * mean.norm(dim=1)
    torch.testing.assert_close(distance, radius, rtol=1e-8, atol=0)
    extra = weights - 1
    extra = extra / extra.sum(1, keepdim=True)
    assert (extra >= -1e-9).all()
    gap = (extra * slopes).sum(1) - slopes.amin(1)
    assert (gap <= 1e-8 * mean.square().sum(1)).all()


@many
def test_nash_gains_are_the_inverse_weights_and_its_length_is_fixed(n_tasks):
    _, d, slopes, weights = solved(NashMTL(), n_tasks)
    assert (weights > 0).all()
    torch.testing.assert_close(slopes * weights, torch.ones_like(weights), rtol=1e-9, atol=0)
    torch.testing.assert_close(d.square().sum(1), torch.full((100,), n_tasks).double())


@many
def test_imtl_g_has_the_same_part_along_every_gradient(n_tasks):
    grads, d, slopes, weights = solved(IMTLG(), n_tasks)
    parts = slopes / grads.norm(dim=2)
    torch.testing.assert_close(parts, parts[:, :1].expand_as(parts), rtol=1e-7, atol=1e-10)
    torch.testing.assert_close(weights.mean(1), torch.ones(100, dtype=torch.float64))


def projects(grads, target, found):
    """Whether ``found`` is the vector nearest to ``target`` that raises no loss."""
    slopes = torch.einsum("btd,bd->bt", grads, found)
    scale = grads.norm(dim=2) * target.norm(dim=1, keepdim=True)
    assert (slopes >= -1e-9 * scale).all()
    # What was added is a combination of the gradients with weights ≥ 0, only of those it touches.
    weights = torch.linalg.lstsq(grads.mT, (found - target).unsqueeze(-1)).solution.squeeze(-1)
    assert (weights * grads.norm(dim=2) >= -1e-7 * target.norm(dim=1, keepdim=True)).all()
    assert ((weights * slopes).abs() <= 1e-6 * target.square().sum(1, keepdim=True)).all()


@many
def test_upgrad_projects_every_gradient_onto_what_raises_no_loss(n_tasks):
    grads = skewed(100, n_tasks, n_tasks + 2, seed=n_tasks, spread=0.5)
    ((operated, _),) = steps(UPGrad(), [grads])
    for task in range(n_tasks):
        projects(grads, grads[:, task], operated[:, task])


@many
def test_dualproj_projects_the_sum_onto_what_raises_no_loss(n_tasks):
    grads = skewed(100, n_tasks, n_tasks + 2, seed=n_tasks, spread=0.5)
    ((operated, _),) = steps(DualProj(), [grads])
    projects(grads, grads.sum(1), operated.sum(1))


@many
@pytest.mark.parametrize("alpha", [0.5, 1.0, 2.0, 5.0])
def test_fairgrad_gains_are_the_powers_of_its_weights(n_tasks, alpha):
    _, _, slopes, weights = solved(FairGrad(alpha=alpha), n_tasks)
    assert (weights > 0).all()
    ratio = slopes * weights ** (1 / alpha)
    torch.testing.assert_close(ratio, torch.ones_like(ratio), rtol=1e-9, atol=0)


@many
def test_fairgrad_is_nash_where_alpha_is_one(n_tasks):
    grads = skewed(100, n_tasks, n_tasks + 2, seed=0, spread=1.5)
    ((ours, _),), ((nash, _),) = (list(steps(m, [grads])) for m in (FairGrad(alpha=1.0), NashMTL()))
    torch.testing.assert_close(ours, nash, rtol=1e-8, atol=1e-9)


@many
@pytest.mark.parametrize("lam", [0.0, 0.3, 2.0])
def test_no_share_could_shorten_sdmgrad(n_tasks, lam):
    grads, d, slopes, weights = solved(SDMGrad(lam=lam), n_tasks)
    least = lam / (1 + lam)
    assert (weights >= least - 1e-9).all()
    torch.testing.assert_close(weights.mean(1), torch.ones(100, dtype=torch.float64))
    free = weights - least
    gap = (free * slopes).sum(1) / free.sum(1) - slopes.amin(1)
    assert (gap <= 1e-8 * grads.square().sum((1, 2))).all()


@many
def test_config_has_the_same_cosine_to_every_gradient_and_the_length_of_their_parts(n_tasks):
    grads, d, slopes, _ = solved(ConFIG(), n_tasks)
    parts = slopes / grads.norm(dim=2)
    torch.testing.assert_close(parts, parts[:, :1].expand_as(parts), rtol=1e-7, atol=1e-10)
    torch.testing.assert_close(d.square().sum(1), slopes.sum(1))


@many
@pytest.mark.parametrize("scale", ["min", "median", "rmse"])
def test_aligned_mtl_adds_up_orthogonal_vectors_of_one_length(n_tasks, scale):
    grads = skewed(100, n_tasks, n_tasks + 2, seed=n_tasks, spread=0.5)
    ((operated, _),) = steps(AlignedMTL(scale=scale), [grads])
    left, sizes, right = torch.linalg.svd(grads, full_matrices=False)
    squares = sizes.square()
    sigma = {
        "min": squares.amin(1),
        "median": squares.median(1).values,
        "rmse": squares.mean(1),
    }[scale]
    expected = sigma.sqrt().unsqueeze(1) * (left @ right).sum(1)
    torch.testing.assert_close(operated.sum(1), expected, rtol=1e-7, atol=1e-9)
