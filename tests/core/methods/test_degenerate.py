"""Zero, collinear, tiny and huge gradients: everything stays a finite number."""

import pytest
import torch

from samgs_core.methods import IMTLG, LS, METHODS, MGDA, SAMGS, CAGrad, GradVac, NashMTL, PCGrad
from tests.core.methods.built import built, degenerate, merged, skewed, steps

MANY = [cls() for cls in METHODS] + [
    CAGrad(c=0.0),
    CAGrad(c=1.0),
    CAGrad(c=2.0),
    CAGrad(c=10.0, rescale=2),
    SAMGS(variant="paper"),
    SAMGS(gamma=1.0),
    SAMGS(gamma=0.0),
]
methods = pytest.mark.parametrize("method", MANY, ids=str)


@methods
@pytest.mark.parametrize("n_tasks", [2, 3, 10])
@pytest.mark.parametrize("factor", [1.0, 1e150, 1e-150])
def test_nothing_becomes_infinite_or_undefined(method, n_tasks, factor):
    grads = factor * built(n_tasks, 5)[40:]
    for operated, state in steps(method, [grads, 0 * grads, grads]):
        assert operated.isfinite().all()
        for value in state:
            assert torch.as_tensor(value).isfinite().all()


@methods
@pytest.mark.parametrize("n_tasks", [2, 3])
def test_lengths_from_tiny_to_huge_in_one_lane_stay_finite(method, n_tasks):
    grads = skewed(50, n_tasks, 3, seed=0, spread=340.0)
    for operated, state in steps(method, [grads] * 2):
        assert operated.isfinite().all()
        for value in state:
            assert torch.as_tensor(value).isfinite().all()


@methods
@pytest.mark.parametrize("n_tasks", [2, 3, 10])
def test_zero_gradients_stay_zero(method, n_tasks):
    zero = degenerate(n_tasks, 3)["all zero"]
    for operated, _ in steps(method, [zero] * 3):
        assert operated.abs().max() == 0


@pytest.mark.parametrize("method", [LS(), PCGrad(), MGDA(), CAGrad(), IMTLG()], ids=str)
@pytest.mark.parametrize("n_tasks", [2, 3])
@pytest.mark.parametrize("factor", [1e150, 1e-150, 1e-9])
def test_methods_of_degree_one_follow_a_common_factor_at_any_size(method, n_tasks, factor):
    grads = skewed(50, n_tasks, 4, seed=1)
    found = merged(method, [factor * grads]) / factor
    torch.testing.assert_close(found, merged(method, [grads]), rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("n_tasks", [2, 3])
def test_nash_leaves_a_zero_gradient_out_of_the_bargain(n_tasks):
    grads = degenerate(n_tasks, 4)["one zero"]
    others = NashMTL()
    found = merged(others, [grads])
    if n_tasks == 2:
        expected = grads[:, 1] / grads[:, 1].norm(dim=1, keepdim=True)
    else:
        expected = merged(others, [grads[:, 1:]])
    torch.testing.assert_close(found, expected, rtol=1e-8, atol=1e-8)


@pytest.mark.parametrize("n_tasks", [2, 3])
def test_nash_stops_where_gradients_are_opposite(n_tasks):
    for case in ("opposite", "opposite, unequal"):
        assert merged(NashMTL(), [degenerate(n_tasks, 4)[case]]).abs().max() < 1e-10


def test_mgda_and_imtl_g_stop_where_one_gradient_is_zero():
    for method in (MGDA(), IMTLG()):
        for n_tasks in (2, 3):
            assert merged(method, [degenerate(n_tasks, 4)["one zero"]]).abs().max() < 1e-9


def test_equal_gradients_give_their_sum_in_the_sum_convention():
    for n_tasks in (2, 3, 5):
        grads = degenerate(n_tasks, 4)["equal"]
        for method in (LS(), PCGrad(), GradVac(), MGDA(), IMTLG()):
            torch.testing.assert_close(merged(method, [grads]), n_tasks * grads[:, 0])
