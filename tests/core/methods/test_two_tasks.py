"""What two tasks make of the methods: closed forms, identities and special cases."""

import numpy as np
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
from tests.core.methods.built import DTYPE, built, direction, merged, randn, skewed, steps

G1 = torch.tensor([1.0, 2.0], dtype=DTYPE)
E1 = G1 / G1.norm()
ZERO = torch.zeros(2, dtype=DTYPE)


def parts(seed=0, dim=4):
    """Random pairs and what the closed forms are written in."""
    grads = skewed(200, 2, dim, seed=seed, spread=3.0)
    first, second = grads.unbind(1)
    a, b = first.norm(dim=1, keepdim=True), second.norm(dim=1, keepdim=True)
    return grads, first, second, a, b


def bisector(first, second, a, b):
    return first / a + second / b


def test_equalising_is_the_bisector_with_the_mean_length():
    grads, first, second, a, b = parts()
    method = SAMGS(gamma=1.0, variant="paper", similarity="pairs")
    expected = (a + b) / 2 * bisector(first, second, a, b)
    torch.testing.assert_close(merged(method, [grads]), expected)


def test_equalising_in_the_published_code_is_twice_config():
    grads = parts()[0]
    torch.testing.assert_close(
        merged(SAMGS(gamma=1.0), [grads]), 2 * merged(ConFIG(), [grads]), rtol=1e-12, atol=1e-12
    )


def test_config_is_the_bisector_with_the_mean_length():
    grads, first, second, a, b = parts()
    expected = (a + b) / 2 * bisector(first, second, a, b)
    torch.testing.assert_close(merged(ConFIG(), [grads]), expected)


def test_mgda_on_unit_gradients_is_the_bisector_or_the_plain_sum():
    grads, first, second, a, b = parts()
    expected = bisector(first, second, a, b)
    torch.testing.assert_close(merged(MGDA(normalization="norm"), [grads]), expected)
    raw = merged(MGDA(normalization="norm", applied_to="raw"), [grads])
    torch.testing.assert_close(raw, merged(LS(), [grads]))


def test_upgrad_is_pcgrad():
    grads = built(2, 3)
    torch.testing.assert_close(merged(UPGrad(), [grads]), merged(PCGrad(), [grads]))


def test_dualproj_is_the_sum_unless_that_raises_a_loss():
    grads, first, second, a, b = parts()
    total = first + second
    g11, g12 = first.square().sum(1, keepdim=True), (first * second).sum(1, keepdim=True)
    g22 = second.square().sum(1, keepdim=True)
    expected = torch.where(g11 + g12 < 0, second - g12 / g11 * first, total)
    expected = torch.where(g22 + g12 < 0, first - g12 / g22 * second, expected)
    torch.testing.assert_close(merged(DualProj(), [grads]), expected)
    assert 20 < ((g11 + g12 < 0) | (g22 + g12 < 0)).sum() < 180


def test_fairgrad_solves_its_equation_for_the_ratio_of_the_weights():
    grads, first, second, a, b = parts()
    cosine = (first * second).sum(1, keepdim=True) / (a * b)
    for alpha in (0.5, 1.0, 2.0, 5.0):
        ((_, state),) = steps(FairGrad(alpha=alpha), [grads])
        r = (state.weights[:, 1] / state.weights[:, 0]).unsqueeze(1)
        left = r ** (1 / alpha) * (a * b * cosine + b * b * r)
        torch.testing.assert_close(left, a * a + a * b * cosine * r, rtol=1e-8, atol=1e-10)


