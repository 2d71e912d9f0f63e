"""Fronts in loss space, against counting by hand and by brute force."""

import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from samgs_core.pareto import distance_to_front, near_front, non_dominated

CORNER = np.array([[0.0, 3.0], [1.0, 1.0], [3.0, 0.0]])

small_losses = some.lists(some.tuples(*[some.integers(-4, 4)] * 2), max_size=30).map(
    lambda rows: np.array(rows, dtype=float).reshape(-1, 2)
)


def dominates(a, b):
    return (a <= b).all() and (a < b).any()


@given(small_losses)
def test_a_point_is_on_the_front_if_and_only_if_nothing_dominates_it(losses):
    kept = {tuple(point) for point in losses[non_dominated(losses)]}
    free = {tuple(p) for p in losses if not any(dominates(q, p) for q in losses)}
    assert kept == free


@given(small_losses)
def test_the_front_is_sorted_and_holds_no_point_twice(losses):
    first, second = losses[non_dominated(losses)].T
    assert (np.diff(first) > 0).all() and (np.diff(second) < 0).all()


def test_the_front_of_some_points_counted_by_hand():
    losses = np.array([[2, 2], [0, 3], [1, 1], [1, 1], [0, 4], [3, 0], [3, 1], [5, -1]], float)
    assert non_dominated(losses).tolist() == [1, 2, 5, 7]


def test_points_that_are_not_finite_are_on_no_front():
    losses = np.array([[np.nan, -9], [1, 1], [-np.inf, 5], [-9, np.inf], [np.nan, np.nan]])
    assert non_dominated(losses).tolist() == [1]
    assert non_dominated(losses[2:]).tolist() == []
    assert non_dominated(np.zeros((0, 2))).tolist() == []


@pytest.mark.parametrize(
    ("loss", "distance"),
    [
        ((1, 1), 0),  # a corner of the front
        ((2, 0.5), 0),  # on its second segment
        ((2, 3), 4 / 5**0.5),  # nearest to (0.4, 2.2) on the first
        ((2.5, 1.5), 1.25**0.5),  # nearest to (2, 0.5) on the second
        ((0, 5), 2),  # above the upper end
        ((7, 3), 5),  # right of and above the lower end
        ((0.5, 0.5), 0),  # dominates a part of the front
        ((-4, -4), 0),  # dominates all of it
        ((-1, 5), 2),  # only the second loss is above that of the nearest end
    ],
)
def test_distances_to_a_front_of_two_segments(loss, distance):
    assert distance_to_front(np.array(loss, float), CORNER) == pytest.approx(distance)


def test_a_missing_row_leaves_a_gap_in_the_front():
    whole = np.array([[0.0, 4.0], [4.0, 0.0]])
    pieces = np.array([[0.0, 4.0], [np.nan, np.nan], [4.0, 0.0], [5.0, -1.0]])
    assert distance_to_front(np.array([3.0, 5.0]), whole) == pytest.approx(8**0.5)
    assert distance_to_front(np.array([3.0, 5.0]), pieces) == pytest.approx(10**0.5)
    assert distance_to_front(np.array([5.0, 0.0]), pieces) == pytest.approx(0.5**0.5)


def test_a_front_may_be_one_point_or_none():
    losses = np.array([[4.0, 5.0], [-4.0, 5.0]])
    assert distance_to_front(losses, np.array([[1.0, 1.0]])).tolist() == [5, 4]
    assert distance_to_front(losses, np.zeros((0, 2))).tolist() == [np.inf, np.inf]
    assert distance_to_front(losses, np.full((1, 2), np.nan)).tolist() == [np.inf, np.inf]


def test_what_is_not_finite_is_told_apart():
    losses = np.array([[np.nan, 0], [np.inf, 0], [0, np.inf], [np.inf, -np.inf], [1e300, 0]])
    distances = distance_to_front(losses, CORNER)
    assert np.isnan(distances).tolist() == [True, False, False, False, False]
    assert np.isinf(distances[1:]).all()


def test_distances_have_the_shape_of_the_losses():
    losses = np.random.default_rng(0).normal(size=(3, 5, 2)) + 4
    distances = distance_to_front(losses, CORNER)
    assert distances.shape == (3, 5)
    assert distance_to_front(losses[1, 2], CORNER) == pytest.approx(distances[1, 2])
    assert distance_to_front(np.zeros((0, 4, 2)), CORNER).shape == (0, 4)


def test_distances_to_a_fine_polyline_are_those_to_its_curve():
    share = np.linspace(0, 1, 500)
    front = np.stack([share**2, (1 - share) ** 2], axis=1)
    on_curve = np.random.default_rng(0).uniform(0.1, 0.9, 200)
    normal = np.stack([1 - on_curve, on_curve], axis=1)
    normal /= np.linalg.norm(normal, axis=1, keepdims=True)
    away = np.random.default_rng(1).uniform(0, 0.5, (200, 1))
    losses = np.stack([on_curve**2, (1 - on_curve) ** 2], axis=1) + away * normal
    np.testing.assert_allclose(distance_to_front(losses, front), away[:, 0], atol=3e-6)


def test_many_distances_need_little_memory():
    losses = np.random.default_rng(0).normal(size=(20_000, 2))
    front = np.stack([np.linspace(-2, 2, 500), -np.linspace(-2, 2, 500)], axis=1)
    tracemalloc.start()
    distance_to_front(losses, front)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 10e6  # a single array of all pairs would take 80 MB


def bowl(front):
    """What counts as near a front, among the losses of a bowl up to 2 from its middle."""
    x = np.linspace(-2, 2, 41)
    height = np.add.outer(x**2, x**2)
    return near_front(np.array(front, dtype=float), np.stack([height, height], axis=-1))


def test_near_a_front_is_a_hundredth_of_its_diagonal():
    assert bowl([[0, 4], [np.nan, np.nan], [3, 0]]) == pytest.approx(0.05)


def test_near_a_front_that_is_almost_a_point_the_losses_of_the_window_set_the_scale():
    near = bowl([[0, 0]])
    assert 0 < near < 0.001  # where a loss is that, the middle is a hundredth of the window away
    assert bowl([[0, 1e-9], [1e-9, 0]]) == pytest.approx(near)


def test_near_a_front_of_losses_that_never_change_is_what_rounding_leaves():
    flat = np.full((5, 5, 2), 0.1)
    near = near_front(np.full((1, 2), 0.1), flat)
    assert abs(np.float32(0.1) - 0.1) <= near < 1e-7


def test_nothing_is_near_a_front_without_points():
    assert near_front(np.zeros((0, 2)), np.full((5, 5, 2), np.nan)) == 0
