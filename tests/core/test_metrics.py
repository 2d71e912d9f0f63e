"""Metrics against their definitions, written a second time, and at their edges."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from samgs_core import geometry, measures, run
from samgs_core.methods import LS, SAMGS, PCGrad
from samgs_core.metrics import (
    angle,
    conflict_share,
    cosine,
    curvature_bound,
    harmed_share,
    similarity,
    stationarity,
    unit_stationarity,
)
from tests.core.made_records import experiment, record_of


def pair(first, second):
    """A record of one start and one step with two gradients."""
    return record_of([[[first, second]]])


def value(metric, first, second):
    return metric(pair(first, second)).item()


numbers = st.floats(-1e150, 1e150, allow_subnormal=False)


some_grads = arrays.arrays(float, (1, 3, 2, 2), elements=numbers)


@pytest.fixture
def random():
    return record_of(np.random.default_rng(0).normal(size=(4, 25, 2, 2)))


def test_metrics_equal_their_definitions(random):
    first, second = random.grads[:, :, 0], random.grads[:, :, 1]
    a, b = np.linalg.norm(first, axis=-1), np.linalg.norm(second, axis=-1)
    c = (first * second).sum(-1) / (a * b)
    total, difference = first + second, first - second
    xi = (1 - c**2) * (difference**2).sum(-1) / (total**2).sum(-1)
    weights = np.linspace(0, 1, 100_001)
    np.testing.assert_allclose(cosine(random), c, atol=1e-14)
    np.testing.assert_allclose(np.cos(np.radians(angle(random))), c, atol=1e-12)
    np.testing.assert_allclose(similarity(random), 2 * a * b / (a**2 + b**2), rtol=1e-13)
    np.testing.assert_allclose(curvature_bound(random), xi, rtol=1e-9)
    np.testing.assert_allclose(unit_stationarity(random), np.sqrt((1 + c) / 2), rtol=1e-9)
    np.testing.assert_array_equal(conflict_share(random), c < 0)
    mixed = weights[:, None] * first[0, 0] + (1 - weights[:, None]) * second[0, 0]
    shortest = np.linalg.norm(mixed, axis=1).min()
    np.testing.assert_allclose(stationarity(random)[0, 0], shortest, rtol=1e-6)


@given(some_grads)
@pytest.mark.parametrize(
    ("metric", "high"),
    [
        (angle, 180),
        (cosine, 1),
        (similarity, 1),
        (curvature_bound, 4),
        (stationarity, np.inf),
        (unit_stationarity, 1),
        (conflict_share, 1),
        (harmed_share, 1),
    ],
)
def test_values_stay_in_their_range(metric, high, grads):
    values = metric(record_of(grads))
    low = -1 if metric is cosine else 0
    assert values.shape == (1, 3)
    told = values[~np.isnan(values)]
    assert ((told >= low) & (told <= high + 1e-9)).all()


@given(some_grads, st.floats(0.5, 1e120))
def test_a_common_factor_only_scales_the_stationarity(grads, factor):
    grads = grads / max(np.abs(grads).max(), 1.0)
    grads[np.abs(grads) < 1e-9] = 0
    plain, scaled = record_of(grads), record_of(grads * factor)
    for metric in (cosine, similarity, conflict_share, unit_stationarity):
        np.testing.assert_allclose(metric(plain), metric(scaled), rtol=1e-6, atol=1e-7)
    np.testing.assert_allclose(stationarity(plain) * factor, stationarity(scaled), rtol=1e-6)


@pytest.mark.parametrize("metric", [angle, cosine, curvature_bound])
@pytest.mark.parametrize("first", [(0.0, 0.0), (1e-13, 0.0)])
def test_what_needs_two_directions_is_undefined_at_a_zero_gradient(metric, first):
    assert np.isnan(value(metric, first, (3.0, 4.0)))


def test_a_zero_gradient_is_unlike_any_other_but_like_another_zero():
    assert value(similarity, (0.0, 0.0), (3.0, 4.0)) == 0
    assert value(similarity, (0.0, 0.0), (0.0, 0.0)) == 1


def test_a_zero_gradient_is_stationary_and_in_conflict_with_none():
    for metric in (stationarity, unit_stationarity, conflict_share):
        assert value(metric, (0.0, 0.0), (3.0, 4.0)) == 0


def test_an_element_without_an_inverse_is_as_good_as_zero():
    assert value(stationarity, (0.0, 3e14), (1e-294, 3e14)) == pytest.approx(3e14)


def test_the_curvature_bound_is_undefined_where_the_gradients_cancel():
    assert np.isnan(value(curvature_bound, (1.0, 2.0), (-1.0, -2.0)))
    assert value(curvature_bound, (1.0, 2.0), (-2.0, -4.0)) == pytest.approx(0, abs=1e-12)


def test_opposed_gradients_of_any_length_are_stationary():
    assert value(stationarity, (1e-3, 0.0), (-1e6, 0.0)) == pytest.approx(0, abs=1e-9)
    assert value(angle, (1e-3, 0.0), (-1e6, 0.0)) == 180


def test_a_short_gradient_on_the_side_of_a_long_one_is_the_shortest_combination():
    assert value(stationarity, (1.0, 0.0), (5.0, 1.0)) == pytest.approx(1)
    assert value(stationarity, (5.0, 1.0), (1.0, 0.0)) == pytest.approx(1)


def test_three_tasks_are_judged_by_the_mean_over_pairs():
    grads = np.array([[1.0, 0.0], [0.0, 2.0], [-3.0, 0.0]])
    record = record_of(grads[None, None])
    assert angle(record).item() == pytest.approx((90 + 180 + 90) / 3)
    assert similarity(record).item() == pytest.approx((4 / 5 + 6 / 10 + 12 / 13) / 3)
    assert conflict_share(record).item() == pytest.approx(1 / 3)


def test_three_tasks_can_be_stationary_where_no_two_of_them_are():
    turns = np.radians([90, 210, 330])
    grads = np.column_stack([np.cos(turns), np.sin(turns)])
    assert stationarity(record_of(grads[None, None])).item() == pytest.approx(0, abs=1e-12)
    assert stationarity(record_of(grads[None, None, :2])).item() == pytest.approx(0.5)


def test_a_gradient_that_is_not_finite_leaves_a_gap():
    record = pair((np.inf, 0.0), (1.0, np.nan))
    for metric in (angle, cosine, similarity, curvature_bound, stationarity, unit_stationarity):
        assert np.isnan(metric(record)).all()


def test_a_task_is_harmed_if_the_merged_gradient_points_against_its_own():
    grads = [[[(1.0, 0.0), (-3.0, 1.0)]]]
    assert harmed_share(record_of(grads)).item() == 0.5
    aside = [[[(0.0, 1.0), (0.0, 1.0)]]]
    assert harmed_share(record_of(grads, operated=aside)).item() == 0


def test_pcgrad_harms_nobody_and_the_plain_sum_does():
    between = ((0.5, 0.2), (0.0, -0.1))
    for method, most in ((PCGrad(), 0), (LS(), 0.5)):
        record = run(experiment(method=method, starts=between), device="cpu")
        assert harmed_share(record).max() == most


def test_the_similarity_is_the_one_that_sam_gs_decides_by():
    record = run(experiment(method=SAMGS()), device="cpu")
    np.testing.assert_allclose(similarity(record), record.diagnostics["similarity"], rtol=1e-12)


def test_a_zero_gradient_is_the_same_here_and_in_the_engine():
    assert measures.ZERO == geometry.ZERO


@pytest.mark.parametrize("operation", [np.add, np.maximum, np.logical_or])
def test_few_numbers_are_taken_together_as_numpy_does_bit_for_bit(operation):
    rng = np.random.default_rng(0)
    for width in (1, 2, measures.FEW, measures.FEW + 1, 100):
        values = rng.normal(size=(50, 3, width)) * 10.0 ** rng.integers(-9, 9, (50, 3, width))
        values[rng.random(values.shape) < 0.1] = 0.0
        values[0, 0, 0], values[1, 1, -1], values[2, 2, 0] = np.nan, np.inf, -np.inf
        values = values != 0 if operation is np.logical_or else values
        taken = measures.across(operation, values)
        np.testing.assert_array_equal(taken, operation.reduce(values, axis=-1))
    with pytest.raises(ValueError, match="zero-size"):
        measures.across(np.maximum, np.zeros((2, 0)))
