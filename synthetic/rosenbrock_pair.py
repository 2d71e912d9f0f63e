"""A pair of Rosenbrock valleys: conflict that shows only on the floor of a curved valley."""

from dataclasses import dataclass

import torch

from samgs_core.landscape import Goal, Landscape, StartSet, Window
from samgs_core.params import Number, lanes, param
from samgs_core.shapes import Grads, Losses, Points
from synthetic.constants import constants
from synthetic.pieces import even


@dataclass(frozen=True)
class RosenbrockPair(Landscape):
    """Two Rosenbrock functions that share their valley y = x² and differ in where it is lowest.

        L₁ = (x − 1)² + steepness · (y − x²)²,  L₂ = (x + 1)² + steepness · (y − x²)²

    On the walls both gradients point down to the same floor; on the floor they are opposed. The
    Pareto set is the floor, y = x², |x| ≤ 1, the front √L₁ + √L₂ = 2. The sum is least at (0, 0).

    Source: Rosenbrock 1960, An automatic method for finding the greatest or least value of a
    function, mirrored for the second task.
    """

    steepness: Number = param(10.0, 1.0, 100.0, "Steepness", "Of the walls.", log=True)

    key = "rosenbrock-pair"
    title = "Rosenbrock pair"
    lesson = "Steep walls hide the conflict: it shows once the floor of the valley is reached."
    window = Window(-2.0, 2.0, -1.0, 3.0)
    starts = (
        StartSet("Five starts", ((-1.5, 2.7), (1.5, 0.2), (0.3, 2.5), (-1.6, -0.5), (1.7, 2.7))),
    )

    @property
    def lower_bounds(self) -> tuple[float, ...]:
        return -0.01, -0.01

    @property
    def goal(self) -> Goal:
        return Goal("balanced point", ((0.0, 0.0),), total=2.1, gap=0.6)

    def minimisers(self) -> tuple[tuple[float, ...], ...]:
        return ((0.0, 0.0),)

    def pareto_set(self, n: int) -> Points:
        x = even(1, -1, n)
        return torch.stack((x, x * x), dim=1)

    def losses(self, x: Points) -> Losses:
        across, y = x[:, :1], x[:, 1:]
        (targets,) = constants(((1.0, -1.0),), x)
        return (across - targets) ** 2 + lanes(self.steepness, x) * (y - across**2) ** 2

    def losses_and_grads(self, x: Points) -> tuple[Losses, Grads]:
        across, y = x.chunk(2, dim=1)
        (targets,) = constants(((1.0, -1.0),), x)
        ahead, height = across - targets, y - across * across
        pull = height * lanes(self.steepness, x)
        losses = ahead * ahead + height * pull
        along_x = 2 * ahead - 4 * across * pull
        return losses, torch.stack((along_x, (2 * pull).expand_as(along_x)), dim=2)
