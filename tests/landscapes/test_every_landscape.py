"""What every landscape says of itself is true: gradients, minima, Pareto sets, bounds, goals."""

import math
from dataclasses import replace

import numpy as np
import pytest
import torch

from samgs_core import Landscape
from samgs_core.pareto import non_dominated
from synthetic import LANDSCAPES, OneOptimum, TwoBowls, TwoOptima
from synthetic.constants import _constants

VARIANTS = [
    *(landscape() for landscape in LANDSCAPES),
    OneOptimum(scale1=0.1),
    OneOptimum(scale1=3.0, scale2=0.5),
    TwoOptima(scale2=0.3),
    TwoBowls(distance=3.0, angle=35.0, ratio=0.02),
]
every_landscape = pytest.mark.parametrize("landscape", VARIANTS, ids=repr)


def in_window(landscape, n, room=1.0, seed=0):
    """n random points of the window, enlarged by a factor."""
    low, high = corners(landscape)
    middle, half = (low + high) / 2, room * (high - low) / 2
    shares = torch.rand(n, 2, dtype=torch.float64, generator=torch.Generator().manual_seed(seed))
    return middle + (2 * shares - 1) * half


def corners(landscape):
    x_low, x_high, y_low, y_high = landscape.window
    return torch.tensor([[x_low, y_low], [x_high, y_high]], dtype=torch.float64)


def dense_grid(landscape, n=501):
    low, high = corners(landscape)
    axis = torch.linspace(0, 1, n, dtype=torch.float64)
    return low + torch.cartesian_prod(axis, axis) * (high - low)


def numbers(points):
    return torch.tensor(points, dtype=torch.float64)


@every_landscape
def test_closed_gradients_are_those_of_automatic_differentiation(landscape):
    x = in_window(landscape, 2_000, room=2.0)
    losses, grads = landscape.losses_and_grads(x)
    auto_losses, auto_grads = Landscape.losses_and_grads(landscape, x)
    torch.testing.assert_close(losses, auto_losses, rtol=1e-13, atol=1e-12)
    torch.testing.assert_close(grads, auto_grads, rtol=1e-10, atol=1e-13)


@every_landscape
def test_closed_gradients_are_those_of_finite_differences(landscape):
    x = in_window(landscape, 300)
    x = x[x[:, 1].abs() > 0.01]
    _, grads = landscape.losses_and_grads(x)
    step = 1e-6
    for axis, move in enumerate(step * torch.eye(2, dtype=torch.float64)):
        rise = landscape.losses(x + move) - landscape.losses(x - move)
        torch.testing.assert_close(rise / (2 * step), grads[:, :, axis], rtol=1e-6, atol=1e-6)


@every_landscape
def test_nothing_is_nan_however_far_away(landscape):
    sizes = [0.0, 1e-300, 1e-8, 1.0, 40.0, 1e3, 1e8]
    values = torch.tensor([sign * size for size in sizes for sign in (1, -1)], dtype=torch.float64)
    losses, grads = landscape.losses_and_grads(torch.cartesian_prod(values, values))
    assert losses.isfinite().all() and grads.isfinite().all()
    assert landscape.losses(torch.cartesian_prod(values, values)).isfinite().all()


@every_landscape
def test_single_precision_stays_single(landscape):
    x = in_window(landscape, 10).float()
    losses, grads = landscape.losses_and_grads(x)
    assert losses.dtype == grads.dtype == landscape.losses(x).dtype == torch.float32
    torch.testing.assert_close(losses.double(), landscape.losses(x.double()), rtol=1e-4, atol=1e-4)


@every_landscape
def test_tensors_stay_on_their_device(landscape):
    x = torch.zeros(3, 2, device="meta")
    losses, grads = landscape.losses_and_grads(x)
    assert losses.device == grads.device == landscape.losses(x).device == x.device
    assert losses.shape == (3, 2) and grads.shape == (3, 2, 2)


@pytest.mark.parametrize("landscape", [cls() for cls in LANDSCAPES], ids=lambda each: each.key)
def test_every_number_may_differ_from_lane_to_lane(landscape):
    x = in_window(landscape, 5)
    for field in landscape.declared():
        values = torch.linspace(field.low, field.high, 5, dtype=torch.float64)
        lanes = replace(landscape, **{field.name: values})
        losses, grads = lanes.losses_and_grads(x)
        torch.testing.assert_close(lanes.losses(x), losses, rtol=1e-12, atol=1e-12)
        for i, value in enumerate(values.tolist()):
            one = replace(landscape, **{field.name: value})
            lane_losses, lane_grads = one.losses_and_grads(x[i : i + 1])
            torch.testing.assert_close(losses[i : i + 1], lane_losses, rtol=1e-12, atol=1e-13)
            torch.testing.assert_close(grads[i : i + 1], lane_grads, rtol=1e-12, atol=1e-13)


@every_landscape
def test_a_first_look_in_inference_mode_leaves_differentiation_possible(landscape):
    _constants.cache_clear()
    x = in_window(landscape, 3)
    with torch.inference_mode():
        landscape.losses_and_grads(x), landscape.losses(x)
    x.requires_grad_()
    landscape.losses(x).sum().backward()
    assert x.grad.isfinite().all()


