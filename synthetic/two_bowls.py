"""Two bowls: one round bowl for each task, with everything known in closed form."""

import math
from dataclasses import dataclass

import torch
from torch import Tensor

from samgs_core.landscape import Goal, Landscape, StartSet, Window
from samgs_core.params import Number, lanes, param
from samgs_core.shapes import Grads, Losses, Points
from synthetic.constants import constants, per_task
from synthetic.pieces import even


@dataclass(frozen=True)
class TwoBowls(Landscape):
    """Two round bowls, the second ``ratio`` times as steep as the first.

        L₁ = ‖θ + u‖²,  L₂ = ratio · ‖θ − u‖²,  u = distance/2 · (cos angle, sin angle)

    The Pareto set is the segment between the centres ∓u, the front √L₁ + √(L₂ / ratio) = distance.
    The sum is least at u (ratio − 1) / (ratio + 1): near the centre of the steeper bowl. Without a
    turn, the bowl of task 2 has its centre on the positive side of the first axis.
    """

    distance: Number = param(
        2.0, 0.5, 5.0, "Distance", "Between the centres of the two bowls.", step=0.1
    )
    angle: Number = param(
        0.0, -90.0, 90.0, "Angle", "Turn of the line through the centres, in degrees.", step=5.0
    )
    ratio: Number = param(
        10.0, 0.001, 1000.0, "Curvature ratio", "How much steeper task 2 is than task 1.", log=True
    )

    key = "two-bowls"
    title = "Two bowls"
    lesson = (
        "The sum ends near the centre of the steeper bowl: it inherits the units of the losses."
    )
    window = Window(-3.0, 3.0, -3.0, 3.0)
    starts = (
        StartSet("Five starts", ((0.5, 2.0), (-2.5, 1.5), (2.5, 1.0), (-2.0, -2.0), (1.5, -2.5))),
        StartSet("One start", ((0.5, 2.0),)),
    )

    @property
    def lower_bounds(self) -> tuple[float, ...]:
        return -0.01, -0.01 * float(self.ratio)

    @property
    def goal(self) -> Goal:
        """Within a twentieth of the distance along the segment, a fourteenth across it."""
        square = float(self.distance) ** 2
        scales = (1.0, float(self.ratio))
        return Goal("balanced point", ((0.0, 0.0),), 0.51 * square, 0.1 * square, scales)

    def minimisers(self) -> tuple[tuple[float, ...], ...]:
        share = (float(self.ratio) - 1) / (float(self.ratio) + 1)
        (centre,) = self._centre(torch.zeros(1, 2, dtype=torch.float64)).tolist()
        return (tuple(share * value for value in centre),)

    def pareto_set(self, n: int) -> Points:
        share = even(-1, 1, n).unsqueeze(1)
        return share * self._centre(share)

    def losses(self, x: Points) -> Losses:
        centre = self._centre(x)
        squares = torch.stack(((x + centre) ** 2, (x - centre) ** 2), dim=1)
        return per_task((1.0, self.ratio), x).squeeze(-1) * squares.sum(2)

    def losses_and_grads(self, x: Points) -> tuple[Losses, Grads]:
        centre, steepness = self._centre(x), per_task((1.0, self.ratio), x)
        away = torch.stack((x + centre, x - centre), dim=1)
        squares = (away * away).sum(2, keepdim=True)
        return (squares * steepness).squeeze(2), away * (2 * steepness)

    def _centre(self, x: Tensor) -> Tensor:
        """u as [1, 2], or [B, 2] if the distance or the angle has a value per lane."""
        if isinstance(self.distance, Tensor) or isinstance(self.angle, Tensor):
            turn = torch.deg2rad(x.new_ones(len(x), 1) * lanes(self.angle, x))
            return torch.cat((turn.cos(), turn.sin()), dim=1) * (lanes(self.distance, x) / 2)
        turned, half = math.radians(self.angle), self.distance / 2
        (centre,) = constants((((half * math.cos(turned), half * math.sin(turned)),),), x)
        return centre