def test_fairgrads_root_is_one_to_rounding():
    random = np.random.default_rng(0)
    near_0, near_1 = 10 ** random.uniform(-16, 0, 20_000), 1 - 10 ** random.uniform(-16, 0, 20_000)
    k = np.concatenate((near_0, near_1))
    factor, target = (10 ** random.uniform(low, high, len(k)) for low, high in ((-1, 1), (-4, 3)))
    x = fairgrad._root(*(torch.from_numpy(values) for values in (k, factor, target))).numpy()
    small = np.exp(-x)
    squeezed = np.log((1 + k + (1 - k) * small) / (1 - k + (1 + k) * small))
    np.testing.assert_allclose(x + factor * squeezed, target, rtol=1e-11, atol=1e-14)
    assert (x > 0).all()


def test_sdmgrad_is_mgda_without_a_pull_and_nears_the_sum_with_a_strong_one():
    grads = parts()[0]
    torch.testing.assert_close(merged(SDMGrad(lam=0.0), [grads]), merged(MGDA(), [grads]))
    for lam in (0.3, 10.0):
        ((_, state),) = steps(SDMGrad(lam=lam), [grads])
        assert (state.weights >= lam / (1 + lam) - 1e-12).all()


def test_a_weight_of_zero_learns_one_task_alone():
    grads, first, second, *_ = parts()
    torch.testing.assert_close(merged(LS(w2=0.0), [grads]), first)
    torch.testing.assert_close(merged(LS(w1=0.0), [grads]), second)
    assert merged(LS(w1=0.0), [randn(5, 3, 4, seed=0)]).shape == (5, 4)


def test_imtl_g_is_the_bisector_with_the_harmonic_length():
    grads, first, second, a, b = parts()
    expected = 2 * a * b / (a + b) * bisector(first, second, a, b)
    torch.testing.assert_close(merged(IMTLG(), [grads]), expected)


def test_nash_is_the_bisector_with_length_root_two():
    grads, first, second, a, b = parts()
    d = merged(NashMTL(), [grads])
    line = bisector(first, second, a, b)
    torch.testing.assert_close(d / d.norm(dim=1, keepdim=True), line / line.norm(dim=1)[:, None])
    torch.testing.assert_close(d.norm(dim=1), torch.full((200,), 2**0.5, dtype=DTYPE))


def test_mgda_has_the_length_of_the_closed_form_where_no_weight_is_zero():
    grads, first, second, a, b = parts()
    ((operated, state),) = steps(MGDA(), [grads])
    inside = (state.weights > 1e-9).all(1)
    assert 20 < inside.sum() < 200
    g12 = (first * second).sum(1)
    area = (a * b).squeeze(1) ** 2 - g12**2
    expected = 2 * (area / (first - second).square().sum(1)).sqrt()
    torch.testing.assert_close(operated.sum(1).norm(dim=1)[inside], expected[inside])


def test_cagrad_is_the_sum_at_radius_zero_and_mgda_far_out():
    grads = skewed(100, 2, 3, seed=5)
    torch.testing.assert_close(merged(CAGrad(c=0.0), [grads]), merged(LS(), [grads]))
    far = merged(CAGrad(c=10.0, rescale=0), [grads]) - merged(LS(), [grads])
    shortest = merged(MGDA(), [grads])
    cosine = torch.cosine_similarity(far, shortest)
    assert (cosine > 0.9).all() and cosine.median() > 0.99


def test_the_first_step_of_gradvac_is_pcgrad():
    grads = built(2, 3)
    torch.testing.assert_close(merged(GradVac(), [grads]), merged(PCGrad(), [grads]))


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


@pytest.mark.parametrize(("method", "expected"), BEHAVIOUR)
def test_collinear_gradients_give_the_documented_result(method, expected):
    for factor, d in zip((0, 1, 2, -1, -2), expected, strict=True):
        if d is not None:
            found = direction(method, torch.stack((G1, factor * G1)))
            torch.testing.assert_close(found, d, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("method", [row[0] for row in BEHAVIOUR])
def test_two_zero_gradients_give_zero(method):
    torch.testing.assert_close(direction(method, torch.zeros(2, 2)), ZERO)


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
        part = scaled(grads)
        weights = aligned_mtl._of_many(part @ part.mT, method.scale)
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
