"""The field's test problems: published values, closed forms of their fronts, edges of boxes."""

import math

import numpy as np
import pytest
import torch

from samgs_core import SGD, Adam, Experiment, Landscape, run
from samgs_core.methods import LS, MGDA, SAMGS, PCGrad
from synthetic import (
    CQF,
    EWQ,
    HQF,
    LANDSCAPES,
    VLMOP1,
    ZDT1,
    ZDT2,
    ZDT3,
    BinhKorn,
    BraninCurrin,
    FonsecaFleming,
    OmniTest,
    OneOptimum,
    OpposedBowls,
    ParallelValleys,
    PCGradValleys,
    Poloni,
    RosenbrockPair,
    Saddle,
    Schaffer,
    TwoOptima,
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


def path(landscape, method, optimizer, starts, steps):
    record = run(
        Experiment(
            landscape=landscape, method=method, optimizer=optimizer, starts=starts, steps=steps
        ),
        device="cpu",
    )
    return record.x


@pytest.mark.parametrize("landscape", [cls() for cls in LANDSCAPES if cls.box], ids=repr)
def test_a_run_never_leaves_the_box(landscape):
    low, high = np.array(landscape.box.corners)
    starts = landscape.starts[0].points
    for method in (LS(), MGDA(), SAMGS()):
        x = path(landscape, method, Adam(lr=0.3), starts, 200)
        assert (x >= low).all() and (x <= high).all()
        assert (x[:, 1] != x[:, 0]).any()


def test_a_run_slides_along_the_edge_to_the_best_point_on_it():
    x = path(ZDT1(), LS(), SGD(lr=0.01), ((0.6, 0.5),), 2_000)
    assert x[0, -1] == pytest.approx([0.25, 0.0], abs=1e-3)


def test_the_published_runs_of_torchjd_end_where_they_did():
    x = path(EWQ(), LS(), SGD(lr=0.0375), ((3.0, -2.0),), 50)
    assert x[0, -1] == pytest.approx([0.0608, -0.0406], abs=5e-5)
    x = path(EWQ(), MGDA(), SGD(lr=0.075), ((3.0, -2.0),), 50)
    assert x[0, -1] == pytest.approx([2.1518, 0.0], abs=5e-5)
    x = path(CQF(), PCGrad(), SGD(lr=0.0625), ((0.5, 0.5),), 200)
    assert x[0, -1] == pytest.approx([0.2217, 3.2414], abs=5e-5)


def test_presets_state_the_published_protocols():
    found = {
        (preset.title, preset.steps, len(preset.starts), preset.optimizer.lr)
        for cls in LANDSCAPES
        for preset in cls.presets()
    }
    assert found == {
        ("SAM-GS toy", 20_000, 7, 1e-3),
        ("SAM-GS toy", 21_000, 6, 1e-3),
        ("CAGrad toy", 100_000, 3, 1e-3),
        ("Nash-MTL toy", 35_000, 5, 1e-3),
        ("FAMO toy", 50_000, 5, 1e-3),
        ("PCGrad", 500_000, 1, 1e-3),
        ("TorchJD", 50, 5, 0.075),
        ("TorchJD", 200, 3, 0.125),
        ("TorchJD", 100, 4, 0.005),
    }
    scales = {preset.title: preset.landscape.scale1 for preset in OneOptimum.presets()}
    assert scales == {"SAM-GS toy": 1, "CAGrad toy": 1, "Nash-MTL toy": 0.1, "FAMO toy": 0.1}
    (published,) = TwoOptima.presets()
    assert published.starts == TwoOptima.starts[1].points
