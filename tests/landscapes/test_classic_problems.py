"""What each of the field's test problems is known for."""

import math

import numpy as np
import pytest
import torch

from samgs_core import Landscape
from synthetic import (
    CQF,
    ZDT1,
    ZDT2,
    ZDT3,
    BraninCurrin,
    FonsecaFleming,
    OmniTest,
    OpposedBowls,
    ParallelValleys,
    PCGradValleys,
    Poloni,
    Saddle,
)
from tests.landscapes.test_published_formulas import losses_at


def test_the_arc_of_cqf_passes_its_published_points():
    forms, centres = np.array(CQF().forms), np.array(CQF().centres)
    expected = {0: (-1, 0), 0.1: (-0.767, 0.872), 0.5: (-0.214, 2.857), 0.9: (0.160, 3.396)}
    curve = CQF().pareto_set(4_001).numpy()
    for w, point in expected.items():
        weights = np.array([w, 1 - w])[:, None, None]
        pulled = (weights * forms @ centres[:, :, None]).sum(0)
        solved = np.linalg.solve((weights * forms).sum(0), pulled)[:, 0]
        np.testing.assert_allclose(solved, point, atol=5e-4)
        assert np.linalg.norm(curve - solved, axis=1).min() < 2e-3
    steps = np.linalg.norm(np.diff(curve, axis=0), axis=1)
    assert steps.max() < 1.05 * steps.min()


def test_zdt3_has_five_pieces_with_the_published_ends():
    curve = ZDT3().pareto_set(401).numpy()
    breaks = np.flatnonzero(np.isnan(curve).any(-1))
    pieces = [piece[~np.isnan(piece).any(-1)] for piece in np.split(curve, breaks)]
    ends = [piece[[0, -1], 0] for piece in pieces]
    expected = [(0, 0.0830), (0.18223, 0.25776), (0.40931, 0.45388), (0.6184, 0.65251)]
    np.testing.assert_allclose(ends, [*expected, (0.82333, 0.85183)], atol=1e-5)


def test_omni_test_has_nine_pieces_with_one_front():
    curve = OmniTest().pareto_set(404)
    pieces = curve[curve.isfinite().all(1)].reshape(9, -1, 2)
    losses = OmniTest().losses(pieces.reshape(-1, 2)).reshape(9, -1, 2)
    assert (losses - losses[:1]).abs().max() < 1e-12
    assert len({tuple(piece[0].tolist()) for piece in pieces}) == 9


@pytest.mark.parametrize(
    ("landscape", "low", "high"),
    [(FonsecaFleming(), -0.49, 0.49), (ZDT2(), 0.0, 1.0)],
    ids=lambda each: getattr(each, "key", ""),
)
def test_concave_fronts_bend_away_from_the_origin(landscape, low, high):
    curve = landscape.pareto_set(401)
    first, second = landscape.losses(curve).numpy().T
    bends = np.diff(np.diff(second) / np.diff(first))
    inner = (curve[1:-1, 0].numpy() > low) & (curve[1:-1, 0].numpy() < high)
    assert inner.sum() > 200 and (bends[inner] < 0).all()
    if not inner.all():
        assert bends[0] > 0 and bends[-1] > 0


def test_parallel_valleys_conflict_nowhere():
    axis = torch.linspace(-3, 3, 100, dtype=torch.float64)
    _, grads = ParallelValleys().losses_and_grads(torch.cartesian_prod(axis, axis))
    first, second = grads.unbind(1)
    cosines = (first * second).sum(1) / (first.norm(dim=1) * second.norm(dim=1))
    assert 38 < math.degrees(math.acos(cosines.min())) < 39


def test_gradients_of_opposed_bowls_have_length_one_and_opposite_directions_between_the_tips():
    x = torch.tensor([[0.0, 0.0], [0.3, 0.0], [0.0, 2.0], [2.5, -1.0]], dtype=torch.float64)
    _, grads = OpposedBowls(r=0.01).losses_and_grads(x)
    torch.testing.assert_close(grads.norm(dim=2), torch.ones(4, 2).double(), rtol=0, atol=1e-3)
    assert ((grads[:2, 0] * grads[:2, 1]).sum(1) < -0.999).all()


def test_both_losses_fall_from_the_ridge_of_the_saddle_to_either_side():
    (ridge,) = losses_at(Saddle(), (0.0, 0.4))
    assert (losses_at(Saddle(), (0.05, 0.4), (-0.05, 0.4)) < ridge).all()
    _, grads = Saddle().losses_and_grads(torch.tensor([[0.0, 0.4]], dtype=torch.float64))
    assert grads[0, 0, 1] < 0 < grads[0, 1, 1] and (grads[0, :, 0] == 0).all()


def test_poloni_has_two_lowest_points_of_its_first_task():
    (first, second) = losses_at(Poloni(), (1.0, 2.0), (2.0228, 0.7307))
    assert first[0] == 1 and second[0] == pytest.approx(1, abs=1e-6)


def test_pcgrad_valleys_meet_from_their_stated_height_on():
    below, above = losses_at(PCGradValleys(), (-2.0, 6.4), (-2.0, 6.46))
    assert below[0] > -244 and below[1] > -305.1
    np.testing.assert_allclose(above, [20 * math.log(5e-6), 25 * math.log(5e-6)])


def test_kinks_of_pcgrad_valleys_follow_automatic_differentiation():
    y = torch.linspace(-3, 3, 41, dtype=torch.float64)
    floor = torch.stack((-2 * y.tanh(), y), dim=1)
    other = torch.stack((2 * y.tanh() - 4, y), dim=1)
    aside = torch.tensor([6e-6, 0.0], dtype=torch.float64)
    x = torch.cat((floor, other, floor + aside, other + aside, floor - 3 * aside))
    losses, grads = PCGradValleys().losses_and_grads(x)
    auto_losses, auto_grads = Landscape.losses_and_grads(PCGradValleys(), x)
    torch.testing.assert_close(losses, auto_losses, rtol=1e-9, atol=1e-9)
    torch.testing.assert_close(grads, auto_grads, rtol=1e-9, atol=1e-9)
    assert (grads[:41, 0] == 0).all()


@pytest.mark.parametrize(
    "landscape", [ZDT1(), ZDT2(), ZDT3(), BraninCurrin()], ids=lambda each: each.key
)
def test_edges_of_a_box_follow_automatic_differentiation(landscape):
    (x_low, y_low), (x_high, y_high) = landscape.box.corners
    across = torch.tensor([x_low, 0.3, x_high, -0.5, 1.5], dtype=torch.float64)
    up = torch.tensor([y_low, 0.6, y_high, -0.5, 1.5], dtype=torch.float64)
    x = torch.cartesian_prod(across, up)
    losses, grads = landscape.losses_and_grads(x)
    auto_losses, auto_grads = Landscape.losses_and_grads(landscape, x)
    torch.testing.assert_close(losses, auto_losses, rtol=1e-12, atol=1e-12)
    torch.testing.assert_close(grads, auto_grads, rtol=1e-10, atol=1e-12)
