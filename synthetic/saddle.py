"""A saddle: a ridge on which the gradients are opposed, and yet both losses can fall."""

from dataclasses import dataclass

import torch

from samgs_core.landscape import Goal, Landscape, StartSet, Window
from samgs_core.params import Number, lanes, param
from samgs_core.shapes import Grads, Losses, Points
from synthetic.constants import constants
from synthetic.pieces import even, in_pieces


@dataclass(frozen=True)
class Saddle(Landscape):
    """Two tasks that quarrel about y and share two troughs, x = ±1, with a ridge x = 0 between.

        L₁ = (y − 1)²/2 + height · (x² − 1)²,  L₂ = (y + 1)²/2 + height · (x² − 1)²

    On the ridge between y = −1 and 1 the gradients are opposed: Pareto-critical, but a step to
    either side lowers both losses. The Pareto set is the two pieces x = ±1, |y| ≤ 1, which have the
    same front, √(2L₁) + √(2L₂) = 2. The sum has a minimum in the middle of each and a saddle at 0.
    """

    height: Number = param(1.0, 0.01, 10.0, "Height", "Of the ridge above the troughs.", log=True)

    key = "saddle"
    title = "Saddle"
    lesson = "Opposed gradients need not mean a compromise: on a ridge both losses can still fall."
    window = Window(-2.0, 2.0, -2.0, 2.0)
    starts = (
        StartSet("Five starts", ((0.001, 1.8), (-0.1, -1.7), (1.6, 1.5), (-1.8, 0.3), (0.6, -0.4))),
        StartSet("Two starts on the ridge", ((0.0, 1.8), (0.0, -0.4))),
    )

    @property
    def lower_bounds(self) -> tuple[float, ...]:
        return -0.01, -0.01

    @property
    def goal(self) -> Goal:
        limit = 1 + 0.02 * float(self.height)
        return Goal("balanced point of a trough", self.minimisers(), total=limit, gap=0.3)

    def minimisers(self) -> tuple[tuple[float, ...], ...]:
        return ((-1.0, 0.0), (1.0, 0.0))

    def pareto_set(self, n: int) -> Points:
        y = even(1, -1, n, n_pieces=2)
        return in_pieces([torch.stack((torch.full_like(y, x), y), dim=1) for x in (-1.0, 1.0)])

    def losses(self, x: Points) -> Losses:
        across, y = x[:, :1], x[:, 1:]
        (targets,) = constants(((1.0, -1.0),), x)
        return (y - targets) ** 2 / 2 + lanes(self.height, x) * (across**2 - 1) ** 2

    def losses_and_grads(self, x: Points) -> tuple[Losses, Grads]:
        across, y = x.chunk(2, dim=1)
        (targets,) = constants(((1.0, -1.0),), x)
        ahead, trough = y - targets, across * across - 1
        pull = trough * lanes(self.height, x)
        losses = ahead * ahead / 2 + trough * pull
        return losses, torch.stack(((4 * across * pull).expand_as(ahead), ahead), dim=2)
