"""What two tasks make of the methods: closed forms, identities and special cases."""

import numpy as np
import torch

from samgs_core.methods import (
    IMTLG,
    LS,
    MGDA,
    SAMGS,
    CAGrad,
    ConFIG,
    DualProj,
    FairGrad,
    GradVac,
    NashMTL,
    PCGrad,
    SDMGrad,
    UPGrad,
    fairgrad,
)
from tests.core.methods.built import DTYPE, built, merged, randn, skewed, steps


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
