"""Parallel valleys: two tasks that agree on everything but how steep their valley's walls are."""

from dataclasses import dataclass

from samgs_core.landscape import Goal, StartSet, Window
from samgs_core.params import Number, param
from samgs_core.shapes import Points
from synthetic.pieces import origin
from synthetic.quadratics import QuadraticPair


@dataclass(frozen=True)
class ParallelValleys(QuadraticPair):
    """Two valleys along the same line, with the same lowest point and different walls.

        L₁ = a² + 26 b²,  L₂ = ratio · (a² + 6 b²)
        a = (2x + y) / √5,  b = (2y − x) / √5

    A control: the gradients never stand further than 39° apart, so nothing conflicts, whatever
    the ratio, and the one point of the Pareto set is the minimum of both.
    """

    ratio: Number = param(
        1.0, 0.001, 1000.0, "Loss ratio", "Factor on the loss of task 2.", log=True
    )

    key = "parallel-valleys"
    title = "Parallel valleys"
    lesson = "No conflict anywhere: surgery against conflicts has nothing to cut."
    window = Window(-3.0, 3.0, -3.0, 3.0)
    starts = (
        StartSet("Five starts", ((-2.5, 1.0), (-1.0, 2.5), (2.5, -1.5), (0.5, -2.5), (2.5, 2.5))),
    )
    forms = (((6.0, -10.0), (-10.0, 21.0)), ((2.0, -2.0), (-2.0, 5.0)))
    centres = ((0.0, 0.0), (0.0, 0.0))

    @property
    def weights(self) -> tuple[Number, Number]:
        return 1.0, self.ratio

    @property
    def goal(self) -> Goal:
        scales = (1.0, float(self.ratio))
        return Goal("minimum of both tasks", ((0.0, 0.0),), total=0.1, scales=scales)

    def minimisers(self) -> tuple[tuple[float, ...], ...]:
        return ((0.0, 0.0),)

    def pareto_set(self, n: int) -> Points:
        return origin(n)
