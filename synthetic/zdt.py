"""What the ZDT problems share: a box with the Pareto set on its lower edge."""

from abc import abstractmethod

import torch
from torch import Tensor

from samgs_core.landscape import Landscape, StartSet, Window
from samgs_core.shapes import Grads, Losses, Points
from synthetic.constants import constants
from synthetic.pieces import even


class ZDT(Landscape):
    """The problems of Zitzler, Deb and Thiele with two variables.

        L₁ = x,  L₂ = L₂(x, g),  g = 1 + 9y,  10⁻⁹ ≤ x ≤ 1,  0 ≤ y ≤ 1

    L₂ grows with g, so the front is that of y = 0. Outside the box the losses are those of its
    nearest point. x ends above 0, where the slope of a root would be infinite.
    """

    window = Window(-0.05, 1.05, -0.05, 1.05)
    box = Window(1e-9, 1.0, 0.0, 1.0)
    starts = (
        StartSet("Five starts", ((0.1, 0.9), (0.3, 0.5), (0.55, 0.95), (0.75, 0.4), (0.95, 0.8))),
    )

    @abstractmethod
    def second(self, x: Tensor, g: Tensor) -> Tensor:
        """L₂ at x and g, [B, 1] each."""

    @abstractmethod
    def second_slopes(self, x: Tensor, g: Tensor) -> tuple[Tensor, Tensor]:
        """∂L₂/∂x and ∂L₂/∂g, [B, 1] each."""

    def losses(self, x: Points) -> Losses:
        first, y = self._inside(x).chunk(2, dim=1)
        return torch.cat((first, self.second(first, 1 + 9 * y)), dim=1)

    def losses_and_grads(self, x: Points) -> tuple[Losses, Grads]:
        inside = self._inside(x)
        first, y = inside.chunk(2, dim=1)
        g = 1 + 9 * y
        along_x, along_g = self.second_slopes(first, g)
        slopes = torch.cat((torch.ones_like(y), torch.zeros_like(y), along_x, 9 * along_g), dim=1)
        grads = slopes.unflatten(1, (2, 2)) * (x == inside).unsqueeze(1)
        return torch.cat((first, self.second(first, g)), dim=1), grads

    def _inside(self, x: Points) -> Points:
        low, high = constants(self.box.corners, x)
        return x.clamp(low, high)


def lower_edge(x: Tensor) -> Points:
    """The points (x, 0), [n, 2]."""
    return torch.stack((x, torch.zeros_like(x)), dim=1)


def even_in_root(n: int) -> Tensor:
    """n values of x from 10⁻⁹ to 1 whose roots are evenly spaced."""
    return even(ZDT.box.x_low**0.5, 1, n) ** 2
