"""Gradients of very different lengths: what holds of every method, in double and single precision.

Solvers are held against exact solutions beside this; here nothing is lost to rounding.
"""

import pytest
import torch

from samgs_core.method import Claim
from samgs_core.methods import METHODS, GradDrop
from tests.core.methods.built import merged, randn
from tests.core.methods.test_far_lengths import cases

PRECISIONS = {torch.float64: (1e8, 1e-6), torch.float32: (1e4, 1e-3)}
precisions = pytest.mark.parametrize("dtype", PRECISIONS, ids=str)
every_method = pytest.mark.parametrize("method", [cls() for cls in METHODS], ids=lambda m: m.key)
SIZES = (1.0, 1.1, 1.0)
UNEQUAL = torch.tensor([1.0, 1.3, 0.7, 1.1], dtype=torch.float64).reshape(1, -1, 1)
"""Factors on the gradients, for GradNorm asks which of two lengths is the longer one."""


def apart(n_tasks, ratio, agree):
    return cases(n_tasks, ratio, agree) * UNEQUAL[:, :n_tasks]


def any_apart(n_tasks, ratio):
    """Gradients that conflict and that do not, in one batch."""
    return torch.cat([apart(n_tasks, ratio, agree) for agree in (False, True)])


def last(method, grads, dtype=torch.float64):
    """The merged gradient of the third step."""
    losses = 1 + torch.arange(grads.shape[0] * grads.shape[1]).reshape(grads.shape[:2]) / 3
    history = [(size * grads).to(dtype) for size in SIZES]
    return merged(method, history, [losses.to(dtype)] * len(SIZES)).double()


def is_near(found, wanted, rtol):
    return ((found - wanted).norm(dim=1) <= rtol * wanted.norm(dim=1)).all()


@every_method
@precisions
@pytest.mark.parametrize("n_tasks", [2, 3, 4])
def test_gradients_that_do_not_conflict_never_give_nothing(method, dtype, n_tasks):
    ratio, _ = PRECISIONS[dtype]
    found = last(method, apart(n_tasks, ratio, True), dtype)
    assert found.isfinite().all() and (found.norm(dim=1) > 0).all()


@every_method
@pytest.mark.parametrize("n_tasks", [2, 3, 4])
def test_in_single_precision_it_is_what_it_is_in_double(method, n_tasks):
    ratio, rtol = PRECISIONS[torch.float32]
    grads = any_apart(n_tasks, ratio).float().double()
    assert is_near(last(method, grads, torch.float32), last(method, grads), rtol)


@pytest.mark.parametrize(
    "method",
    [cls() for cls in METHODS if cls is not GradDrop],  # it draws a number for each coordinate
    ids=lambda method: method.key,
)
@pytest.mark.parametrize("n_tasks", [2, 3, 4])
def test_other_coordinates_give_the_same_vector(method, n_tasks):
    """Turned ones where the method claims it, else another order."""
    ratio, rtol = PRECISIONS[torch.float64]
    turn = torch.linalg.qr(randn(5, 5, seed=7)).Q
    if Claim.ROTATION_EQUIVARIANT not in method.claims(n_tasks):
        turn = torch.eye(5, dtype=turn.dtype)[[3, 0, 4, 2, 1]]
    grads = any_apart(n_tasks, ratio)
    assert is_near(last(method, grads @ turn), last(method, grads) @ turn, rtol)
