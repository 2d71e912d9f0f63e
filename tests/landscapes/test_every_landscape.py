"""Every stated fact of every landscape, against dense grids."""

import math

import numpy as np
import pytest
import torch

from synthetic import (
    LANDSCAPES,
)
from tests.landscapes.every import (
    KNOWN_SETS,
    VARIANTS,
    corners,
    dense_grid,
    domain,
    each,
    every_goal,
    every_known_minimum,
    every_known_set,
    every_landscape,
    numbers,
    pareto_points,
)


@every_known_minimum
def test_minimisers_are_the_lowest_points_of_the_sum(landscape):
    points = numbers(landscape.minimisers())
    losses, grads = landscape.losses_and_grads(points)
    lowest = losses.sum(1)
    low, high = domain(landscape)
    projected = (points - grads.sum(1)).clamp(low, high) if landscape.box else points - grads.sum(1)
    assert (projected - points).abs().max() < 1e-7
    assert lowest.max() - lowest.min() < 1e-9
    grid = landscape.losses(dense_grid(landscape)).sum(1)
    assert (grid >= lowest.max() - 1e-9).all()
    assert grid.min() < lowest.max() + 0.05 * (grid.quantile(0.5) - lowest.max())


@every_known_minimum
def test_neighbours_of_minimisers_are_not_lower(landscape):
    turns = torch.linspace(0, 2 * math.pi, 17, dtype=torch.float64)
    ring = torch.stack((turns.cos(), turns.sin()), dim=1)
    low, high = domain(landscape)
    for point in numbers(landscape.minimisers()):
        for radius in (1e-3, 1e-2, 0.1 * min(1, float((high - low).min()))):
            near = point + radius * ring
            if landscape.box:
                near = near[((near >= low) & (near <= high)).all(1)]
            around = landscape.losses(near).sum(1)
            assert len(around) >= 4
            assert (around > landscape.losses(point[None]).sum()).all()


@every_known_set
def test_the_pareto_set_has_the_number_of_points_that_is_asked_for(landscape):
    for n in (18, 107, 401):
        points = landscape.pareto_set(n)
        gaps = points.isnan().any(1)
        assert points.shape[1] == 2 and points.dtype == torch.float64
        assert len(points) == 1 or n - gaps.sum() - 1 < (~gaps).sum() <= n
        assert not (gaps[1:] & gaps[:-1]).any() and not gaps[[0, -1]].any()


@every_known_set
def test_no_point_of_the_pareto_set_dominates_another(landscape):
    front = landscape.losses(pareto_points(landscape, 401))
    gaps = front.unsqueeze(1) - front
    assert not (gaps < -1e-12).all(2).any()


@every_known_set
def test_no_point_of_a_dense_grid_dominates_the_pareto_set(landscape):
    front = landscape.losses(pareto_points(landscape, 401)).numpy()
    front = front[front[:, 0].argsort()]
    grid = landscape.losses(dense_grid(landscape)).numpy()
    # Of the points of the front with at least this first loss the first has the largest second.
    rival = np.searchsorted(front[:, 0], grid[:, 0])
    has_rival = rival < len(front)
    assert has_rival.any() or np.ptp(front, axis=0).max() < 1e-6
    assert (grid[has_rival, 1] > front[rival[has_rival], 1] - 1e-9).all()


def inside_and_on_an_edge(landscape):
    """The points of the Pareto set inside, and those on the lower or upper edge of the box."""
    points = pareto_points(landscape, 101)
    low, high = domain(landscape)
    is_inside = (points > low) & (points < high)
    return points[is_inside.all(1)], points[is_inside[:, 0] & ~is_inside[:, 1]]


@each([some for some in KNOWN_SETS if len(inside_and_on_an_edge(some)[0])])
def test_gradients_are_opposed_all_along_the_pareto_set_inside(landscape):
    _, grads = landscape.losses_and_grads(inside_and_on_an_edge(landscape)[0])
    first, second = grads.unbind(1)
    cross = first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0]
    assert cross.abs().max() <= 1e-11 * grads.abs().max() ** 2
    assert ((first * second).sum(1) < 1e-9).all()


