"""Gradients of very different lengths: the solvers for many tasks against exact solutions."""

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
from tests.core.methods.built import DTYPE, merged, randn
from tests.core.methods.exact import aligned, best_for_the_worst, nearest_to_zero, projected

R = 1e7
EXPONENTS = (
    (0.0, 0.5, 1.0, 0.25),
    (1.0, 1.0, 0.0, 0.0),
    (0.0, 0.0, 1.0, 0.5),
    (0.0, 1.0, 1.0, 1.0),
)


def mgda(rows):
    return len(rows) * tensor(nearest_to_zero(rows.tolist()))


def sdmgrad(lam):
    return lambda rows: len(rows) * tensor(nearest_to_zero(rows.tolist(), lam)) / (1 + lam)


def cagrad(c):
    return lambda rows: len(rows) * tensor(best_for_the_worst(rows.tolist(), c))


def dualproj(rows):
    return tensor(projected(rows.sum(0).tolist(), rows.tolist()))


def upgrad(rows):
    return sum(tensor(projected(row.tolist(), rows.tolist())) for row in rows)


def aligned_mtl(scale):
    return lambda rows: tensor(aligned(rows.tolist(), scale))


SOLVED = [
    *((AlignedMTL(scale=scale), aligned_mtl(scale)) for scale in ("min", "median", "rmse")),
    (MGDA(), mgda),
    *((SDMGrad(lam=lam), sdmgrad(lam)) for lam in (0.0, 0.3, 2.0)),
    *((CAGrad(c=c, rescale="0"), cagrad(c)) for c in (0.4, 1.0, 2.0)),
    (DualProj(), dualproj),
    (UPGrad(), upgrad),
]
solved = pytest.mark.parametrize(
    ("method", "exact"), SOLVED, ids=[str(method) for method, _ in SOLVED]
)


def tensor(vector):
    return torch.tensor([float(value) for value in vector], dtype=DTYPE)


def cases(n_tasks, ratio, agree):
    """Matrices of random directions in five dimensions, with lengths up to a ratio apart."""
    rows = randn(len(EXPONENTS), n_tasks, 5, seed=n_tasks)
    rows = rows.abs() if agree else rows
    lengths = torch.tensor(EXPONENTS, dtype=DTYPE)[:, :n_tasks, None]
    return rows / rows.norm(dim=2, keepdim=True) * ratio**lengths


@solved
@pytest.mark.parametrize("agree", [False, True], ids=["any", "no conflict"])
@pytest.mark.parametrize("ratio", [1e4, 1e8])
@pytest.mark.parametrize("n_tasks", [2, 3, 4])
def test_the_merged_gradient_is_the_exact_one(method, exact, n_tasks, ratio, agree):
    grads = cases(n_tasks, ratio, agree)
    for rows, found in zip(grads, merged(method, [grads]), strict=True):
        wanted = exact(rows)
        assert (found - wanted).norm() <= 1e-6 * wanted.norm()


@solved
@pytest.mark.parametrize("size", [1e-9, 1e12])
def test_a_common_size_changes_nothing_but_the_size(method, exact, size):
    grads = cases(3, 1e8, False)
    plain, sized = merged(method, [grads]), merged(method, [size * grads])
    torch.testing.assert_close(sized / size, plain, rtol=1e-6, atol=0)


@solved
@pytest.mark.parametrize("ratio", [1.0, 1e4])
def test_in_single_precision_three_digits_hold_for_ratios_up_to_ten_thousand(method, exact, ratio):
    grads = cases(3, ratio, False)
    for rows, found in zip(grads, merged(method, [grads.float()]).double(), strict=True):
        wanted = exact(rows.float().double())
        assert (found - wanted).norm() <= 1e-3 * wanted.norm()


@solved
def test_the_gradients_of_the_report_are_merged_exactly(method, exact):
    for rows in ([[3.0, 0.0], [0.0, 1.0], [R, R]], [[1.0, 0, 0], [0, 1.0, 0], [0, 0, R]]):
        rows = torch.tensor(rows, dtype=DTYPE)
        found, wanted = merged(method, [rows[None]])[0], exact(rows)
        assert (found - wanted).norm() <= 1e-6 * wanted.norm() and found.norm() > 0


def test_mgda_follows_the_short_gradients_beside_a_long_one():
    rows = torch.tensor([[3.0, 0.0], [0.0, 1.0], [R, R]], dtype=DTYPE)
    torch.testing.assert_close(merged(MGDA(), [rows[None]])[0], torch.tensor([0.9, 2.7]).double())


BALANCED = [NashMTL(), FairGrad(alpha=1.0), FairGrad(alpha=2.0), ConFIG(), IMTLG()]


@pytest.mark.parametrize("method", BALANCED, ids=str)
@pytest.mark.parametrize("n_tasks", [3, 4])
def test_the_conditions_of_the_balanced_methods_hold(method, n_tasks):
    """What each promises of the slopes gₖ·d, whatever the lengths are."""
    grads = cases(n_tasks, 1e8, True)
    d = merged(method, [grads])
    length = grads.norm(dim=2)
    along = torch.einsum("btd,bd->bt", grads, d) / length
    assert (d.norm(dim=1) > 0).all()
    if isinstance(method, ConFIG | IMTLG):
        torch.testing.assert_close(
            along, along.mean(1, keepdim=True).expand_as(along), rtol=1e-6, atol=0
        )
        return
    # gₖ·d = αₖ^(−1/α) for the weights α of d: found here by least squares over unit gradients
    alpha = 1.0 if isinstance(method, NashMTL) else method.alpha
    unit = grads / length.unsqueeze(-1)
    weights = torch.linalg.lstsq(unit.mT, d.unsqueeze(-1)).solution.squeeze(-1) / length
    wanted = weights ** (-1 / alpha)
    torch.testing.assert_close(along * length, wanted, rtol=1e-6, atol=0)
