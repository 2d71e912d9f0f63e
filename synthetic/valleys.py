"""What the two toy problems share: log valleys above y = 0, bowls below, gates between."""

import math
from abc import abstractmethod
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor
from torch.nn.functional import hardshrink

from samgs_core.landscape import Landscape
from samgs_core.params import Number, param
from samgs_core.shapes import Grads, Losses, Points
from synthetic.constants import constants, per_task
from synthetic.pieces import even

LOW = 5e-6
"""Where the log of a valley is cut off."""
JUST_BELOW_LOW = math.nextafter(LOW, 0.0)


class GatedValleys(Landscape):
    """Two mirrored losses: task 2 at (x, y) is task 1 at (−x, y), up to its scale.

        Lₖ = scaleₖ · (Uₖ c₁ + Qₖ c₂)
        Uₖ = log max(|vₖ|, LOW) + 6,  vₖ = u/2 + 3.5 − tanh y,  u = x for task 1, −x for task 2
        c₁ = max(tanh(y/2), 0),  c₂ = max(tanh(−y/2), 0)

    The log valleys Uₖ count above y = 0, the bowls Qₖ(x, y) = A(u) + B(y) of each landscape below.
    Gradients follow torch at the kinks: on y = 0 both gates act, each with half its slope, and
    the log is flat where |vₖ| < LOW.
    """

    scale1: Number
    scale2: Number

    @abstractmethod
    def bowls(self, x: Points) -> Losses:
        """Qₖ, [B, 2]."""

    @abstractmethod
    def hills_and_slopes(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """−Qₖ, [B, 2, 1], and its gradient, [B, 2, 2], in closed form at the points x [B, 1, 2]."""

    @property
    @abstractmethod
    def reach(self) -> float:
        """The largest |x| of the Pareto set."""

    @abstractmethod
    def best_x(self) -> tuple[float, ...]:
        """The x of the minimisers of L₁ + L₂."""

    def losses(self, x: Points) -> Losses:
        y = x[:, 1:]
        valleys = sides(x) / 2 + 3.5 - y.tanh()
        logs = valleys.abs().clamp(min=LOW).log() + 6
        above, below = (y / 2).tanh().clamp(min=0), (-y / 2).tanh().clamp(min=0)
        scales = per_task((self.scale1, self.scale2), x).squeeze(-1)
        return scales * (logs * above + self.bowls(x) * below)

    def losses_and_grads(self, x: Points) -> tuple[Losses, Grads]:
        """The closed form. With T = tanh(y/2) and V = Uₖ above y = 0, −Qₖ below, Uₖ − Qₖ on it,

            Lₖ = scaleₖ · V T,   ∇Lₖ = scaleₖ · (T ∇V + V ∇T)

        Written for few tensor operations: each costs far more than its arithmetic.
        """
        zero, half, along_y = constants((0.0, 0.5, ALONG_Y), x)
        scales = per_task((self.scale1, self.scale2), x)
        points = x.unsqueeze(1)
        across, y = points.chunk(2, dim=2)
        logs, log_slopes = _logs_and_slopes(across, y)
        hills, hill_slopes = self.hills_and_slopes(points)
        above, below = torch.ge(y, zero), torch.le(y, zero)
        height = torch.where(above, logs, zero) + torch.where(below, hills, zero)
        slopes = torch.where(above, log_slopes, hill_slopes)
        gate = (y * half).tanh()
        gate_slope = torch.addcmul(half, gate, gate, value=-0.5)
        grads = torch.addcmul(slopes * gate, height * gate_slope, along_y)
        return (height * gate * scales).squeeze(2), grads * scales

    def pareto_set(self, n: int) -> Points:
        x = even(-self.reach, self.reach, n)
        return torch.stack((x, self._pareto_y(x)), dim=1)

    def minimisers(self) -> tuple[tuple[float, ...], ...]:
        x = torch.tensor(self.best_x(), dtype=torch.float64)
        return tuple(zip(x.tolist(), self._pareto_y(x).tolist(), strict=True))

    def _pareto_y(self, x: Tensor) -> Tensor:
        """The y at which (x, y) is Pareto-critical, [n].

        w₁∇L₁ + w₂∇L₂ = 0 for the weights that make its x-component 0. As T′/T = 1 / sinh y, its
        y-component is 0 where (w₁Q₁ + w₂Q₂) / sinh y + ∂Q/∂y = 0.
        """

        def slope(y: Tensor) -> Tensor:
            hills, slopes = self.hills_and_slopes(torch.stack((x, y), dim=1).unsqueeze(1))
            across1, across2 = slopes[:, :, 0].unbind(1)
            share = across2 / (across2 - across1)
            weighted = torch.lerp(hills[:, 1, 0], hills[:, 0, 0], share)
            return -weighted / y.sinh() - slopes[:, 0, 1]

        return root(slope, torch.full_like(x, -12.0), torch.full_like(x, -8.0))


VALLEY_SLOPES = ((0.5, -1.0), (-0.5, -1.0))
HALF_SIDES = ((0.5,), (-0.5,))
ALONG_Y = (0.0, 1.0)


def _logs_and_slopes(x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
    """Uₖ, [B, 2, 1], and ∇Uₖ, [B, 2, 2], at x and y [B, 1, 1].

    Uₖ = log(max(vₖ², LOW²)) / 2 + 6,  ∇Uₖ = ∇vₖ / vₖ,  ∇vₖ = (±1/2, tanh² y − 1)
    """
    six, middle, half_sides, valley_slopes, along_y = constants(
        (6.0, 3.5, HALF_SIDES, VALLEY_SLOPES, ALONG_Y), x
    )
    tanh = y.tanh()
    squares, inverses = squares_and_inverses(torch.addcmul(middle - tanh, x, half_sides))
    slopes = torch.addcmul(valley_slopes, tanh * tanh, along_y)
    return torch.add(six, squares.log(), alpha=0.5), inverses * slopes


def squares_and_inverses(valleys: Tensor) -> tuple[Tensor, Tensor]:
    """max(v², LOW²), and the slope of log max(|v|, LOW): 1/v, but 0 where |v| < LOW."""
    (low,) = constants((LOW * LOW,), valleys)
    squares = torch.maximum(valleys * valleys, low)
    return squares, hardshrink(valleys, JUST_BELOW_LOW) / squares


def sides(x: Points) -> Tensor:
    """The first coordinate as each task sees it: x and −x, [B, 2]."""
    (signs,) = constants(((1.0, -1.0),), x)
    return x[:, :1] * signs


def scale_of(task: str) -> Any:
    """The declared factor on one loss."""
    return param(1.0, 0.01, 100.0, f"Scale of L{task}", f"Factor on the loss L{task}.", log=True)


def root(function: Callable[[Tensor], Tensor], low: Tensor, high: Tensor) -> Tensor:
    """Where an increasing function crosses zero between low and high, by bisection."""
    for _ in range(55):  # halves an interval of a few units down to the last digit
        middle = (low + high) / 2
        is_below = function(middle) < 0
        low, high = torch.where(is_below, middle, low), torch.where(is_below, high, middle)
    return (low + high) / 2
