"""What lies below the paths: conflicts, hatching, box, local curves, thumbnails, the surface."""

import json
import math
from functools import cache

import numpy as np
import pytest

from app.figures import loss_space, parameter_space, surface
from app.figures.contours import contours, filled
from app.figures.local import local_curves
from app.figures.regions import HATCH, Region, hatch
from app.look.theme import LIGHT, THEMES
from app.words.legend import percent
from samgs_core import Adam, Experiment, run
from samgs_core.conflict import conflict
from samgs_core.methods import LS
from samgs_core.survey import survey
from synthetic import (
    ZDT1,
    OneOptimum,
    OpposedBowls,
    ParallelValleys,
    Poloni,
    RosenbrockPair,
    TwoBowls,
)
from synthetic.formula import CustomLandscape

HALF = CustomLandscape(l1="log(x)", l2="(x + 1)^2 + y^2")


NOWHERE = CustomLandscape(l1="log(-1 - x^2)", l2="y")


HUGE = CustomLandscape(l1="exp(100*x)", l2="-1e30*y^99")


ODD = (HALF, NOWHERE, HUGE, CustomLandscape(l1="3", l2="7"), CustomLandscape(l1="x", l2="-x"))


every_odd = pytest.mark.parametrize("landscape", ODD, ids=lambda odd: odd.l1)


every_theme = pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)


@cache
def seen(landscape, n=61):
    return survey(landscape, n)


@cache
def short_run(landscape):
    setting = Experiment(
        landscape=landscape,
        method=LS(),
        optimizer=Adam(lr=0.1),
        starts=landscape.starts[0].points,
        steps=40,
    )
    return run(setting, device="cpu")


def numbers(value):
    if isinstance(value, np.ndarray):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from numbers(part)


def test_two_bowls_conflict_inside_the_circle_over_their_centres():
    bowls = TwoBowls(distance=4.0)
    found = conflict(bowls, seen(bowls, 241), gamma=0.0)
    assert found.angle_share == pytest.approx(math.pi * 2**2 / 6**2, abs=0.005)  # Thales
    assert found.magnitude_share == 0 and found.undefined_share == 0


def test_the_similarity_of_two_bowls_is_that_of_the_distances_to_their_centres():
    bowls = TwoBowls(distance=2.0, ratio=3.0)
    survey_ = seen(bowls)
    x, y = np.meshgrid(survey_.x, survey_.y)
    one, other = np.hypot(x + 1, y), 3 * np.hypot(x - 1, y)
    expected = 2 * one * other < 0.4 * (one**2 + other**2)
    found = conflict(bowls, survey_, gamma=0.4)
    np.testing.assert_array_equal(found.magnitude, expected)
    assert found.magnitude_share == pytest.approx(expected.mean())


def test_the_controls_show_no_conflict_and_nothing_but_angles():
    assert conflict(ParallelValleys(), seen(ParallelValleys()), 0.1).angle_share == 0
    opposed = conflict(OpposedBowls(), seen(OpposedBowls()), 0.9)
    assert opposed.magnitude_share < 0.02 < opposed.angle_share


def test_shares_count_the_box_alone_and_leave_out_what_is_undefined():
    zdt, survey_ = ZDT1(), seen(ZDT1())
    x, y = np.meshgrid(survey_.x, survey_.y)
    box = (x >= 1e-9) & (x <= 1) & (y >= 0) & (y <= 1)
    found = conflict(zdt, survey_, 0.5)
    defined = box & ~found.undefined
    assert found.magnitude_share == pytest.approx((found.magnitude & defined).sum() / defined.sum())
    half = conflict(HALF, seen(HALF), 0.5)
    assert half.undefined_share == pytest.approx(0.5, abs=0.02)
    assert not (half.angle & half.undefined).any()
    nowhere = conflict(NOWHERE, seen(NOWHERE), 0.5)
    assert (nowhere.angle_share, nowhere.magnitude_share, nowhere.undefined_share) == (0, 0, 1)


@pytest.mark.parametrize(
    ("share", "told"),
    [(0, "0 %"), (0.004, "less than 1 %"), (0.42, "42 %"), (0.996, "more than 99 %"), (1, "100 %")],
)
def test_a_share_is_told_as_what_it_is(share, told):
    assert percent(share) == told


