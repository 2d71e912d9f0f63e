"""Fonseca and Fleming's problem: two wells with a concave front between them."""

from dataclasses import dataclass

import torch
from torch import Tensor

from samgs_core.landscape import Landscape, StartSet, Window
from samgs_core.shapes import Grads, Losses, Points
from synthetic.constants import constants
from synthetic.pieces import even

HALF_ROOT = 0.5**0.5
CENTRES = ((HALF_ROOT, HALF_ROOT), (-HALF_ROOT, -HALF_ROOT))
BEST = 0.6770575884384441
"""The root of (t − 1) exp(−(t − 1)²) + (t + 1) exp(−(t + 1)²), divided by √2."""


@dataclass(frozen=True)
class FonsecaFleming(Landscape):
    """Two round wells in a plain, also known as VLMOP2.

        Lₖ = 1 − exp(−‖θ − uₖ‖²),  u₁ = (1, 1)/√2,  u₂ = −u₁

    The Pareto set is the segment between the centres; the front, L₂ = 1 − exp(−(2 − √(−ln(1 −
    L₁)))²), is concave where |x| < 1/2, so the sum has a minimum near either end and none between.
    Far from the wells both gradients vanish.

    Source: Fonseca and Fleming 1995, Multiobjective genetic algorithms made easy.
    """

    key = "fonseca-fleming"
    title = "Fonseca-Fleming"
    lesson = "The front is concave and the plain is flat: only the ends attract the sum."
    window = Window(-4.3, 4.3, -4.3, 4.3)
    box = Window(-4.0, 4.0, -4.0, 4.0)
    starts = (
        StartSet("Five starts", ((-1.5, 1.2), (0.3, 1.5), (1.6, -0.9), (-0.8, -1.8), (1.6, 1.4))),
    )

    @property
    def lower_bounds(self) -> tuple[float, ...]:
        return -0.005, -0.005

    def minimisers(self) -> tuple[tuple[float, ...], ...]:
        return ((-BEST, -BEST), (BEST, BEST))

    def pareto_set(self, n: int) -> Points:
        x = even(HALF_ROOT, -HALF_ROOT, n)
        return torch.stack((x, x), dim=1)

    def losses(self, x: Points) -> Losses:
        _, heights = _away_and_heights(x)
        return 1 - heights

    def losses_and_grads(self, x: Points) -> tuple[Losses, Grads]:
        away, heights = _away_and_heights(x)
        return 1 - heights, away * (2 * heights).unsqueeze(2)


def _away_and_heights(x: Points) -> tuple[Tensor, Tensor]:
    """θ − uₖ, [B, 2, 2], and exp(−‖θ − uₖ‖²), [B, 2]."""
    (centres,) = constants((CENTRES,), x)
    away = x.unsqueeze(1) - centres
    return away, (-(away * away).sum(2)).exp()
