"""Schaffer's problem: the oldest pair of losses of the field, in two variables."""

from dataclasses import dataclass

from samgs_core.landscape import StartSet, Window
from synthetic.quadratics import EQUAL_BOWLS, QuadraticPair


@dataclass(frozen=True)
class Schaffer(QuadraticPair):
    """Two equal bowls, in the form with two variables.

        L₁ = x² + y²,  L₂ = (x − 2)² + y²

    The Pareto set is the segment y = 0, 0 ≤ x ≤ 2, the front L₂ = (2 − √L₁)², convex.

    Source: Schaffer 1985, Multiple Objective Optimization with Vector Evaluated Genetic Algorithms.
    """

    key = "schaffer"
    title = "Schaffer"
    lesson = "With equal losses and a convex front, the plain sum already finds the middle."
    window = Window(-4.4, 6.4, -5.4, 5.4)
    box = Window(-4.0, 6.0, -5.0, 5.0)
    starts = (
        StartSet("Five starts", ((-3.0, 4.0), (1.5, 4.5), (5.0, 3.0), (-2.5, -3.5), (4.0, -4.0))),
    )
    forms = EQUAL_BOWLS
    centres = ((0.0, 0.0), (2.0, 0.0))
