"""The two toy problems of the papers: published formulas, check values, kinks and symmetry."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
import torch

from samgs_core import Adam, Experiment, Landscape, run_together
from samgs_core.method import Claim
from samgs_core.methods import METHODS
from synthetic import OneOptimum, TwoOptima

TOYS = [OneOptimum(), TwoOptima()]
every_toy = pytest.mark.parametrize("toy", TOYS, ids=lambda toy: toy.key)
LOW = 5e-6


def points(*rows):
    return torch.tensor(rows, dtype=torch.float64)


def published_losses(toy, x, y):
    """The formulas as they are printed, in numpy, with the two tasks written out."""
    first = np.log(np.maximum(np.abs(0.5 * (-x - 7) - np.tanh(-y)), LOW)) + 6
    second = np.log(np.maximum(np.abs(0.5 * (-x + 3) + np.tanh(-y) + 2), LOW)) + 6
    up, down = np.maximum(np.tanh(0.5 * y), 0), np.maximum(np.tanh(-0.5 * y), 0)
    if isinstance(toy, OneOptimum):
        low1 = ((-x + 7) ** 2 + 0.1 * (-y - 8) ** 2) / 10 - 20
        low2 = ((-x - 7) ** 2 + 0.1 * (-y - 8) ** 2) / 10 - 20
    else:
        low1, low2 = _sextic(x - 5.45, x - 5.5, y), _sextic(x + 5.45, x + 5.5, y)
    return np.stack([first * up + low1 * down, second * up + low2 * down], axis=-1)


def _sextic(p, q, y):
    p, q, z = p / 4, q / 4, y / 4
    return 0.1 * (p**6 + z**6) - (q**4 + z**4) - 1.5 * (q**2 + z**2) + 1.5


@every_toy
def test_losses_follow_the_published_formulas(toy):
    x, y = np.random.default_rng(0).uniform(-12, 12, (2, 5_000))
    losses = toy.losses(torch.tensor(np.stack([x, y], axis=1)))
    np.testing.assert_allclose(losses, published_losses(toy, x, y), rtol=1e-10, atol=1e-11)


def test_losses_of_one_optimum_at_published_starts():
    losses = OneOptimum().losses(points([-8, 5], [0, 10], [-10, -3]))
    expected = [[6.319664, 7.766446], [6.915663, 6.915663], [8.282107, -17.062045]]
    np.testing.assert_allclose(losses, expected, atol=5e-7)


def test_the_pareto_set_of_one_optimum_bows_down_to_both_ends():
    curve = OneOptimum().pareto_set(15)
    assert curve[:, 0].tolist() == pytest.approx(range(-7, 8), abs=1e-14)
    expected = {0: -8.3551098, 1: -8.3568425, 3: -8.3705203, 5: -8.3969428, 7: -8.4344599}
    for x, y in expected.items():
        assert curve[7 + x, 1].item() == pytest.approx(y, abs=5e-8)
        assert curve[7 - x, 1] == curve[7 + x, 1]


def test_the_front_of_one_optimum_runs_between_its_published_corners():
    losses = OneOptimum().losses(OneOptimum().pareto_set(3))
    expected = [[-0.398, -19.989], [-15.0916, -15.0916], [-19.989, -0.398]]
    np.testing.assert_allclose(losses, expected, atol=5e-4)


def test_a_smaller_scale_moves_the_optimum_of_the_sum_to_the_other_task():
    ((x, y),) = OneOptimum(scale1=0.1).minimisers()
    assert x == pytest.approx(-5.727, abs=5e-4)
    assert y == pytest.approx(-8.4105, abs=5e-3)
    ((x, _),) = TwoOptima(scale1=0.1).minimisers()
    assert x == pytest.approx(5.4563, abs=1e-3)


def test_optima_of_the_first_task_of_two_optima():
    losses, grads = TwoOptima().losses_and_grads(
        points([-5.45644, -10.84273], [16.22763, -10.84271])
    )
    np.testing.assert_allclose(losses[:, 0], [-50.29376, -48.09887], atol=5e-6)
    assert grads[:, 0].abs().max() < 1e-3


def test_two_optima_has_two_minima_of_the_sum_and_a_saddle_between():
    toy = TwoOptima()
    first, second = toy.minimisers()
    assert first == pytest.approx((-5.45457, -10.84261), abs=5e-6)
    assert second == pytest.approx((5.45457, -10.84261), abs=5e-6)
    losses = toy.losses(points(first, second))
    np.testing.assert_allclose(
        losses, [[-50.29376, -23.84023], [-23.84023, -50.29376]], atol=1.5e-5
    )
    np.testing.assert_allclose(losses.sum(1), [-74.13399] * 2, atol=5e-6)

    saddle = points([0, -10.84255])
    losses, grads = toy.losses_and_grads(saddle)
    np.testing.assert_allclose(losses, [[-29.61, -29.61]], atol=5e-3)
    assert grads.sum(1).abs().max() < 1e-3
    assert not toy.goal.reached(losses.numpy()).any()
    across, along = points([0.1, 0]), points([0, 0.1])
    assert toy.losses(saddle + across).sum() < losses.sum() < toy.losses(saddle + along).sum()


def test_the_front_of_two_optima_is_concave_but_for_its_very_ends():
    curve = TwoOptima().pareto_set(401)
    front = TwoOptima().losses(curve).numpy()
    slopes = np.diff(front[:, 1]) / np.diff(front[:, 0])
    bends = np.diff(slopes)
    inner = np.abs(curve[1:-1, 0].numpy()) < 5.1
    assert (slopes < 0).all() and (bends[inner] < 0).all()
    assert bends[0] > 0 and bends[-1] > 0
    np.testing.assert_allclose(front[[0, -1]], [[-50.3, -23.84], [-23.84, -50.3]], atol=0.01)


@every_toy
def test_a_point_of_the_pareto_set_is_the_lowest_of_its_own_weighted_sum_across_the_curve(toy):
    curve = toy.pareto_set(41)[1:-1]
    _, grads = toy.losses_and_grads(curve)
    pull = grads[:, :, 0].abs()
    weights = pull.flip(1) / pull.sum(1, keepdim=True)
    here = (weights * toy.losses(curve)).sum(1)
    for move in (-0.05, 0.05):
        beside = (weights * toy.losses(curve + points([0, move]))).sum(1)
        assert (beside > here).all()


@every_toy
def test_kinks_follow_the_conventions_of_automatic_differentiation(toy):
    y = torch.linspace(0.3, 4.0, 40, dtype=torch.float64)
    valley = torch.stack((2 * y.tanh() - 7, y), dim=1)
    inside, outside = points([4e-6, 0]), points([12e-6, 0])
    mirrored = valley * points([-1, 1])
    on_axis = points([0, 0], [-7, 0], [7, 0], [3, 0], [-2, -0.0])
    x = torch.cat([on_axis, valley, valley + inside, valley - outside, mirrored - inside])
    losses, grads = toy.losses_and_grads(x)
    auto_losses, auto_grads = Landscape.losses_and_grads(toy, x)
    # Beside a valley one unit in the last place of tanh y is 10⁻¹¹ of the distance to its bottom.
    torch.testing.assert_close(losses, auto_losses, rtol=0, atol=1e-10)
    torch.testing.assert_close(grads, auto_grads, rtol=1e-9, atol=1e-12)


def test_both_gates_act_at_the_origin():
    losses, grads = OneOptimum().losses_and_grads(points([0, 0]))
    assert losses.tolist() == [[0, 0]]
    expected = (np.log(3.5) + 6 + 20 - (4.9 + 0.64)) / 2
    assert expected == pytest.approx(10.8564, abs=5e-5)
    np.testing.assert_allclose(grads, [[[0, expected], [0, expected]]], rtol=1e-14)


@every_toy
def test_the_log_is_flat_inside_a_valley_and_steep_beside_it(toy):
    y = 2.0
    bottom = 2 * np.tanh(y) - 7
    _, inside = toy.losses_and_grads(points([bottom + 8e-6, y]))
    _, beside = toy.losses_and_grads(points([bottom + 12e-6, y]))
    assert inside[0, 0, 0] == 0
    assert beside[0, 0, 0] > 5e4
    losses = toy.losses(points([bottom, y]))
    assert losses[0, 0].item() == pytest.approx(np.tanh(y / 2) * (np.log(LOW) + 6), rel=1e-12)


@every_toy
def test_the_second_task_is_the_mirror_image_of_the_first_to_the_last_digit(toy):
    x = torch.rand(1_000, 2, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
    x = 24 * x - 12
    mirror = points([-1, 1])
    losses, grads = toy.losses_and_grads(x)
    mirrored_losses, mirrored_grads = toy.losses_and_grads(x * mirror)
    assert (mirrored_losses == losses.flip(1)).all()
    assert (mirrored_grads == grads.flip(1) * mirror).all()


def test_scales_multiply_losses_and_gradients():
    x = torch.rand(100, 2, dtype=torch.float64) * 20 - 10
    losses, grads = OneOptimum().losses_and_grads(x)
    scaled_losses, scaled_grads = OneOptimum(scale1=0.1, scale2=3.0).losses_and_grads(x)
    factors = points([0.1, 3.0])
    torch.testing.assert_close(scaled_losses, losses * factors)
    torch.testing.assert_close(scaled_grads, grads * factors.unsqueeze(2))


WITHOUT_CHANCE = [method() for method in METHODS if Claim.DETERMINISTIC in method().claims(2)]


STARTS = ((-3.0, 7.5), (-6.5, 2.5), (2.0, -3.0))
ON_THE_AXIS = ((0.0, 10.0), (0.0, -3.0))


@cache
def paths(toy):
    """The paths of every method from these starts, from their mirror images and from the axis."""
    shared = Experiment(
        landscape=toy,
        method=WITHOUT_CHANCE[0],
        optimizer=Adam(lr=0.02),
        starts=STARTS + tuple((-x, y) for x, y in STARTS) + ON_THE_AXIS,
        steps=300,
        clip_norm=1.0,
    )
    records = run_together([replace(shared, method=each) for each in WITHOUT_CHANCE], device="cpu")
    return {each: record.x for each, record in zip(WITHOUT_CHANCE, records, strict=True)}


@every_toy
@pytest.mark.parametrize("method", WITHOUT_CHANCE, ids=lambda method: method.key)
def test_mirrored_starts_take_mirrored_paths(toy, method):
    x = paths(toy)[method]
    np.testing.assert_allclose(x[3:6], x[:3] * [-1, 1], atol=1e-5)


@every_toy
@pytest.mark.parametrize("method", WITHOUT_CHANCE, ids=lambda method: method.key)
def test_a_start_on_the_axis_of_symmetry_never_leaves_it(toy, method):
    x = paths(toy)[method][6:]
    assert len(x) == 2 and (x[:, :, 0] == 0).all()
    assert (x[:, -1, 1] < x[:, 0, 1]).all()
