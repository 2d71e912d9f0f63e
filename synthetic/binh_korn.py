"""Binh and Korn's problem: two bowls in a box that cuts through the Pareto set."""

from dataclasses import dataclass

import torch

from samgs_core.landscape import StartSet, Window
from samgs_core.shapes import Points
from synthetic.pieces import even
from synthetic.quadratics import QuadraticPair


@dataclass(frozen=True)
class BinhKorn(QuadraticPair):
    """Two bowls of which the box leaves out the bottom of the second; its constraints are left out.

        L₁ = 4x² + 4y²,  L₂ = (x − 5)² + (y − 5)²,  0 ≤ x ≤ 5,  0 ≤ y ≤ 3

    The Pareto set runs along x = y up to the upper edge of the box, with √(L₁/8) + √(L₂/2) = 5, and
    on along that edge to its corner (5, 3): with y = 3 held, L₂ = (√(L₁/4 − 9) − 5)² + 4.

    Source: Binh and Korn 1997, MOBES, whose two constraints cut off nothing of the set.
    """

    key = "binh-korn"
    title = "Binh-Korn"
    lesson = "At an edge of the box a run goes on along it, though both gradients point outwards."
    window = Window(-0.25, 5.25, -0.25, 3.25)
    box = Window(0.0, 5.0, 0.0, 3.0)
    starts = (StartSet("Four starts", ((0.5, 2.8), (4.5, 0.3), (2.5, 0.2), (4.8, 2.6))),)
    forms = (((4.0, 0.0), (0.0, 4.0)), ((1.0, 0.0), (0.0, 1.0)))
    centres = ((0.0, 0.0), (5.0, 5.0))

    @property
    def lower_bounds(self) -> tuple[float, ...]:
        return -0.1, 3.9

    def pareto_set(self, n: int) -> Points:
        x = even(0, 5, n)
        return torch.stack((x, x.clamp(max=3)), dim=1)
