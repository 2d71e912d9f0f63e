"""What a landscape is: losses of a few tasks over a parameter space, with facts."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar, NamedTuple

import numpy as np
import torch

from samgs_core.optimizers import Optimizer
from samgs_core.params import Declared
from samgs_core.shapes import Grads, Losses, Points


class Window(NamedTuple):
    """A rectangle of parameter space: what is drawn of it, or all that belongs to a problem."""

    x_low: float
    x_high: float
    y_low: float
    y_high: float

    @property
    def corners(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """The lowest and the highest corner."""
        return (self.x_low, self.y_low), (self.x_high, self.y_high)


class StartSet(NamedTuple):
    """A named set of starting points."""

    title: str
    points: tuple[tuple[float, ...], ...]


class Preset(NamedTuple):
    """A published way to run a landscape: its numbers, starts, steps and outer optimiser.

    Where the authors' code clips the steps of some methods only, ``clip_norm`` is None.
    """

    title: str
    landscape: Landscape
    starts: tuple[tuple[float, ...], ...]
    steps: int
    optimizer: Optimizer
    clip_norm: float | None = None


class Goal(NamedTuple):
    """Where a run is said to have arrived, as a rule on the two losses.

    With ℓₖ = Lₖ / scaleₖ, a point has arrived if |ℓ₁ − ℓ₂| < gap and ℓ₁ + ℓ₂ < total.
    """

    title: str
    points: tuple[tuple[float, ...], ...]
    total: float
    gap: float = float("inf")
    scales: tuple[float, float] = (1.0, 1.0)

    def reached(self, losses: np.ndarray) -> np.ndarray:
        """Whether losses [..., 2] fulfil the rule: booleans of shape [...]. NaN does not."""
        losses = np.asarray(losses, dtype=float)
        first, second = losses[..., 0] / self.scales[0], losses[..., 1] / self.scales[1]
        with np.errstate(invalid="ignore"):
            return (np.abs(first - second) < self.gap) & (first + second < self.total)

    def rule(self) -> str:
        """The rule in symbols."""
        names = [
            f"L{sub}" if scale == 1 else f"L{sub}/{scale:g}"
            for sub, scale in zip("₁₂", self.scales, strict=True)
        ]
        gap = "" if np.isinf(self.gap) else f"|{names[0]} − {names[1]}| < {self.gap:g} and "
        return f"{gap}{names[0]} + {names[1]} < {self.total:g}".replace("-", "−")


class Landscape(Declared, ABC):
    """Losses of T tasks over D coordinates. Concrete landscapes are frozen dataclasses."""

    window: Window
    starts: tuple[StartSet, ...]
    lesson: ClassVar[str]
    box: ClassVar[Window | None] = None
    """All there is of the parameter space, if it ends, within the window: after every step a run is
    put back to the nearest point of it."""

    @classmethod
    def presets(cls) -> tuple[Preset, ...]:
        """The published ways to run the landscape."""
        return ()

    @abstractmethod
    def losses(self, x: Points) -> Losses:
        """The losses [B, T] at the points x [B, D], in pure torch."""

    def losses_and_grads(self, x: Points) -> tuple[Losses, Grads]:
        """The losses [B, T] and their gradients [B, T, D], here by automatic differentiation.

        A landscape may override this with its closed form.
        """
        with torch.inference_mode(False), torch.enable_grad():
            x = x.clone().requires_grad_()
            losses = self.losses(x)
            # Rows of the batch are independent, so the gradient of a column's sum holds each
            # row's own gradient.
            grads = [
                torch.autograd.grad(column.sum(), x, retain_graph=True)[0]
                for column in losses.unbind(1)
            ]
        return losses.detach(), torch.stack(grads, dim=1)

    @property
    @abstractmethod
    def lower_bounds(self) -> tuple[float, ...]:
        """A strict lower bound of each loss, for the methods that need positive losses."""

    @property
    def goal(self) -> Goal | None:
        """The arrival rule that scores are counted by, where the landscape has one."""
        return None

    def minimisers(self) -> tuple[tuple[float, ...], ...] | None:
        """The global minimisers of L₁ + L₂, where known."""
        return None

    def pareto_set(self, n: int) -> Points | None:
        """The exact Pareto set, where known, as n points in order along it [m, D] (float64, CPU).

        Rows of NaN stand between separate pieces. Pieces with the same losses, like those of
        mirrored minima, follow one another. A set of one point is that point.
        """
        return None
