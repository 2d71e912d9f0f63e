"""ZDT1: a convex front on an edge of the box."""

from dataclasses import dataclass

from torch import Tensor

from samgs_core.shapes import Points
from synthetic.zdt import ZDT, even_in_root, lower_edge


@dataclass(frozen=True)
class ZDT1(ZDT):
    """The first of the ZDT problems, with two variables: a convex front.

        L₁ = x,  L₂ = g (1 − √(x/g)),  g = 1 + 9y,  0 ≤ x, y ≤ 1

    The Pareto set is the edge y = 0, the front L₂ = 1 − √L₁. The sum is least at x = 1/4. Towards
    x = 0 the slope of L₂ is infinite; the box ends at 10⁻⁹.

    Source: Zitzler, Deb and Thiele 2000, Comparison of multiobjective evolutionary algorithms.
    """

    key = "zdt1"
    title = "ZDT1"
    lesson = "The conflict begins at the edge of the box: above it the way down comes first."

    @property
    def lower_bounds(self) -> tuple[float, ...]:
        return -0.005, -0.05

    def minimisers(self) -> tuple[tuple[float, ...], ...]:
        return ((0.25, 0.0),)

    def pareto_set(self, n: int) -> Points:
        return lower_edge(even_in_root(n))

    def second(self, x: Tensor, g: Tensor) -> Tensor:
        return g - (x * g).sqrt()

    def second_slopes(self, x: Tensor, g: Tensor) -> tuple[Tensor, Tensor]:
        root = (x / g).sqrt()
        return -0.5 / root, 1 - 0.5 * root
