"""The field's test problems: losses and fronts follow their published formulas."""

import math

import numpy as np
import pytest
import torch

from synthetic import (
    CQF,
    EWQ,
    HQF,
    VLMOP1,
    ZDT1,
    ZDT2,
    ZDT3,
    BinhKorn,
    BraninCurrin,
    FonsecaFleming,
    OmniTest,
    OpposedBowls,
    PCGradValleys,
    Poloni,
    RosenbrockPair,
    Saddle,
    Schaffer,
    Viennet,
)

BOWLS = OpposedBowls(distance=3.0, r=0.4)


def binh_korn(f1, f2):
    on_the_diagonal = np.sqrt(f1 / 8) + np.sqrt(f2 / 2) - 5
    on_the_edge = (np.sqrt(np.maximum(f1 / 4 - 9, 0)) - 5) ** 2 + 4 - f2
    return np.where(f1 <= 72, on_the_diagonal, on_the_edge)


def opposed_bowls(f1, f2):
    r = BOWLS.r
    return np.sqrt((f1 + r) ** 2 - r**2) + np.sqrt((f2 + r) ** 2 - r**2) - BOWLS.distance


FRONTS = [
    (Schaffer(), lambda f1, f2: (2 - np.sqrt(f1)) ** 2 - f2),
    (VLMOP1(), lambda f1, f2: np.sqrt(f1) + np.sqrt(f2) - 1),
    (FonsecaFleming(), lambda f1, f2: 1 - np.exp(-((2 - np.sqrt(-np.log(1 - f1))) ** 2)) - f2),
    (BinhKorn(), binh_korn),
    (HQF(), lambda f1, f2: np.sqrt(f1) + np.sqrt(f2 / 10) - np.sqrt(242)),
    (HQF(ratio=0.3), lambda f1, f2: np.sqrt(f1) + np.sqrt(f2 / 0.3) - np.sqrt(242)),
    (RosenbrockPair(), lambda f1, f2: np.sqrt(f1) + np.sqrt(f2) - 2),
    (Saddle(), lambda f1, f2: np.sqrt(2 * f1) + np.sqrt(2 * f2) - 2),
    (BOWLS, opposed_bowls),
    (ZDT1(), lambda f1, f2: 1 - np.sqrt(f1) - f2),
    (ZDT2(), lambda f1, f2: 1 - f1**2 - f2),
    (ZDT3(), lambda f1, f2: 1 - np.sqrt(f1) - f1 * np.sin(10 * np.pi * f1) - f2),
    (OmniTest(), lambda f1, f2: np.hypot(f1, f2) - 2),
]


def losses_at(landscape, *points):
    return landscape.losses(torch.tensor(points, dtype=torch.float64)).numpy()


def front(landscape, n=401):
    losses = landscape.losses(landscape.pareto_set(n)).numpy()
    return losses[np.isfinite(losses).all(-1)]


@pytest.mark.parametrize(("landscape", "misses"), FRONTS, ids=lambda each: getattr(each, "key", ""))
def test_fronts_follow_their_closed_form(landscape, misses):
    np.testing.assert_allclose(misses(*front(landscape).T), 0, atol=1e-6)


@pytest.mark.parametrize(
    ("landscape", "first", "last"),
    [
        (Schaffer(), (0, 4), (4, 0)),
        (VLMOP1(), (0, 1), (1, 0)),
        (FonsecaFleming(), (0, 1 - math.exp(-4)), (1 - math.exp(-4), 0)),
        (BinhKorn(), (0, 50), (136, 4)),
        (HQF(), (0, 2420), (242, 0)),
        (RosenbrockPair(), (0, 4), (4, 0)),
        (ZDT1(), (0, 1), (1, 0)),
        (ZDT2(), (0, 1), (1, 0)),
        (OmniTest(), (-2, 0), (0, -2)),
        (CQF(), (0, 12), (4, 0)),
    ],
    ids=lambda each: getattr(each, "key", ""),
)
def test_fronts_run_between_their_corners(landscape, first, last):
    losses = front(landscape)
    np.testing.assert_allclose(losses[[0, -1]], [first, last], atol=5e-5)


