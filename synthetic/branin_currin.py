"""Branin-Currin: two test functions of computer experiments against each other."""

import math
from dataclasses import dataclass

import torch

from samgs_core.landscape import Landscape, StartSet, Window
from samgs_core.shapes import Grads, Losses, Points
from synthetic.constants import constants

CURVE = 5.1 / (4 * math.pi**2)
FADE = 1 - 1 / (8 * math.pi)


@dataclass(frozen=True)
class BraninCurrin(Landscape):
    """The Branin function, with three equally low valleys, against the exponential one of Currin.

        L₁ = (Y − 5.1 X² / (4π²) + 5X/π − 6)² + 10 (1 − 1/(8π)) cos X + 10,  X = 15x − 5,  Y = 15y
        L₂ = (1 − exp(−1/(2y))) (2300x³ + 1900x² + 2092x + 60) / (100x³ + 500x² + 4x + 20)

    with 0 ≤ x ≤ 1 and 10⁻⁹ ≤ y ≤ 1; outside the box the losses are those of its nearest point. No
    closed form of the front is known; it dominates an area of 59.36 below the reference (18, 6).

    Source: the pair and its reference point are those of the library BoTorch.
    """

    key = "branin-currin"
    title = "Branin-Currin"
    lesson = "Three equal valleys of one task: the other task decides which of them is worth it."
    window = Window(-0.05, 1.05, -0.05, 1.05)
    box = Window(0.0, 1.0, 1e-9, 1.0)
    starts = (
        StartSet("Five starts", ((0.1, 0.3), (0.3, 0.9), (0.5, 0.6), (0.7, 0.15), (0.9, 0.8))),
    )

    @property
    def lower_bounds(self) -> tuple[float, ...]:
        return 0.0, 1.1

    def minimisers(self) -> tuple[tuple[float, ...], ...]:
        return ((0.10949446571967368, 0.86324333596571),)

    def losses(self, x: Points) -> Losses:
        u, v = self._inside(x).unbind(1)
        across = 15 * u - 5
        branin = (15 * v - CURVE * across**2 + 5 / math.pi * across - 6) ** 2
        above = 2300 * u**3 + 1900 * u**2 + 2092 * u + 60
        below = 100 * u**3 + 500 * u**2 + 4 * u + 20
        currin = (1 - (-0.5 / v).exp()) * above / below
        return torch.stack((branin + 10 * FADE * across.cos() + 10, currin), dim=1)

    def losses_and_grads(self, x: Points) -> tuple[Losses, Grads]:
        inside = self._inside(x)
        u, v = inside.chunk(2, dim=1)
        across = 15 * u - 5
        miss = 15 * v + across * (5 / math.pi - CURVE * across) - 6
        branin = miss * miss + 10 * FADE * across.cos() + 10
        branin_u = 30 * miss * (5 / math.pi - 2 * CURVE * across) - 150 * FADE * across.sin()
        above = ((2300 * u + 1900) * u + 2092) * u + 60
        below = ((100 * u + 500) * u + 4) * u + 20
        fade, share = (-0.5 / v).exp(), above / below
        currin_u = (6900 * u + 3800) * u + 2092 - share * ((300 * u + 1000) * u + 4)
        currin_v = -0.5 * fade / (v * v) * share
        slopes = torch.cat((branin_u, 30 * miss, (1 - fade) * currin_u / below, currin_v), dim=1)
        grads = slopes.unflatten(1, (2, 2)) * (x == inside).unsqueeze(1)
        return torch.cat((branin, (1 - fade) * share), dim=1), grads

    def _inside(self, x: Points) -> Points:
        low, high = constants(self.box.corners, x)
        return x.clamp(low, high)
