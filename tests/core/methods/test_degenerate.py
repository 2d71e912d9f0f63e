"""Zero, collinear, tiny and huge gradients: everything stays a finite number."""

import pytest
import torch

from samgs_core.methods import (
    IMTLG,
    LS,
    MGDA,
    AlignedMTL,
    CAGrad,
    ConFIG,
    DualProj,
    GradVac,
    NashMTL,
    PCGrad,
    SDMGrad,
    UPGrad,
)
from tests.core.methods.built import VARIANTS, built, degenerate, merged, skewed, steps, tensors

methods = pytest.mark.parametrize("method", VARIANTS, ids=str)
LOSSES = (1.0, 0.0, -3.0, 1e-150, 1e150)


def all_finite(method, history, losses=None):
    return all(
        value.isfinite().all()
        for operated, state in steps(method, history, losses)
        for value in (operated, *tensors(state))
    )


def at_sizes(n_tasks, *factors):
    """Gradients of all sorts, times each factor, in one batch: its lanes do not meet."""
    grads = built(n_tasks, 5)[40::3]
    return torch.cat([factor * grads for factor in factors])


@methods
@pytest.mark.parametrize("n_tasks", [2, 3, 10])
def test_nothing_becomes_infinite_or_undefined(method, n_tasks):
    grads = at_sizes(n_tasks, 1.0, 1e150, 1e-150)
    assert all_finite(method, [grads, 0 * grads, grads])


@methods
@pytest.mark.parametrize("n_tasks", [2, 3])
def test_lengths_from_tiny_to_huge_in_one_lane_stay_finite(method, n_tasks):
    assert all_finite(method, [skewed(50, n_tasks, 3, seed=0, spread=340.0)] * 2)


@methods
@pytest.mark.parametrize("n_tasks", [2, 3])
def test_nothing_becomes_infinite_or_undefined_in_single_precision(method, n_tasks):
    grads = at_sizes(n_tasks, 1.0, 1e15, 1e-15).float()
    assert all_finite(method, [grads, 0 * grads, grads])


@methods
def test_no_loss_makes_anything_infinite_or_undefined(method):
    grads = built(2, 3)
    loss = torch.tensor(LOSSES, dtype=grads.dtype).repeat_interleave(len(grads))
    grads = grads.repeat(len(LOSSES), 1, 1)
    plain = torch.ones_like(grads[:, :, 0])
    odd = torch.stack([loss, plain[:, 1]], dim=1)
    assert all_finite(method, [grads] * 4, [plain, odd, loss[:, None] * plain, plain])
    assert all_finite(method, [grads] * 3, [odd, plain, odd])


@methods
@pytest.mark.parametrize("n_tasks", [2, 3, 10])
def test_zero_gradients_stay_zero(method, n_tasks):
    zero = degenerate(n_tasks, 3)["all zero"]
    for operated, _ in steps(method, [zero] * 2):
        assert operated.abs().max() == 0


DEGREE_ONE = [
    LS(),
    PCGrad(),
    UPGrad(),
    DualProj(),
    MGDA(),
    CAGrad(),
    SDMGrad(),
    IMTLG(),
    AlignedMTL(),
    ConFIG(),
]


@pytest.mark.parametrize("method", DEGREE_ONE, ids=str)
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
        for method in (
            LS(),
            PCGrad(),
            GradVac(),
            UPGrad(),
            DualProj(),
            MGDA(),
            SDMGrad(),
            IMTLG(),
            AlignedMTL(),
            ConFIG(),
        ):
            torch.testing.assert_close(merged(method, [grads]), n_tasks * grads[:, 0])
