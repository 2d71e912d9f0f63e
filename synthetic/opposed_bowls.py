"""Opposed bowls: gradients that differ in direction and in nothing else."""

import math
from dataclasses import dataclass

import torch
from torch import Tensor

from samgs_core.landscape import Goal, Landscape, StartSet, Window
from samgs_core.params import Number, lanes, param
from samgs_core.shapes import Grads, Losses, Points
from synthetic.constants import constants
from synthetic.pieces import even


@dataclass(frozen=True)
class OpposedBowls(Landscape):
    """Two equal cones with rounded tips: away from the tips every gradient has length one.

        L₁ = √(‖θ + u‖² + r²) − r,  L₂ = √(‖θ − u‖² + r²) − r,  u = (distance/2, 0)

    The conflict is one of angle alone, 180° on the segment between the tips and less to its sides.
    That segment is the Pareto set, the front √((L₁ + r)² − r²) + √((L₂ + r)² − r²) = distance. The
    sum is least in its middle, and next to flat along it.
    """

    distance: Number = param(
        2.0, 0.5, 5.0, "Distance", "Between the tips of the two cones.", step=0.1
    )
    r: Number = param(
        0.1, 0.01, 1.0, "Roundness", "How far from a tip its gradient begins to shrink.", log=True
    )

    key = "opposed-bowls"
    title = "Opposed bowls"
    lesson = "Both gradients have length one: what is left of the conflict is their angle."
    window = Window(-3.0, 3.0, -3.0, 3.0)
    starts = (
        StartSet("Five starts", ((0.5, 2.0), (-2.5, 1.5), (2.5, 1.0), (-2.0, -2.0), (1.5, -2.5))),
    )

    @property
    def lower_bounds(self) -> tuple[float, ...]:
        return -0.01, -0.01

    @property
    def goal(self) -> Goal:
        """Within a twentieth of the distance along the segment, a fourteenth across it."""
        half, r = float(self.distance) / 2, float(self.r)
        lowest = 2 * (math.hypot(half, r) - r)
        return Goal("balanced point", ((0.0, 0.0),), lowest + 0.02 * half, gap=0.2 * half)

    def minimisers(self) -> tuple[tuple[float, ...], ...]:
        return ((0.0, 0.0),)

    def pareto_set(self, n: int) -> Points:
        half = float(self.distance) / 2
        x = even(-half, half, n)
        return torch.stack((x, torch.zeros_like(x)), dim=1)

    def losses(self, x: Points) -> Losses:
        _, lengths = self._away_and_lengths(x)
        return lengths - lanes(self.r, lengths)

    def losses_and_grads(self, x: Points) -> tuple[Losses, Grads]:
        away, lengths = self._away_and_lengths(x)
        return lengths - lanes(self.r, lengths), away / lengths.unsqueeze(2)

    def _away_and_lengths(self, x: Points) -> tuple[Tensor, Tensor]:
        """θ ± u, [B, 2, 2], and √(‖θ ± u‖² + r²), [B, 2]."""
        (sides,) = constants((((0.5, 0.0), (-0.5, 0.0)),), x)
        points = x.unsqueeze(1)
        away = points + sides * lanes(self.distance, points)
        r = lanes(self.r, x)
        return away, ((away * away).sum(2) + r * r).sqrt()