@every_landscape
def test_minimisers_are_the_lowest_points_of_the_sum(landscape):
    points = numbers(landscape.minimisers())
    losses, grads = landscape.losses_and_grads(points)
    lowest = losses.sum(1)
    assert grads.sum(1).abs().max() < 1e-7
    assert lowest.max() - lowest.min() < 1e-9
    grid = landscape.losses(dense_grid(landscape)).sum(1)
    assert (grid >= lowest.max() - 1e-9).all()
    assert grid.min() < lowest.max() + 0.05 * (grid.quantile(0.5) - lowest.max())


@every_landscape
def test_neighbours_of_minimisers_are_not_lower(landscape):
    turns = torch.linspace(0, 2 * math.pi, 17, dtype=torch.float64)
    ring = torch.stack((turns.cos(), turns.sin()), dim=1)
    for point in numbers(landscape.minimisers()):
        for radius in (1e-3, 1e-2, 0.1):
            around = landscape.losses(point + radius * ring).sum(1)
            assert (around > landscape.losses(point[None]).sum()).all()


@every_landscape
def test_the_pareto_set_has_the_number_of_points_that_is_asked_for(landscape):
    for n in (2, 7, 401):
        points = landscape.pareto_set(n)
        assert points.shape == (n, 2) and points.dtype == torch.float64


@every_landscape
def test_no_point_of_the_pareto_set_dominates_another(landscape):
    front = landscape.losses(landscape.pareto_set(401)).numpy()
    assert len(non_dominated(front)) == 401


@every_landscape
def test_no_point_of_a_dense_grid_dominates_the_pareto_set(landscape):
    front = landscape.losses(landscape.pareto_set(401)).numpy()
    front = front[front[:, 0].argsort()]
    grid = landscape.losses(dense_grid(landscape)).numpy()
    # Of the points of the front with at least this first loss the first has the largest second.
    rival = np.searchsorted(front[:, 0], grid[:, 0])
    has_rival = rival < len(front)
    assert has_rival.any()
    assert (grid[has_rival, 1] > front[rival[has_rival], 1] - 1e-9).all()


@every_landscape
def test_gradients_are_opposed_all_along_the_pareto_set(landscape):
    _, grads = landscape.losses_and_grads(landscape.pareto_set(101))
    first, second = grads.unbind(1)
    cross = first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0]
    assert cross.abs().max() < 1e-11 * grads.abs().max() ** 2
    assert ((first * second).sum(1) < 1e-9).all()


@every_landscape
def test_lower_bounds_are_strict(landscape):
    grid, front = dense_grid(landscape), landscape.pareto_set(401)
    losses = landscape.losses(torch.cat((grid, front)))
    gaps = losses.amin(0) - numbers(landscape.lower_bounds)
    assert (gaps > 0).all()
    assert (gaps < 0.01 * (losses.amax(0) - losses.amin(0))).all()


@every_landscape
def test_the_goal_is_reached_at_its_points_and_not_where_runs_begin(landscape):
    goal = landscape.goal
    assert goal.reached(landscape.losses(numbers(goal.points)).numpy()).all()
    for starts in landscape.starts:
        assert not goal.reached(landscape.losses(numbers(starts.points)).numpy()).any()


@every_landscape
def test_the_goal_is_a_small_part_of_the_window_around_its_points(landscape):
    grid = dense_grid(landscape)
    reached = grid[torch.from_numpy(landscape.goal.reached(landscape.losses(grid).numpy()))]
    assert 0 < len(reached) < 0.02 * len(grid)
    nearest = torch.cdist(reached, numbers(landscape.goal.points)).amin(1)
    assert nearest.max() < 0.2 * (corners(landscape)[1] - corners(landscape)[0]).max()


@every_landscape
def test_goals_and_minimisers_lie_on_the_pareto_set(landscape):
    curve = landscape.pareto_set(4_001)
    spacing = (curve[1:] - curve[:-1]).norm(dim=1).max()
    for points in (landscape.goal.points, landscape.minimisers()):
        assert torch.cdist(numbers(points), curve).amin(1).max() < spacing


@every_landscape
def test_starts_goals_and_the_pareto_set_are_inside_the_window(landscape):
    low, high = corners(landscape)
    named = [numbers(starts.points) for starts in landscape.starts]
    points = torch.cat([*named, landscape.pareto_set(101), numbers(landscape.goal.points)])
    assert ((points > low) & (points < high)).all()


@every_landscape
def test_start_sets_have_different_names_and_points(landscape):
    assert len({starts.title for starts in landscape.starts}) == len(landscape.starts)
    assert len({starts.points for starts in landscape.starts}) == len(landscape.starts)


@pytest.mark.parametrize("landscape", LANDSCAPES, ids=lambda each: each.key)
def test_every_landscape_teaches_one_sentence(landscape):
    assert landscape.lesson.endswith(".") and len(landscape.lesson) < 120
    assert landscape.__doc__.count("Lₖ") or landscape.__doc__.count("L₁")