def test_hatching_runs_along_diagonals_inside_the_region_alone():
    x, y = np.linspace(0, 6, 61), np.linspace(-3, 3, 61)
    mask = np.hypot(x - 3, y[:, None]) < 2
    lines = hatch(Region(x, y, mask)).reshape(-1, 3, 2)
    assert len(lines) > 5 and np.isnan(lines[:, 2]).all()
    ends = lines[:, :2]
    assert (np.hypot(ends[..., 0] - 3, ends[..., 1]) < 2.001).all()
    steps = ends[:, 1] - ends[:, 0]
    np.testing.assert_allclose(steps[:, 0], steps[:, 1], rtol=1e-5)
    gaps = np.diff(np.unique((ends[:, 0, 0] - ends[:, 0, 1]).round(4)))
    np.testing.assert_allclose(gaps, HATCH * 0.1, rtol=1e-3)
    assert hatch(Region(x, y, np.zeros_like(mask))).shape == (0, 2)


def test_the_layer_the_hatching_and_the_box_are_drawn_where_they_are():
    survey_ = seen(HALF)
    found = conflict(HALF, survey_, 0.9)
    shown = parameter_space.data(HALF, survey_, (), (), shaded=found.magnitude)
    kinds = [trace.type for trace in parameter_space.figure(shown, LIGHT).data]
    assert kinds[:2] == ["heatmap", "scatter"]
    assert shown.undefined.mask[:, :30].all() and not shown.undefined.mask[:, 31:].any()
    assert len(shown.box) == 0
    plain = parameter_space.data(TwoBowls(), seen(TwoBowls()), (), ())
    assert parameter_space.figure(plain, LIGHT).data[0].type == "contour"
    boxed = parameter_space.data(ZDT1(), seen(ZDT1()), (), ()).box
    assert boxed.min(axis=0).tolist() == pytest.approx([0, 0], abs=1e-6)
    assert boxed.max(axis=0).tolist() == [1, 1] and (boxed[0] == boxed[-1]).all()


def test_local_curves_are_shown_where_they_are_more_than_the_front():
    assert len(local_curves(seen(Poloni(), 161)).points)
    for landscape in (TwoBowls(), OneOptimum(), RosenbrockPair()):
        curves = local_curves(seen(landscape, 161))
        assert len(curves.points) == len(curves.losses)
    assert len(local_curves(seen(TwoBowls(), 161)).points) == 0
    plane = loss_space.data(Poloni(), seen(Poloni(), 161), ())
    space = parameter_space.data(Poloni(), seen(Poloni(), 161), (), ())
    assert len(plane.local_front) == len(space.local_set) > 0


@every_odd
@every_theme
def test_planes_and_surface_draw_what_is_hardly_a_landscape(landscape, theme):
    drawn = (short_run(landscape),)
    starts = landscape.starts[0].points
    shown = (
        (parameter_space, parameter_space.data(landscape, seen(landscape), starts, drawn, 0)),
        (loss_space, loss_space.data(landscape, seen(landscape), drawn, 0)),
        (surface, surface.data(landscape, seen(landscape), drawn)),
    )
    for plot, data in shown:
        assert not any(np.isinf(array).any() for array in numbers(data))
        json.loads(plot.figure(data, theme).to_json())
        assert "nan" not in plot.alt(data)


def test_a_trench_is_filled_beside_what_is_undefined_and_nothing_is_made_up():
    values = np.zeros((7, 9))
    values[:, 2], values[:, 5:] = -5, np.nan
    closed = filled(values)
    assert np.isnan(closed[:, 5:]).all() and (closed[:, :5] == 0).all()


def test_undefined_cells_have_no_height_and_their_neighbours_keep_theirs():
    survey_ = seen(HALF)
    heights = contours(survey_.x, survey_.y, survey_.losses, "sum").heights
    assert np.isnan(heights[:, :30]).all()
    assert np.isfinite(heights[:, 31:]).all()
    second = contours(survey_.x, survey_.y, survey_.losses, "L2").heights
    assert np.isfinite(second).all()  # L₂ is defined everywhere
