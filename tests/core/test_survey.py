"""A survey shows the losses where they belong and finds the Pareto front of its window."""

import time
from dataclasses import dataclass

import numpy as np
import pytest
import torch

from samgs_core import Goal, Landscape, StartSet, Window
from samgs_core.pareto import distance_to_front, non_dominated
from samgs_core.survey import survey
from synthetic import (
    LANDSCAPES,
    ZDT3,
    BraninCurrin,
    OneOptimum,
    PCGradValleys,
    TwoBowls,
    TwoOptima,
    Viennet,
)
from synthetic.formula import CustomLandscape

KNOWN = [cls() for cls in LANDSCAPES if cls().pareto_set(2) is not None]
FOUND = [each for each in KNOWN if type(each) is not PCGradValleys]
"""Its ray of equal points is a strip 10⁻⁵ wide: no grid can see it."""


PIECES = [
    (0, 0.0830),
    (0.18223, 0.25776),
    (0.40931, 0.45388),
    (0.6184, 0.65251),
    (0.82333, 0.85183),
]


@dataclass(frozen=True)
class Twins(Landscape):
    """Both tasks have their minimum at the same point, which is all of the Pareto set."""

    key = "twins"
    title = "Twins"
    lesson = "No conflict, no front."
    window = Window(-1.0, 2.0, -3.0, 1.0)
    starts = (StartSet("Middle", ((0.0, 0.0),)),)
    lower_bounds = (-1.0, -1.0)

    def losses(self, x):
        square = (x - x.new_tensor([0.3, -0.7])).square().sum(1)
        return torch.stack((square, 5 * square), dim=1)


def without_its_pareto_set(landscape, monkeypatch):
    monkeypatch.setattr(type(landscape), "pareto_set", lambda self, n: None)
    return landscape


def points_of(curve):
    return curve[~np.isnan(curve).any(-1)]


def test_losses_and_gradients_lie_at_their_place_of_the_grid():
    seen = survey(CustomLandscape(), n=11)
    assert seen.losses.shape == (11, 11, 2) and seen.grads.shape == (11, 11, 2, 2)
    point = torch.tensor([[seen.x[7], seen.y[2]]])
    losses, grads = CustomLandscape().losses_and_grads(point)
    np.testing.assert_allclose(seen.losses[2, 7], losses[0])
    np.testing.assert_allclose(seen.grads[2, 7], grads[0])
    wide = survey(Twins(), n=5)
    assert (wide.x[0], wide.x[-1], wide.y[0], wide.y[-1]) == Twins.window


def test_surveys_cannot_be_written_to():
    for landscape in (OneOptimum(), Twins()):
        seen = survey(landscape, n=21)
        made = (seen.x, seen.y, seen.losses, seen.grads, seen.pareto_set, seen.front)
        for array in (*made, seen.undefined, seen.cosines, seen.similarities):
            with pytest.raises(ValueError, match="read-only"):
                array[0] = 0


@pytest.mark.parametrize("landscape", KNOWN, ids=lambda each: each.key)
def test_a_known_pareto_set_is_taken_over_exactly(landscape):
    seen = survey(landscape, n=21)
    assert seen.exact and seen.resolution == 0
    np.testing.assert_array_equal(seen.pareto_set, landscape.pareto_set(401))
    is_point = ~np.isnan(seen.pareto_set).any(-1)
    np.testing.assert_allclose(
        seen.front[is_point], landscape.losses(torch.tensor(seen.pareto_set[is_point]))
    )
    assert np.isnan(seen.front[~is_point]).all()


@pytest.mark.parametrize("landscape", FOUND, ids=lambda each: each.key)
def test_a_computed_front_is_the_exact_one(landscape, monkeypatch):
    exact = survey(landscape)
    found = survey(without_its_pareto_set(landscape, monkeypatch))
    assert not found.exact and 0 < found.resolution < 1e-3
    scale = np.maximum(1e-3, np.ptp(points_of(exact.front), axis=0))
    for nodes, front in ((found.front, exact.front), (exact.front, found.front)):
        # A front that lies in several places at once is found as single points, not as a line.
        assert distance_to_front(points_of(nodes) / scale, front / scale).max() < 2e-3
    gaps = points_of(found.pareto_set)[:, None] - points_of(exact.pareto_set)
    size = np.ptp(np.array(landscape.window.corners), axis=0).max()
    assert np.linalg.norm(gaps, axis=-1).min(axis=1).max() < 0.01 * size


@pytest.mark.parametrize("landscape", [OneOptimum(), TwoBowls(ratio=1.0)], ids=repr)
def test_a_computed_front_is_within_a_thousandth_of_the_exact_curve(landscape, monkeypatch):
    exact = survey(landscape)
    found = survey(without_its_pareto_set(landscape, monkeypatch))
    assert distance_to_front(found.front, exact.front).max() < 1e-3
    assert distance_to_front(exact.front, found.front).max() < 1e-3
    gaps = np.linalg.norm(found.pareto_set[:, None] - exact.pareto_set, axis=-1)
    assert gaps.min(axis=1).max() < 0.04 and gaps.min(axis=0).max() < 0.5


