"""Two tasks at the edges: collinear and zero gradients; the algorithm for many tasks with two."""

import pytest
import torch

from samgs_core import convex
from samgs_core.geometry import scaled
from samgs_core.methods import (
    IMTLG,
    LS,
    MGDA,
    SAMGS,
    AlignedMTL,
    CAGrad,
    ConFIG,
    DualProj,
    FairGrad,
    GradVac,
    NashMTL,
    PCGrad,
    SDMGrad,
    UPGrad,
    aligned_mtl,
    cagrad,
    config,
    fairgrad,
    imtl_g,
    nash_mtl,
)
from tests.core.methods.built import DTYPE, direction, merged, skewed

G1 = torch.tensor([1.0, 2.0], dtype=DTYPE)


E1 = G1 / G1.norm()


ZERO = torch.zeros(2, dtype=DTYPE)


BEHAVIOUR = [
    # method, then d for g₂ = 0, g₁, 2 g₁, −g₁ and −2 g₁
    (LS(), (G1, 2 * G1, 3 * G1, ZERO, -G1)),
    (MGDA(), (ZERO, 2 * G1, 2 * G1, ZERO, ZERO)),
    (PCGrad(), (G1, 2 * G1, 3 * G1, ZERO, ZERO)),
    (GradVac(), (G1, 2 * G1, 3 * G1, ZERO, ZERO)),
    (CAGrad(c=0.5, rescale=0), (G1, 3 * G1, 4.5 * G1, ZERO, -G1 / 2)),
    (CAGrad(c=1.0, rescale=0), (ZERO, 4 * G1, 6 * G1, ZERO, ZERO)),
    (CAGrad(c=2.0, rescale=0), (ZERO, 6 * G1, 9 * G1, ZERO, ZERO)),
    (UPGrad(), (G1, 2 * G1, 3 * G1, ZERO, ZERO)),
    (DualProj(), (G1, 2 * G1, 3 * G1, ZERO, ZERO)),
    (AlignedMTL(), (G1, 2 * G1, 3 * G1, ZERO, -G1)),
    (ConFIG(), (G1, 2 * G1, 3 * G1, ZERO, ZERO)),
    (FairGrad(alpha=1.0), (E1, 2**0.5 * E1, 2**0.5 * E1, ZERO, ZERO)),
    (FairGrad(alpha=2.0), (None, None, None, ZERO, ZERO)),
    (MGDA(normalization="norm"), (E1, 2 * E1, 2 * E1, ZERO, ZERO)),
    (SDMGrad(lam=0.0), (ZERO, 2 * G1, 2 * G1, ZERO, ZERO)),
    (NashMTL(), (E1, 2**0.5 * E1, 2**0.5 * E1, ZERO, ZERO)),
    (IMTLG(), (ZERO, 2 * G1, 8 / 3 * G1, ZERO, ZERO)),
    (SAMGS(variant="paper", similarity="pairs"), (G1 / 2, None, None, ZERO, None)),
]


def many(method, grads):
    """The merged gradient of the algorithm for many tasks, used on two."""
    if isinstance(method, MGDA):
        weights = 2 * convex.shortest(scaled(grads))
    elif isinstance(method, CAGrad):
        shares, pull = cagrad._of_many(scaled(grads), method.c)
        weights = 1 + shares * pull
    elif isinstance(method, IMTLG):
        weights = imtl_g._of_many(scaled(grads))
    elif isinstance(method, SDMGrad):
        weights = (2 * convex.shortest(scaled(grads), method.lam) + method.lam) / (1 + method.lam)
    elif isinstance(method, AlignedMTL):
        weights = aligned_mtl._of_many(scaled(grads), method.scale)
    else:
        length = grads.norm(dim=-1, keepdim=True)
        units = grads / length
        cosines = units @ units.mT
        if isinstance(method, FairGrad):
            share = 1 / method.alpha
            weights = fairgrad._of_many(cosines, (share - 1) * length.log(), share) / length
        elif isinstance(method, ConFIG):
            weights = config._solution(cosines) * length.mean(1, keepdim=True) / length
            weights = weights * (1 + cosines[:, :1, 1:])
        else:
            weights = nash_mtl._bargain(cosines) / length
    return (weights * grads).sum(1)


@pytest.mark.parametrize(("method", "expected"), BEHAVIOUR)
def test_collinear_gradients_give_the_documented_result(method, expected):
    for factor, d in zip((0, 1, 2, -1, -2), expected, strict=True):
        if d is not None:
            found = direction(method, torch.stack((G1, factor * G1)))
            torch.testing.assert_close(found, d, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("method", [row[0] for row in BEHAVIOUR])
def test_two_zero_gradients_give_zero(method):
    torch.testing.assert_close(direction(method, torch.zeros(2, 2)), ZERO)


@pytest.mark.parametrize(
    "method",
    [
        MGDA(),
        CAGrad(c=0.4, rescale=0),
        CAGrad(c=1.5, rescale=0),
        SDMGrad(lam=0.3),
        IMTLG(),
        NashMTL(),
        FairGrad(alpha=0.5),
        FairGrad(alpha=5.0),
        AlignedMTL(),
        AlignedMTL(scale="rmse"),
        ConFIG(),
    ],
)
def test_the_algorithm_for_many_tasks_agrees_with_the_closed_form_for_two(method):
    grads = skewed(300, 2, 3, seed=11)
    expected = merged(method, [grads])
    error = (many(method, grads) - expected).norm(dim=1) / expected.norm(dim=1)
    assert error.max() < 1e-7
