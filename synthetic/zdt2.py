"""ZDT2: a concave front on an edge of the box."""

from dataclasses import dataclass

from torch import Tensor

from samgs_core.landscape import Window
from samgs_core.shapes import Points
from synthetic.pieces import even
from synthetic.zdt import ZDT, lower_edge


@dataclass(frozen=True)
class ZDT2(ZDT):
    """The second of the ZDT problems, with two variables: a concave front.

        L₁ = x,  L₂ = g (1 − (x/g)²),  g = 1 + 9y,  0 ≤ x, y ≤ 1

    The Pareto set is the edge y = 0, the front L₂ = 1 − L₁². The sum is least at both its ends and
    greatest in between, so weighted sums find nothing but the ends.

    Source: Zitzler, Deb and Thiele 2000, Comparison of multiobjective evolutionary algorithms.
    """

    key = "zdt2"
    title = "ZDT2"
    lesson = "On a concave front a weighted sum slides to an end, whatever its weights."

    box = Window(0.0, 1.0, 0.0, 1.0)  # without a root, all of it

    @property
    def lower_bounds(self) -> tuple[float, ...]:
        return -0.005, -0.05

    def minimisers(self) -> tuple[tuple[float, ...], ...]:
        return ((0.0, 0.0), (1.0, 0.0))

    def pareto_set(self, n: int) -> Points:
        return lower_edge(even(0, 1, n))

    def second(self, x: Tensor, g: Tensor) -> Tensor:
        return g - x * x / g

    def second_slopes(self, x: Tensor, g: Tensor) -> tuple[Tensor, Tensor]:
        share = x / g
        return -2 * share, 1 + share * share
