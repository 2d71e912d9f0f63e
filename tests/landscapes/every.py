"""Every landscape, some with other numbers, and where its facts are looked at."""

import pytest
import torch

from synthetic import (
    HQF,
    LANDSCAPES,
    OneOptimum,
    OpposedBowls,
    ParallelValleys,
    RosenbrockPair,
    Saddle,
    TwoBowls,
    TwoOptima,
)
from synthetic.formula import CustomLandscape

VARIANTS = [
    *(landscape() for landscape in LANDSCAPES),
    OneOptimum(scale1=0.1),
    OneOptimum(scale1=3.0, scale2=0.5),
    TwoOptima(scale2=0.3),
    TwoBowls(distance=3.0, angle=35.0, ratio=0.02),
    OpposedBowls(distance=4.0, r=0.02),
    ParallelValleys(ratio=100.0),
    RosenbrockPair(steepness=80.0),
    Saddle(height=5.0),
    HQF(ratio=0.1),
    CustomLandscape(),
]


def each(landscapes):
    return pytest.mark.parametrize("landscape", landscapes, ids=repr)


every_landscape = each(VARIANTS)
every_known_minimum = each([some for some in VARIANTS if some.minimisers()])
KNOWN_SETS = [some for some in VARIANTS if some.pareto_set(2) is not None]
every_known_set = each(KNOWN_SETS)
every_goal = each([some for some in VARIANTS if some.goal])


def in_window(landscape, n, room=1.0, seed=0):
    """n random points of the window, enlarged by a factor."""
    low, high = corners(landscape)
    middle, half = (low + high) / 2, room * (high - low) / 2
    shares = torch.rand(n, 2, dtype=torch.float64, generator=torch.Generator().manual_seed(seed))
    return middle + (2 * shares - 1) * half


def corners(landscape):
    return numbers(landscape.window.corners)


def domain(landscape):
    """The corners of all there is: the box, or the window if there is none."""
    return numbers((landscape.box or landscape.window).corners)


def pareto_points(landscape, n):
    """The points of the Pareto set, without the gaps between its pieces."""
    points = landscape.pareto_set(n)
    return points[points.isfinite().all(1)]


def dense_grid(landscape, n=501):
    low, high = domain(landscape)
    axis = torch.linspace(0, 1, n, dtype=torch.float64)
    return low + torch.cartesian_prod(axis, axis) * (high - low)


def numbers(points):
    return torch.tensor(points, dtype=torch.float64)
