"""VLMOP1: two equal bowls, the convex sibling of Fonseca and Fleming's problem."""

from dataclasses import dataclass

from samgs_core.landscape import StartSet, Window
from samgs_core.params import Number
from synthetic.quadratics import EQUAL_BOWLS, QuadraticPair

HALF_ROOT = 0.5**0.5


@dataclass(frozen=True)
class VLMOP1(QuadraticPair):
    """Two equal bowls on the diagonal, scaled to losses between 0 and 1 on the front.

        L₁ = ((x − 1/√2)² + (y − 1/√2)²) / 4,  L₂ = ((x + 1/√2)² + (y + 1/√2)²) / 4

    The Pareto set is the diagonal x = y, |x| ≤ 1/√2, the front √L₁ + √L₂ = 1, convex. The set is
    also that of Fonseca and Fleming's problem, whose front is concave.

    Source: Van Veldhuizen and Lamont 1999, in the form with n = 2 of the library LibMOON.
    """

    key = "vlmop1"
    title = "VLMOP1"
    lesson = "A convex front: every point of it is the minimum of some weighted sum."
    window = Window(-1.1, 1.1, -1.1, 1.1)
    box = Window(-1.0, 1.0, -1.0, 1.0)
    starts = (
        StartSet("Five starts", ((-0.9, 0.8), (0.2, 0.9), (0.9, -0.3), (-0.6, -0.9), (0.9, 0.9))),
    )
    forms = EQUAL_BOWLS
    centres = ((HALF_ROOT, HALF_ROOT), (-HALF_ROOT, -HALF_ROOT))

    @property
    def weights(self) -> tuple[Number, Number]:
        return 0.25, 0.25

    @property
    def lower_bounds(self) -> tuple[float, ...]:
        return -0.01, -0.01
