"""The omni-test problem: nine Pareto sets with one front."""

import math
from dataclasses import dataclass

import torch

from samgs_core.landscape import Landscape, StartSet, Window
from samgs_core.shapes import Grads, Losses, Points
from synthetic.constants import constants
from synthetic.pieces import even, in_pieces

CORNERS = (1.0, 3.0, 5.0)


@dataclass(frozen=True)
class OmniTest(Landscape):
    """Two waves in each coordinate, a quarter of a period apart.

        L₁ = sin πx + sin πy,  L₂ = cos πx + cos πy,  0 ≤ x, y ≤ 6

    The Pareto set is nine segments, (a + o, b + o) with a and b among 1, 3, 5 and 0 ≤ o ≤ 1/2. All
    have the same front, a quarter of the circle L₁² + L₂² = 4, convex; the sum is least in the
    middle of each.

    Source: Deb and Tiwari 2008, Omni-optimizer.
    """

    key = "omni-test"
    title = "Omni-test"
    lesson = "One front, nine places: equal losses need not mean equal parameters."
    window = Window(-0.3, 6.3, -0.3, 6.3)
    box = Window(0.0, 6.0, 0.0, 6.0)
    starts = (
        StartSet("Five starts", ((0.7, 5.2), (2.4, 3.3), (4.3, 4.8), (1.9, 0.8), (5.7, 2.2))),
    )

    @property
    def lower_bounds(self) -> tuple[float, ...]:
        return -2.02, -2.02

    def minimisers(self) -> tuple[tuple[float, ...], ...]:
        return tuple((x + 0.25, y + 0.25) for x in CORNERS for y in CORNERS)

    def pareto_set(self, n: int) -> Points:
        offset = even(0.5, 0, n, n_pieces=9)
        return in_pieces(
            [torch.stack((x + offset, y + offset), dim=1) for x in CORNERS for y in CORNERS]
        )

    def losses(self, x: Points) -> Losses:
        turns = math.pi * x
        return torch.stack((turns.sin().sum(1), turns.cos().sum(1)), dim=1)

    def losses_and_grads(self, x: Points) -> tuple[Losses, Grads]:
        turns = math.pi * x
        waves = torch.stack((turns.sin(), turns.cos()), dim=1)
        (signs,) = constants((((math.pi,), (-math.pi,)),), x)
        return waves.sum(2), waves.flip(1) * signs
