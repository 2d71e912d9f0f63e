"""Locally efficient points: where they are stated to be, and nowhere else."""

from functools import cache

import numpy as np
import pytest
import torch

from samgs_core import SGD, Experiment, run
from samgs_core.critical import stationarity
from samgs_core.methods import MGDA
from samgs_core.survey import survey
from synthetic import (
    EWQ,
    LANDSCAPES,
    ZDT3,
    BinhKorn,
    BraninCurrin,
    OneOptimum,
    ParallelValleys,
    PCGradValleys,
    Poloni,
    Saddle,
    TwoOptima,
    Viennet,
)
from synthetic.formula import CustomLandscape

SURVEYED = [cls() for cls in LANDSCAPES]


@cache
def seen(landscape):
    return survey(landscape)


def curves_of(landscape):
    points = seen(landscape).local_set
    pieces = np.split(points, np.flatnonzero(np.isnan(points).any(-1)))
    return [piece[~np.isnan(piece).any(-1)] for piece in pieces]


def points_of(curve):
    return curve[~np.isnan(curve).any(-1)]


def inside(landscape, points):
    low, high = np.array((landscape.box or landscape.window).corners)
    room = 1e-9 * (high - low)
    return ((points > low + room) & (points < high - room)).all(-1)


@pytest.mark.parametrize("landscape", SURVEYED, ids=lambda each: each.key)
def test_gradients_balance_on_the_curves_inside(landscape):
    points = points_of(seen(landscape).local_set)
    points = points[inside(landscape, points)]
    _, grads = landscape.losses_and_grads(torch.from_numpy(points))
    left, _ = stationarity(grads.numpy())
    typical = np.median(np.linalg.norm(seen(landscape).grads, axis=-1))
    assert (left < 1e-3 * typical).all()


@pytest.mark.parametrize("landscape", SURVEYED, ids=lambda each: each.key)
def test_no_neighbour_lowers_both_losses_of_a_locally_efficient_point(landscape):
    low, high = np.array((landscape.box or landscape.window).corners)
    points = np.concatenate([np.zeros((0, 2)), *(curve[4:-4:3] for curve in curves_of(landscape))])
    turns = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    ring = 1e-3 * (high - low).min() * np.stack((np.cos(turns), np.sin(turns)), axis=-1)
    around = points[:, None] + ring
    around = np.clip(around, low, high) if landscape.box else around
    here = landscape.losses(torch.from_numpy(points)).numpy()
    losses = landscape.losses(torch.from_numpy(around.reshape(-1, 2))).numpy()
    falls = here[:, None] - losses.reshape(*around.shape[:2], 2)
    scale = np.nanmedian(np.ptp(seen(landscape).losses, axis=(0, 1)))
    assert (falls.min(axis=-1) < 1e-6 * scale).all()


@pytest.mark.parametrize(
    "landscape",
    [each for each in SURVEYED if type(each) not in (PCGradValleys, ParallelValleys, EWQ)],
    ids=lambda each: each.key,
)
def test_the_front_is_locally_efficient(landscape):
    front, local = points_of(seen(landscape).front), points_of(seen(landscape).local_front)
    scale = np.ptp(front, axis=0)
    gaps = np.abs((front[:, None] - local) / scale).max(axis=-1).min(axis=1)
    assert np.quantile(gaps, 0.95) < 0.05


def test_tasks_that_never_conflict_have_no_curve():
    assert len(seen(ParallelValleys()).local_set) == 0


def test_either_axis_of_ewq_is_weakly_stationary():
    points = points_of(seen(EWQ()).local_set)
    assert np.abs(points).min(axis=1).max() < 1e-6
    for axis in (0, 1):
        on_axis = np.sort(points[np.abs(points[:, 1 - axis]) < 1e-6, axis])
        assert on_axis[0] < -4.9 and on_axis[-1] > 4.9 and np.diff(on_axis).max() < 0.2


def test_the_ridge_of_the_saddle_is_critical_and_left_out():
    points = points_of(seen(Saddle()).local_set)
    assert np.abs(np.abs(points[:, 0]) - 1).max() < 1e-6
    assert len(curves_of(Saddle())) == 2


def test_an_edge_of_a_box_holds_the_second_half_of_the_set_of_binh_and_korn():
    points = points_of(seen(BinhKorn()).local_set)
    edge = points[points[:, 1] == 3]
    assert (edge[:, 0].min(), edge[:, 0].max()) == pytest.approx((3, 5), abs=1e-4)
    assert np.ptp(points[points[:, 1] < 3] @ [1, -1]) < 1e-6


def test_every_fall_of_the_wave_of_zdt3_is_locally_efficient():
    curves = sorted(curves_of(ZDT3()), key=lambda curve: curve[0, 0])
    begins = [0, 0.147929, 0.350449, 0.5506, 0.750571, 0.950519]  # crests of the second loss
    ends = [0.083002, 0.257762, 0.453882, 0.652512, 0.851833, 1]  # its troughs
    assert [curve[0, 0] for curve in curves] == pytest.approx(begins, abs=1e-5)
    assert [curve[-1, 0] for curve in curves] == pytest.approx(ends, abs=1e-5)


def test_the_ring_of_viennet_closes():
    ring = max(curves_of(Viennet()), key=len)
    np.testing.assert_allclose((ring**2).sum(1), 4 * np.pi / 3, atol=0.2)


def test_methods_stop_on_the_upper_half_of_two_optima_where_the_survey_says():
    curves = [curve for curve in curves_of(TwoOptima()) if np.abs(curve[:, 1]).max() < 2]
    assert len(curves) >= 2
    record = run(
        Experiment(
            landscape=TwoOptima(),
            method=MGDA(),
            optimizer=SGD(lr=0.01),
            starts=((-5.4, -0.2), (5.4, -0.2)),
            steps=1_500,
            record_every=1_500,
            clip_norm=1.0,
        ),
        device="cpu",
    )
    for end in record.x[:, -1]:
        nearest = min(np.linalg.norm(curve - end, axis=1).min() for curve in curves)
        assert nearest < 0.1


@pytest.mark.parametrize("landscape", [Poloni(), BraninCurrin(), OneOptimum()], ids=repr)
def test_curves_are_chains_of_neighbours(landscape):
    window = np.array((landscape.box or landscape.window).corners)
    spacing = np.linalg.norm(window[1] - window[0]) / 160
    for curve in curves_of(landscape):
        assert len(curve) >= 2
        assert np.linalg.norm(np.diff(curve, axis=0), axis=1).max() < 1.01 * spacing


def test_losses_that_oppose_each_other_everywhere_are_no_curve():
    assert len(survey(CustomLandscape(l1="x*y + x^2", l2="-x*y - x^2")).local_set) == 0


def test_stationarity_of_some_pairs():
    grads = np.array([[[1, 0], [-1, 0]], [[2, 0], [0, 2]], [[0, 0], [3, 1]], [[1, 1], [1, 1]]])
    left, share = stationarity(grads.astype(float))
    np.testing.assert_allclose(left, [0, 2**0.5, 0, 2**0.5], atol=1e-15)
    np.testing.assert_allclose(share, [0.5, 0.5, 1, 0.5])
