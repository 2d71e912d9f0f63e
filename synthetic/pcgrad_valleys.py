"""PCGrad's own picture: two curved valleys that meet only in the distance."""

import math
from dataclasses import dataclass

import torch

from samgs_core.landscape import Landscape, Preset, StartSet, Window
from samgs_core.optimizers import Adam
from samgs_core.shapes import Grads, Losses, Points
from synthetic.constants import constants
from synthetic.pieces import even
from synthetic.valleys import LOW, squares_and_inverses

STEEPNESS = ((20.0,), (25.0,))
SIDES = ((1.0,), (-1.0,))
OFFSETS = ((0.0,), (2.0,))
START = (0.5, -3.0)
MEETING = math.atanh(1 - LOW)
"""From this y on both losses are cut off at x = −2."""


@dataclass(frozen=True)
class PCGradValleys(Landscape):
    """The landscape that PCGrad was introduced with: two log valleys, curved and hardly crossing.

        L₁ = 20 log max(|x/2 + tanh y|, 5·10⁻⁶),  L₂ = 25 log max(|x/2 − tanh y + 2|, 5·10⁻⁶)

    The valleys x = −2 tanh y and x = 2 tanh y − 4 close in on each other as y grows. From y = 6.45
    on their flat floors overlap at x = −2: there both losses are at their least, −244.1 and −305.2,
    and that is the Pareto set (a ray; the window shows its beginning). Gradients follow torch at
    the kinks: where a log is cut off it is flat.

    Source: Yu et al. 2020, arXiv:2001.06782, appendix D.
    """

    key = "pcgrad-valleys"
    title = "PCGrad's valleys"
    lesson = "Along a curved valley the steeper task wins every step, and the sum crawls."
    window = Window(-7.0, 4.0, -4.0, 8.0)
    starts = (
        StartSet("Five starts", (START, (-5.0, -2.5), (2.5, 2.0), (-6.0, 3.0), (0.0, 5.0))),
        StartSet("One start as published", (START,)),
    )

    @classmethod
    def presets(cls) -> tuple[Preset, ...]:
        return (Preset("PCGrad", cls(), (START,), 500_000, Adam(lr=1e-3)),)

    @property
    def lower_bounds(self) -> tuple[float, ...]:
        return -244.2, -305.3

    def pareto_set(self, n: int) -> Points:
        y = even(MEETING + 0.01, self.window.y_high - 0.01, n)
        return torch.stack((torch.full_like(y, -2.0), y), dim=1)

    def losses(self, x: Points) -> Losses:
        across, tanh = x[:, 0] / 2, x[:, 1].tanh()
        first, second = (across + tanh).abs(), (across - tanh + 2).abs()
        return torch.stack(
            (20 * first.clamp(min=LOW).log(), 25 * second.clamp(min=LOW).log()), dim=1
        )

    def losses_and_grads(self, x: Points) -> tuple[Losses, Grads]:
        steepness, sides, offsets = constants((STEEPNESS, SIDES, OFFSETS), x)
        across, y = x.unsqueeze(1).chunk(2, dim=2)
        tanh = y.tanh()
        squares, inverses = squares_and_inverses(across / 2 + tanh * sides + offsets)
        along_y = sides * (1 - tanh * tanh)
        slopes = torch.cat((torch.full_like(along_y, 0.5), along_y), dim=2)
        return (squares.log() * (steepness / 2)).squeeze(2), slopes * (inverses * steepness)
