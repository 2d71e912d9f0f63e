"""Scores: counts, energy and chance, on gradients made by hand."""

import numpy as np
import pytest

from samgs_core.recon.scores import SCORES, Scores, cosines, rank_correlation


def products(*steps):
    """Inner products [steps, layers, T, T] of gradients given as step, layer, task, numbers."""
    return np.array([[np.array(g) @ np.array(g).T for g in layers] for layers in steps])


AGREE, CONFLICT, RIGHT = [[1, 0], [2, 1]], [[1, 0], [-3, 4]], [[1, 0], [0, 2]]
MIXED = products((CONFLICT, AGREE), (CONFLICT, RIGHT), (AGREE, CONFLICT), (RIGHT, AGREE))


def test_the_rate_is_the_share_of_steps_below_the_threshold():
    np.testing.assert_array_equal(Scores(MIXED, (2, 2)).rate, [0.5, 0.25])
    np.testing.assert_array_equal(Scores(MIXED, (2, 2), threshold=-0.6).rate, [0, 0])  # strict
    np.testing.assert_array_equal(Scores(MIXED, (2, 2), threshold=-0.59).rate, [0.5, 0.25])


def test_the_rate_counts_pairs_of_tasks():
    three = products(([[1, 0], [-1, 0.1], [0, 1]],), ([[1, 0], [-1, 0], [-1, 0]],))
    np.testing.assert_allclose(Scores(three, (2,)).rate, [3 / 6])


def test_the_energy_is_the_mean_of_the_negative_inner_products():
    np.testing.assert_allclose(Scores(MIXED, (2, 2)).energy, [6 / 4, 3 / 4])


def test_the_null_rate_is_that_of_unrelated_gradients_of_the_same_size():
    sizes = (16, 72, 128)
    source = np.random.default_rng(0)
    drawn = [source.standard_normal((20_000, 2, size)) for size in sizes]
    grams = np.stack([g @ g.transpose(0, 2, 1) for g in drawn], axis=1)
    scores = Scores(grams, sizes)
    np.testing.assert_allclose(scores.null, [0.34, 0.20, 0.13], atol=0.006)
    np.testing.assert_allclose(scores.calibrated, 0, atol=0.02)
    np.testing.assert_array_equal(Scores(grams, sizes, threshold=0.0).null, 0.5)


@pytest.mark.parametrize("score", SCORES)
def test_layers_are_ranked_from_the_worst_and_equal_ones_from_the_input(score):
    steps = products((AGREE, CONFLICT, RIGHT, CONFLICT))
    scores = Scores(steps, (2, 2, 2, 2))
    assert scores.ranking(score) == (2, 4, 1, 3)
    assert scores.worst(3, score) == (1, 2, 4)


def test_the_calibrated_rate_puts_a_large_layer_before_a_small_one_of_equal_rate():
    scores = Scores(products((CONFLICT, CONFLICT)), (10, 1_000))
    assert scores.ranking("rate") == (1, 2) and scores.ranking("calibrated") == (2, 1)


def test_a_zero_gradient_has_no_cosine_and_no_conflict():
    zero = products(([[0, 0], [1, 1]],), ([[0, 0], [0, 0]],))
    assert np.isnan(cosines(zero)).all()
    scores = Scores(zero, (2,))
    assert scores.rate == scores.energy == 0


def test_cosines_never_leave_their_range():
    g = np.array([[0.1, 0.7], [-0.3, -2.1]])
    assert cosines(g @ g.T) == -1


def test_rank_correlation_of_equal_opposite_tied_and_constant_series():
    rising = np.array([0.1, 0.5, 2.0, 9.0])
    assert rank_correlation(rising, rising**3) == pytest.approx(1)
    assert rank_correlation(rising, -rising) == pytest.approx(-1)
    assert rank_correlation(rising, np.array([1, 2, 2, 3])) == pytest.approx(0.9486833)
    assert np.isnan(rank_correlation(rising, np.ones(4)))