@each([some for some in KNOWN_SETS if len(inside_and_on_an_edge(some)[1])])
def test_on_an_edge_gradients_are_opposed_along_it_and_lead_out_of_the_box(landscape):
    points = inside_and_on_an_edge(landscape)[1]
    _, grads = landscape.losses_and_grads(points)
    along, across = grads.unbind(2)
    assert (along.prod(1) < 1e-9).all()
    balanced = across[:, 0] * along[:, 1].abs() + across[:, 1] * along[:, 0].abs()
    is_low = points[:, 1] == domain(landscape)[0, 1]
    outwards = torch.where(is_low, balanced, -balanced)
    assert (outwards >= 0).all() and (outwards[1:] > 0).all()  # a set may end or turn at an edge


def test_every_known_pareto_set_lies_inside_or_on_an_edge():
    for landscape in KNOWN_SETS:
        inside, on_edge = inside_and_on_an_edge(landscape)
        assert len(inside) + len(on_edge) >= len(pareto_points(landscape, 101)) - 4


@every_landscape
def test_lower_bounds_are_strict(landscape):
    grid = dense_grid(landscape)
    known = landscape.pareto_set(401) is not None
    points = torch.cat((grid, pareto_points(landscape, 401))) if known else grid
    losses = landscape.losses(points)
    gaps = losses.amin(0) - numbers(landscape.lower_bounds)
    assert (gaps > 0).all()
    assert (gaps < 0.05 * (losses.amax(0) - losses.amin(0))).all()


@every_goal
def test_the_goal_is_reached_at_its_points_and_not_where_runs_begin(landscape):
    goal = landscape.goal
    assert goal.reached(landscape.losses(numbers(goal.points)).numpy()).all()
    for starts in landscape.starts:
        assert not goal.reached(landscape.losses(numbers(starts.points)).numpy()).any()


@every_goal
def test_the_goal_is_a_small_part_of_the_window_around_its_points(landscape):
    grid = dense_grid(landscape)
    reached = grid[torch.from_numpy(landscape.goal.reached(landscape.losses(grid).numpy()))]
    assert 0 < len(reached) < 0.02 * len(grid)
    nearest = torch.cdist(reached, numbers(landscape.goal.points)).amin(1)
    assert nearest.max() < 0.2 * (corners(landscape)[1] - corners(landscape)[0]).max()


def goals_and_minimisers(landscape):
    goals = landscape.goal.points if landscape.goal else ()
    return (*goals, *(landscape.minimisers() or ()))


@each([some for some in KNOWN_SETS if goals_and_minimisers(some)])
def test_goals_and_minimisers_lie_on_the_pareto_set(landscape):
    curve = landscape.pareto_set(4_001)
    spacing = (curve[1:] - curve[:-1]).norm(dim=1).nan_to_num(0).sum() / len(curve) + 1e-9
    curve = pareto_points(landscape, 4_001)
    for point in goals_and_minimisers(landscape):
        assert torch.cdist(numbers([point]), curve).min() < 2 * spacing


@every_landscape
def test_starts_goals_and_the_pareto_set_are_inside_the_window(landscape):
    low, high = corners(landscape)
    named = [numbers(starts.points) for starts in landscape.starts]
    named += [pareto_points(landscape, 101)] if landscape.pareto_set(101) is not None else []
    named += [numbers(landscape.goal.points)] if landscape.goal else []
    points = torch.cat(named)
    assert ((points > low) & (points < high)).all()


@each([some for some in VARIANTS if some.box])
def test_a_box_lies_in_the_window_and_holds_the_starts(landscape):
    (low, high), (box_low, box_high) = corners(landscape), domain(landscape)
    assert (low < box_low).all() and (box_high < high).all()
    for starts in landscape.starts:
        points = numbers(starts.points)
        assert ((points > box_low) & (points < box_high)).all()


@pytest.mark.parametrize(
    "landscape", [some for some in LANDSCAPES if some.presets()], ids=lambda some: some.key
)
def test_presets_are_runs_of_the_landscape_itself(landscape):
    for preset in landscape.presets():
        assert type(preset.landscape) is landscape
        assert preset.steps >= 1 and len(preset.starts) >= 1
    assert len({preset.title for preset in landscape.presets()}) == len(landscape.presets())


@every_landscape
def test_start_sets_have_different_names_and_points(landscape):
    assert len({starts.title for starts in landscape.starts}) == len(landscape.starts)
    assert len({starts.points for starts in landscape.starts}) == len(landscape.starts)


@pytest.mark.parametrize("landscape", LANDSCAPES, ids=lambda each: each.key)
def test_every_landscape_teaches_one_sentence(landscape):
    assert landscape.lesson.endswith(".") and len(landscape.lesson) < 120
    assert landscape.__doc__.count("Lₖ") or landscape.__doc__.count("L₁")
