"""Two optima: the same valleys above, and below them two optima of the sum, one for each task."""

from dataclasses import dataclass

import torch
from torch import Tensor

from samgs_core.landscape import Goal, StartSet, Window
from samgs_core.params import Number
from samgs_core.shapes import Losses, Points
from synthetic.constants import constants
from synthetic.valleys import GatedValleys, root, scale_of, sides

OFF_AXIS = ((-3.5, 5.5), (3.5, 5.5), (-6.5, 2.5), (6.5, 2.5))

CENTRES6 = ((5.45, 0.0), (-5.45, 0.0))
CENTRES4 = ((5.5, 0.0), (-5.5, 0.0))

REACH = 5.4564445550179475
OPTIMUM_OF_EQUAL_SUM = (5.4545705, -10.8426138)


@dataclass(frozen=True)
class TwoOptima(GatedValleys):
    """The second toy problem of SAM-GS: two optima of the sum, and a concave front between them.

        Lₖ = scaleₖ · (Uₖ max(tanh(y/2), 0) + Qₖ max(tanh(−y/2), 0))
        Uₖ = log max(|u/2 + 3.5 − tanh y|, 5·10⁻⁶) + 6
        Qₖ = p⁶/10 − q⁴ − 1.5 q² + z⁶/10 − z⁴ − 1.5 z² + 1.5
        p = (u − 5.45)/4,  q = (u − 5.5)/4,  z = y/4,  u = x for task 1, −x for task 2

    The Pareto set is an almost straight curve, |x| ≤ 5.456 and y near −10.84. Its front is concave
    but for its very ends, so linear scalarisation reaches only those, and (0, −10.84) between them
    is a saddle of the sum.

    Source: Borsani, Rosani, Nicosia and Di Fatta 2025, arXiv:2506.06130, and its published code,
    whose sign inside the second log is taken: with the printed one the mirror symmetry is lost.
    A scale of L₂ is added.
    """

    scale1: Number = scale_of("₁")
    scale2: Number = scale_of("₂")

    key = "two-optima"
    title = "Two optima"
    lesson = "The front is concave: the sum has an optimum at either end and a saddle between."
    window = Window(-8.0, 8.0, -12.5, 11.0)
    starts = (
        StartSet("Six starts", (*OFF_AXIS, (0.001, 10.0), (0.001, -8.0))),
        StartSet("Six starts as published, two on the axis", (*OFF_AXIS, (0.0, 10.0), (0.0, -8.0))),
    )
    reach = REACH

    @property
    def lower_bounds(self) -> tuple[float, ...]:
        return -50.3 * float(self.scale1), -50.3 * float(self.scale2)

    @property
    def goal(self) -> Goal:
        x, y = OPTIMUM_OF_EQUAL_SUM
        scales = (float(self.scale1), float(self.scale2))
        return Goal("optimum at an end of the front", ((-x, y), (x, y)), -73.5, scales=scales)

    def best_x(self) -> tuple[float, ...]:
        first, second = float(self.scale1), float(self.scale2)
        if first == second:
            x = self._best_x(1.0)
            return (x, -x)
        return (self._best_x(second / first) if first > second else -self._best_x(first / second),)

    def _best_x(self, ratio: float) -> float:
        """The x < 0 at which the slopes ∂Q₁/∂x + ratio · ∂Q₂/∂x = 0, for a ratio in [0, 1]."""

        def slope(x: Tensor) -> Tensor:
            _, slopes = self.hills_and_slopes(torch.stack((x, x), dim=1).unsqueeze(1))
            return -slopes[:, 0, 0] - ratio * slopes[:, 1, 0]

        ends = torch.tensor([[-5.5], [-5.0]], dtype=torch.float64)
        return float(root(slope, *ends))

    def bowls(self, x: Points) -> Losses:
        u, y = sides(x), x[:, 1:]
        p, q, z = (u - 5.45) / 4, (u - 5.5) / 4, y / 4
        return 0.1 * p**6 - q**4 - 1.5 * q**2 + 0.1 * z**6 - z**4 - 1.5 * z**2 + 1.5

    def hills_and_slopes(self, x: Tensor) -> tuple[Tensor, Tensor]:
        top, centres6, centres4, quarter = constants((-1.5, CENTRES6, CENTRES4, 0.25), x)
        p, q = (x - centres6) * quarter, (x - centres4) * quarter
        p2, q2 = p * p, q * q
        p4 = p2 * p2
        terms = torch.sub(q2 * (q2 + 1.5), p4 * p2, alpha=0.1)
        slopes = torch.sub(q * (q2 + 0.75), p4 * p, alpha=0.15)
        return top + terms.sum(2, keepdim=True), slopes
