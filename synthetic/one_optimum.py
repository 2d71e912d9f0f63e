"""One optimum: two log valleys that trap, and one balanced optimum of the sum below them."""

from dataclasses import dataclass

import torch
from torch import Tensor

from samgs_core.landscape import Goal, StartSet, Window
from samgs_core.params import Number
from samgs_core.shapes import Losses, Points
from synthetic.constants import constants
from synthetic.valleys import GatedValleys, scale_of, sides

UPPER = ((-8.0, 5.0), (-3.0, 7.5))
MIRRORED = ((3.0, 7.5), (8.0, 5.0), (-10.0, -3.0), (10.0, -3.0))

CENTRES = ((7.0, -8.0), (-7.0, -8.0))
CURVATURES = (-0.2, -0.02)


@dataclass(frozen=True)
class OneOptimum(GatedValleys):
    """The toy problem of CAGrad, Nash-MTL, FAMO and SAM-GS: one optimum of the sum.

        Lₖ = scaleₖ · (Uₖ max(tanh(y/2), 0) + Qₖ max(tanh(−y/2), 0))
        Uₖ = log max(|u/2 + 3.5 − tanh y|, 5·10⁻⁶) + 6
        Qₖ = ((u − 7)² + 0.1 (y + 8)²) / 10 − 20,  u = x for task 1, −x for task 2

    Above y = 0 each task has a narrow log valley, x = ∓(7 − 2 tanh y), that is no optimum of the
    other task; below lie two bowls. The Pareto set is an almost straight curve between their
    bottoms, |x| ≤ 7 and y near −8.4; scales do not change it. The sum is least at
    x = 7 (scale1 − scale2) / (scale1 + scale2) on it.

    Source: Liu, Liu, Jin, Stone and Liu 2021, arXiv:2110.14048, whose scales are 1 and 1. Navon et
    al. 2022, arXiv:2202.01017, and Liu et al. 2023, arXiv:2306.03792, take 0.1 and 1.
    """

    scale1: Number = scale_of("₁")
    scale2: Number = scale_of("₂")

    key = "one-optimum"
    title = "One optimum"
    lesson = "Near a valley one gradient is far longer than the other, and the sum follows it."
    window = Window(-11.0, 11.0, -11.0, 11.0)
    starts = (
        StartSet("Seven starts", (*UPPER, (0.001, 10.0), *MIRRORED)),
        StartSet("Seven starts as published, one on the axis", (*UPPER, (0.0, 10.0), *MIRRORED)),
        StartSet("CAGrad toy", ((-8.5, 7.5), (-8.5, -5.0), (9.0, 9.0))),
        StartSet(
            "Nash-MTL and FAMO toy",
            ((-8.5, 7.5), (0.0, 0.0), (9.0, 9.0), (-7.5, -0.5), (9.0, -1.0)),
        ),
    )
    reach = 7.0

    @property
    def lower_bounds(self) -> tuple[float, ...]:
        return -20.0 * float(self.scale1), -20.0 * float(self.scale2)

    @property
    def goal(self) -> Goal:
        scales = (float(self.scale1), float(self.scale2))
        return Goal("balanced optimum", ((0.0, -8.3551098),), total=-29.5, gap=1.5, scales=scales)

    def best_x(self) -> tuple[float, ...]:
        first, second = float(self.scale1), float(self.scale2)
        return (7 * (first - second) / (first + second),)

    def bowls(self, x: Points) -> Losses:
        u, y = sides(x), x[:, 1:]
        return ((u - 7) ** 2 + 0.1 * (y + 8) ** 2) / 10 - 20

    def hills_and_slopes(self, x: Tensor) -> tuple[Tensor, Tensor]:
        top, centres, curvatures = constants((20.0, CENTRES, CURVATURES), x)
        away = x - centres
        slopes = away * curvatures
        return torch.add(top, (away * slopes).sum(2, keepdim=True), alpha=0.5), slopes
