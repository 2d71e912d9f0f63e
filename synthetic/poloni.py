"""Poloni's problem: a wavy loss against a bowl, and a front in two pieces."""

import math
from dataclasses import dataclass

import torch
from torch import Tensor

from samgs_core.landscape import Landscape, StartSet, Window
from samgs_core.shapes import Grads, Losses, Points
from synthetic.constants import constants

SINES = ((0.5, 1.0), (1.5, 2.0))
COSINES = ((-2.0, -1.5), (-1.0, -0.5))
TARGETS = tuple(
    sum(s * math.sin(at) + c * math.cos(at) for s, c, at in zip(*row, (1.0, 2.0), strict=True))
    for row in zip(SINES, COSINES, strict=True)
)
LOW_CORNER = (-3.0, -1.0)


@dataclass(frozen=True)
class Poloni(Landscape):
    """Two trigonometric equations to be solved, against a bowl in another place.

        L₁ = 1 + (A₁ − B₁)² + (A₂ − B₂)²,  L₂ = (x + 3)² + (y + 1)²
        B₁ = 0.5 sin x − 2 cos x + sin y − 1.5 cos y
        B₂ = 1.5 sin x − cos x + 2 sin y − 0.5 cos y,  Aⱼ = Bⱼ at (1, 2)

    L₁ is least, 1, at (1, 2) and again near (2.02, 0.73). The front falls into pieces that lie far
    apart in the box, |x|, |y| ≤ π; the sum is least on the edge x = −π. No closed form of the front
    is known.

    Source: Poloni 1995, Hybrid GA for multi objective aerodynamic shape optimisation.
    """

    key = "poloni"
    title = "Poloni"
    lesson = "A front in pieces: which one a run finds is decided by where it starts."
    window = Window(-3.4, 3.4, -3.4, 3.4)
    box = Window(-math.pi, math.pi, -math.pi, math.pi)
    starts = (
        StartSet("Five starts", ((-2.0, 2.5), (0.0, 0.5), (2.5, 2.8), (2.0, -2.0), (-1.0, -2.8))),
    )

    @property
    def lower_bounds(self) -> tuple[float, ...]:
        return 0.9, -0.1

    def minimisers(self) -> tuple[tuple[float, ...], ...]:
        return ((self.box.x_low, 0.5576227191293743),)

    def losses(self, x: Points) -> Losses:
        misses, _ = _misses_and_slopes(x)
        (corner,) = constants((LOW_CORNER,), x)
        return torch.stack((1 + (misses**2).sum(1), ((x - corner) ** 2).sum(1)), dim=1)

    def losses_and_grads(self, x: Points) -> tuple[Losses, Grads]:
        misses, slopes = _misses_and_slopes(x)
        (corner,) = constants((LOW_CORNER,), x)
        away = x - corner
        losses = torch.stack((1 + (misses * misses).sum(1), (away * away).sum(1)), dim=1)
        return losses, 2 * torch.stack(((misses.unsqueeze(2) * slopes).sum(1), away), dim=1)


def _misses_and_slopes(x: Points) -> tuple[Tensor, Tensor]:
    """Bⱼ − Aⱼ, [B, 2], and ∇Bⱼ, [B, 2, 2]."""
    sines, cosines, targets = constants((SINES, COSINES, TARGETS), x)
    points = x.unsqueeze(1)
    sin, cos = points.sin(), points.cos()
    return (sin * sines + cos * cosines).sum(2) - targets, cos * sines - sin * cosines
