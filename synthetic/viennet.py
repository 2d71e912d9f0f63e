"""Viennet's problem, its first two losses: a rippled bowl against a slanted one."""

from dataclasses import dataclass

import torch

from samgs_core.landscape import Landscape, StartSet, Window
from samgs_core.shapes import Grads, Losses, Points


@dataclass(frozen=True)
class Viennet(Landscape):
    """A bowl with rings around its middle against a long slanted one; the third loss is left out.

        L₁ = r/2 + sin r,  r = x² + y²
        L₂ = (3x − 2y + 4)²/8 + (x − y + 1)²/27 + 15

    L₁ is least at 0, and has a ring-shaped trough where r = 4π/3, which holds the runs that come
    from outside. L₂ is least, 15, at (−2, −1). No closed form of the front is known.

    Source: Viennet, Fonteix and Marc 1996, Multicriteria optimization using a genetic algorithm.
    """

    key = "viennet"
    title = "Viennet, two losses"
    lesson = "A trough of one task is a local front: runs stop on it, far from the better one."
    window = Window(-3.2, 3.2, -3.2, 3.2)
    box = Window(-3.0, 3.0, -3.0, 3.0)
    starts = (
        StartSet("Five starts", ((-2.5, 2.5), (0.5, 2.8), (2.5, 1.0), (1.5, -2.5), (-2.0, -2.7))),
    )

    @property
    def lower_bounds(self) -> tuple[float, ...]:
        return -0.05, 14.9

    def minimisers(self) -> tuple[tuple[float, ...], ...]:
        return ((-0.49127037062735207, 0.329054537900256),)

    def losses(self, x: Points) -> Losses:
        r = (x**2).sum(1)
        across, y = x.unbind(1)
        second = (3 * across - 2 * y + 4) ** 2 / 8 + (across - y + 1) ** 2 / 27 + 15
        return torch.stack((r / 2 + r.sin(), second), dim=1)

    def losses_and_grads(self, x: Points) -> tuple[Losses, Grads]:
        r = (x * x).sum(1, keepdim=True)
        across, y = x.chunk(2, dim=1)
        p, q = 3 * across - 2 * y + 4, across - y + 1
        losses = torch.cat((r / 2 + r.sin(), p * p / 8 + q * q / 27 + 15), dim=1)
        lean = q * (2 / 27)
        second = torch.cat((p * 0.75 + lean, p * -0.5 - lean), dim=1)
        return losses, torch.stack((x * (1 + 2 * r.cos()), second), dim=1)