def poloni(x, y):
    def waves(x, y):
        first = 0.5 * np.sin(x) - 2 * np.cos(x) + np.sin(y) - 1.5 * np.cos(y)
        return first, 1.5 * np.sin(x) - np.cos(x) + 2 * np.sin(y) - 0.5 * np.cos(y)

    (a1, a2), (b1, b2) = waves(1, 2), waves(x, y)
    return 1 + (a1 - b1) ** 2 + (a2 - b2) ** 2, (x + 3) ** 2 + (y + 1) ** 2


def viennet(x, y):
    r = x**2 + y**2
    return 0.5 * r + np.sin(r), (3 * x - 2 * y + 4) ** 2 / 8 + (x - y + 1) ** 2 / 27 + 15


def branin_currin(u, v):
    x, y = 15 * u - 5, 15 * v
    branin = (y - 5.1 * x**2 / (4 * np.pi**2) + 5 * x / np.pi - 6) ** 2
    branin = branin + 10 * (1 - 1 / (8 * np.pi)) * np.cos(x) + 10
    top, bottom = 2300 * u**3 + 1900 * u**2 + 2092 * u + 60, 100 * u**3 + 500 * u**2 + 4 * u + 20
    return branin, (1 - np.exp(-1 / (2 * v))) * top / bottom


def pcgrad_valleys(x, y):
    first = np.maximum(np.abs(0.5 * x + np.tanh(y)), 5e-6)
    return 20 * np.log(first), 25 * np.log(np.maximum(np.abs(0.5 * x - np.tanh(y) + 2), 5e-6))


def fonseca_fleming(x, y):
    centre = 1 / np.sqrt(2)
    first = 1 - np.exp(-((x - centre) ** 2) - (y - centre) ** 2)
    return first, 1 - np.exp(-((x + centre) ** 2) - (y + centre) ** 2)


def zdt3(x, y):
    g = 1 + 9 * y
    return x, g * (1 - np.sqrt(x / g) - x / g * np.sin(10 * np.pi * x))


PUBLISHED = [
    (Poloni(), poloni),
    (Viennet(), viennet),
    (BraninCurrin(), branin_currin),
    (PCGradValleys(), pcgrad_valleys),
    (FonsecaFleming(), fonseca_fleming),
    (VLMOP1(), lambda x, y: [((x + s) ** 2 + (y + s) ** 2) / 4 for s in (-(0.5**0.5), 0.5**0.5)]),
    (Schaffer(), lambda x, y: (x**2 + y**2, (x - 2) ** 2 + y**2)),
    (BinhKorn(), lambda x, y: (4 * x**2 + 4 * y**2, (x - 5) ** 2 + (y - 5) ** 2)),
    (OmniTest(), lambda x, y: [f(np.pi * x) + f(np.pi * y) for f in (np.sin, np.cos)]),
    (ZDT1(), lambda x, y: (x, (1 + 9 * y) * (1 - np.sqrt(x / (1 + 9 * y))))),
    (ZDT2(), lambda x, y: (x, (1 + 9 * y) * (1 - (x / (1 + 9 * y)) ** 2))),
    (ZDT3(), zdt3),
    (EWQ(), lambda x, y: (x**2, y**2)),
]


@pytest.mark.parametrize(
    ("landscape", "formula"), PUBLISHED, ids=lambda each: getattr(each, "key", "")
)
def test_losses_follow_the_published_formulas(landscape, formula):
    low, high = np.array((landscape.box or landscape.window).corners)
    points = low + np.random.default_rng(0).random((2_000, 2)) * (high - low)
    losses = landscape.losses(torch.from_numpy(points))
    np.testing.assert_allclose(losses, np.stack(formula(*points.T), axis=1), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize(
    ("landscape", "point", "first"),
    [
        (Poloni(), (1.0, 2.0), 1.0),
        (Viennet(), (0.0, 0.0), 0.0),
        (BraninCurrin(), ((math.pi + 5) / 15, 2.275 / 15), 0.397887),
        (BraninCurrin(), ((5 - math.pi) / 15, 12.275 / 15), 0.397887),
        (BraninCurrin(), ((5 + 3 * math.pi) / 15, 2.475 / 15), 0.397887),
        (PCGradValleys(), (-2.0, 7.0), -244.121453),
        (CQF(), (0.0, 0.0), 1.0),
        (HQF(), (0.0, 1.0), 6.0),
    ],
    ids=lambda each: getattr(each, "key", ""),
)
def test_first_losses_at_some_points(landscape, point, first):
    assert losses_at(landscape, point)[0, 0] == pytest.approx(first, abs=1e-6)
