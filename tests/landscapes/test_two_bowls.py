"""Two bowls: everything about them in closed form."""

import math
from dataclasses import replace

import numpy as np
import pytest
import torch

from samgs_core import Adam, Experiment, run_together
from samgs_core.methods import LS, SAMGS, NashMTL
from synthetic import TwoBowls

VARIANTS = [TwoBowls(), TwoBowls(ratio=1.0), TwoBowls(distance=3.0, angle=-40.0, ratio=0.05)]
every_bowl = pytest.mark.parametrize("bowls", VARIANTS, ids=repr)


def test_the_second_bowl_is_the_steeper_one_and_lies_at_plus_one():
    x = torch.tensor([[1.0, 0.0], [-1.0, 0.0], [1.0, 3.0]], dtype=torch.float64)
    assert TwoBowls(ratio=10.0).losses(x).tolist() == [[4, 0], [0, 40], [13, 90]]


@every_bowl
def test_the_roots_of_the_losses_add_up_to_the_distance_on_the_front(bowls):
    losses = bowls.losses(bowls.pareto_set(51))
    roots = (losses / torch.tensor([1.0, bowls.ratio])).sqrt()
    np.testing.assert_allclose(roots.sum(1), bowls.distance, rtol=1e-7)


@every_bowl
def test_the_pareto_set_joins_the_centres_of_the_bowls(bowls):
    ends = bowls.pareto_set(2)
    assert bowls.losses(ends)[0, 0] < 1e-20 and bowls.losses(ends)[1, 1] < 1e-20
    assert (ends[1] - ends[0]).norm().item() == pytest.approx(bowls.distance)
    turn = math.degrees(math.atan2(*(ends[1] - ends[0]).flip(0)))
    assert turn == pytest.approx(bowls.angle, abs=1e-9)


@pytest.mark.parametrize(("ratio", "end"), [(1.0, 0.0), (10.0, 9 / 11), (100.0, 99 / 101)])
def test_the_sum_is_least_near_the_centre_of_the_steeper_bowl(ratio, end):
    assert TwoBowls(ratio=ratio).minimisers() == (pytest.approx((end, 0.0)),)


@every_bowl
def test_the_goal_asks_for_a_place_near_the_middle_of_the_segment(bowls):
    low, high = bowls.pareto_set(2)
    shares = torch.tensor([[0.44], [0.46], [0.5], [0.54], [0.56]], dtype=torch.float64)
    along = low + shares * (high - low)
    assert bowls.goal.reached(bowls.losses(along).numpy()).tolist() == [0, 1, 1, 1, 0]
    across = (high - low).flip(0) * torch.tensor([-1.0, 1.0])
    beside = torch.tensor([[-0.08], [-0.06], [0.06], [0.08]], dtype=torch.float64) * across
    assert bowls.goal.reached(bowls.losses(beside).numpy()).tolist() == [0, 1, 1, 0]


ENDS = {
    LS(): {1.0: 0.00, 10.0: 0.82, 100.0: 0.98},
    NashMTL(): {1.0: 0.00, 10.0: 0.00, 100.0: 0.00},
    SAMGS(): {1.0: 0.00, 10.0: 0.82, 100.0: 0.00},
}


@pytest.mark.parametrize("ratio", [1.0, 10.0, 100.0])
def test_only_the_sum_follows_the_units_of_the_losses_all_the_way(ratio):
    assert TwoBowls.starts[0].points[0] == (0.5, 2.0)
    shared = Experiment(
        landscape=TwoBowls(ratio=ratio),
        method=LS(),
        optimizer=Adam(lr=0.02),
        starts=((0.5, 2.0),),
        steps=1_000,
        clip_norm=1.0,
    )
    records = run_together([replace(shared, method=each) for each in ENDS], device="cpu")
    for record, ends in zip(records, ENDS.values(), strict=True):
        assert record.x[0, -1] == pytest.approx([ends[ratio], 0], abs=0.015)