def test_the_computed_front_of_branin_currin_dominates_nearly_all_that_can_be():
    found = survey(BraninCurrin())
    assert not found.exact
    inside = points_of(found.front)
    first, second = inside[(inside < (18, 6)).all(-1)].T
    heights = np.append(6, second[:-1]) - second
    assert 59.3 < ((18 - first) * heights).sum() < 59.37  # the hypervolume


def test_the_computed_front_of_two_optima_is_concave_but_for_its_ends(monkeypatch):
    found = survey(without_its_pareto_set(TwoOptima(), monkeypatch))
    inner = found.front[np.abs(found.pareto_set[:, 0]) < 5.1]
    first, last = inner[0], inner[-1]
    share = (inner[:, 0] - first[0]) / (last[0] - first[0])
    above = inner[1:-1, 1] - (first[1] + share * (last[1] - first[1]))[1:-1]
    assert (above > 0).all() and above.max() > 3


def test_a_computed_front_is_the_image_of_its_set_in_order(monkeypatch):
    found = survey(without_its_pareto_set(OneOptimum(), monkeypatch))
    losses = OneOptimum().losses(torch.tensor(found.pareto_set))
    np.testing.assert_allclose(found.front, losses, rtol=1e-12)
    assert non_dominated(found.front).tolist() == list(range(len(found.front)))


@pytest.mark.parametrize(
    "landscape", [OneOptimum(), BraninCurrin(), Viennet(), CustomLandscape()], ids=repr
)
def test_a_computed_front_takes_less_than_three_tenths_of_a_second(landscape, monkeypatch):
    landscape = without_its_pareto_set(landscape, monkeypatch)
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    seconds = []
    for _ in range(3):
        began = time.process_time()
        survey(landscape)
        seconds.append(time.process_time() - began)
    torch.set_num_threads(threads)
    assert min(seconds) < 0.3


def test_separate_pieces_of_a_front_are_kept_apart(monkeypatch):
    found = survey(without_its_pareto_set(ZDT3(), monkeypatch))
    breaks = np.flatnonzero(np.isnan(found.pareto_set).any(-1))
    np.testing.assert_array_equal(breaks, np.flatnonzero(np.isnan(found.front).any(-1)))
    pieces = np.split(found.pareto_set, breaks)
    pieces = [points_of(piece) for piece in pieces]
    assert len(pieces) == 5
    for piece, (low, high) in zip(pieces, PIECES, strict=True):
        assert piece[[0, -1], 0] == pytest.approx([low, high], abs=5e-4)
        assert (piece[:, 1] == 0).all()


def test_tasks_without_conflict_have_a_front_of_one_point():
    found = survey(Twins())
    assert found.pareto_set == pytest.approx(np.array([[0.3, -0.7]]), abs=1e-3)
    assert found.front == pytest.approx(np.zeros((1, 2)), abs=1e-5)


def test_a_landscape_without_a_finite_loss_has_empty_fronts():
    found = survey(CustomLandscape(l1="log(-1 - x^2)", l2="x"), n=21)
    assert len(found.pareto_set) == len(found.front) == len(found.local_set) == 0
    assert np.isnan(found.losses[..., 0]).all()


def test_a_front_ends_where_a_loss_ceases_to_be_finite():
    found = survey(CustomLandscape(l1="sqrt(x)", l2="(x - 2)^2 + y^2"))
    assert (points_of(found.pareto_set)[:, 0] >= 0).all()
    assert found.front[0] == pytest.approx([0, 4], abs=1e-6)
    assert found.front[-1] == pytest.approx([2**0.5, 0], abs=1e-4)


def test_losses_that_are_opposed_everywhere_are_surveyed_like_any_others():
    found = survey(CustomLandscape(l1="x", l2="-x"))
    assert np.ptp(points_of(found.front)[:, 0]) == pytest.approx(6)
    assert survey(CustomLandscape(l1="3", l2="3")).front.tolist() == [[3, 3]]


def test_the_goal_of_a_landscape_is_a_rule_in_words_and_numbers():
    goal = Goal("balance", ((0.0, 0.0),), total=-29.5, gap=1.5, scales=(0.1, 1.0))
    assert goal.rule() == "|L₁/0.1 − L₂| < 1.5 and L₁/0.1 + L₂ < −29.5"
    losses = np.array([[-1.5, -15.0], [-1.5, -13.0], [-1.45, -15.2], [np.nan, -15.0]])
    assert goal.reached(losses).tolist() == [True, False, True, False]
    assert Goal("low", (), total=3.0).rule() == "L₁ + L₂ < 3"
