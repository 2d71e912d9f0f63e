"""A step with something that is not finite leaves no trace: every kind, method and precision."""

import pytest
import torch

from samgs_core.methods import SAMGS, UW, ExcessMTL
from samgs_core.surgery import Surgery
from tests.core.surgery.network import BOUND, flat, methods, task_counts

BAD = {"infinite": float("inf"), "negative infinite": -float("inf"), "NaN": float("nan")}
KINDS = [(part, name) for part in ("loss", "gradient") for name in BAD]
precisions = pytest.mark.parametrize("dtype", [torch.float64, torch.float32, torch.bfloat16])


def parameters(dtype):
    return [torch.ones(size, dtype=dtype, requires_grad=True) for size in (3, 2)]


def losses(shared, t, n_tasks, bad=None):
    """Losses between 1 and 6, one of which is spoilt in its value or in its gradient."""
    x = torch.cat([part.reshape(-1) for part in shared])
    rows = torch.randn(n_tasks, 5, generator=torch.Generator().manual_seed(t)).to(x)
    found = [1 + (row * x).tanh().sum().square() / 5 for row in rows]
    if bad is not None:
        part, value = bad[0], BAD[bad[1]]
        found[1] = found[1] + (value if part == "loss" else Spoilt.apply(x, value))
    return found


class Spoilt(torch.autograd.Function):
    """0, with a gradient whose first entry is a bad value."""

    @staticmethod
    def forward(ctx, x, value):
        ctx.save_for_backward(x)
        ctx.value = value
        return x.new_zeros(())

    @staticmethod
    def backward(ctx, grad):
        (x,) = ctx.saved_tensors
        row = torch.zeros_like(x)
        row[0] = ctx.value
        return row, None


def train(method, dtype, n_tasks, kinds=()):
    """The gradients of two finite steps, with a bad one of every kind between them."""
    shared, seen = parameters(dtype), []
    surgery = Surgery(method, shared, lower_bounds=BOUND, seed=2)
    for t, kind in ((0, None), *((1, kind) for kind in kinds), (1, None)):
        for part in shared:
            part.grad = None
        before = surgery.state_dict()
        report = surgery.backward(losses(shared, t, n_tasks, kind))
        grad = flat(part.grad for part in shared)
        assert report.is_finite == (kind is None)
        if kind is not None:
            assert not grad.isfinite().any(), kind
            agree(surgery.state_dict(), before)
            continue
        seen.append(grad)
    assert torch.cat(seen).isfinite().all()
    return seen


def agree(found, expected):
    for name in ("n_tasks", "state", "generator"):
        torch.testing.assert_close(found[name], expected[name], rtol=0, atol=0)


@methods
@task_counts
@precisions
def test_a_bad_step_is_as_if_it_had_not_been(method, n_tasks, dtype):
    spoilt, without = train(method, dtype, n_tasks, KINDS), train(method, dtype, n_tasks)
    assert all(torch.equal(*pair) for pair in zip(spoilt, without, strict=True))


@methods
@pytest.mark.parametrize("kind", KINDS[::3], ids=" ".join)
def test_a_bad_first_step_leaves_the_memory_empty(method, kind):
    shared = parameters(torch.float32)
    surgery = Surgery(method, shared, lower_bounds=BOUND)
    surgery.backward(losses(shared, 0, 2, kind))
    again = Surgery(method, shared, lower_bounds=BOUND)
    again._start(2)
    agree(surgery.state_dict(), again.state_dict())


def test_sam_gs_leaves_out_one_step_of_sixty():
    shared = parameters(torch.float32)
    surgery = Surgery(SAMGS(), shared)
    optimizer = torch.optim.SGD(shared, lr=0.01)
    left_out = 0
    for t in range(60):
        optimizer.zero_grad()
        surgery.backward(losses(shared, t, 2, KINDS[0] if t == 5 else None))
        if flat(part.grad for part in shared).isfinite().all():
            optimizer.step()
        else:
            left_out += 1
    assert left_out == 1


def test_a_step_that_overflows_within_the_method_is_left_out_too():
    x = torch.ones(3, requires_grad=True)  # the square of its gradient is not finite
    surgery = Surgery(ExcessMTL(), [x])
    for size, is_finite in ((1.0, True), (1e30, False), (1.0, True)):
        x.grad = None
        report = surgery.backward([size * x.sum(), (x * x).sum()])
        assert report.is_finite == is_finite == bool(x.grad.isfinite().all())


def test_a_finite_loss_below_its_bound_is_still_an_error():
    shared = parameters(torch.float32)
    with pytest.raises(ValueError, match="losses must lie above their lower bounds"):
        Surgery(UW(), shared, lower_bounds=50.0).backward(losses(shared, 0, 2))
