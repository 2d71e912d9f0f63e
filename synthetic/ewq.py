"""EWQ: each task looks at one coordinate only."""

from dataclasses import dataclass

from samgs_core.landscape import Goal, Preset, StartSet, Window
from samgs_core.optimizers import SGD
from samgs_core.shapes import Points
from synthetic.pieces import origin
from synthetic.quadratics import QuadraticPair

STARTS = ((3.0, -2.0), (0.0, -3.0), (-4.0, 4.0), (-3.0, 4.0), (-3.5, -0.75))


@dataclass(frozen=True)
class EWQ(QuadraticPair):
    """The element-wise quadratics: every task is the square of its own coordinate.

        L₁ = x²,  L₂ = y²

    The gradients are at right angles everywhere, so nothing conflicts, and the one point of the
    Pareto set is the minimum of both. On either axis one gradient is zero: there the points are
    weakly stationary, and a method that gives all weight to the shorter gradient stops.

    Source: the trajectory tests of TorchJD; Quinton and Rey 2024, arXiv:2406.16232.
    """

    key = "ewq"
    title = "EWQ: a coordinate each"
    lesson = "A task that is done has no gradient, and its axis holds some methods for good."
    window = Window(-5.0, 5.0, -5.0, 5.0)
    starts = (StartSet("Five starts as published", STARTS),)
    forms = (((1.0, 0.0), (0.0, 0.0)), ((0.0, 0.0), (0.0, 1.0)))
    centres = ((0.0, 0.0), (0.0, 0.0))

    @classmethod
    def presets(cls) -> tuple[Preset, ...]:
        return (Preset("TorchJD", cls(), STARTS, 50, SGD(lr=0.075)),)

    @property
    def goal(self) -> Goal:
        return Goal("minimum of both tasks", ((0.0, 0.0),), total=0.1)

    def pareto_set(self, n: int) -> Points:
        return origin(n)
