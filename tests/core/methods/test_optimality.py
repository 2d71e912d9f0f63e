"""With many tasks, what the solvers return fulfils the conditions of its problem."""

import pytest
import torch

from samgs_core.methods import IMTLG, MGDA, CAGrad, NashMTL
from tests.core.methods.built import skewed, steps

many = pytest.mark.parametrize("n_tasks", [3, 5, 10])


def solved(method, n_tasks):
    """Independent gradients, the merged gradient, its slopes along them and the weights."""
    grads = skewed(100, n_tasks, n_tasks + 2, seed=n_tasks, spread=1.5)
    ((operated, state),) = steps(method, [grads])
    d = operated.sum(1)
    return grads, d, torch.einsum("btd,bd->bt", grads, d), state.weights


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
