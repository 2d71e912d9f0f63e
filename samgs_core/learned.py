"""Numbers that a method learns beside the parameters, one for each task, by an Adam of its own."""

from abc import ABC, abstractmethod
from typing import NamedTuple

import torch
from torch import Tensor

from samgs_core.diagnostics import TaskWeights
from samgs_core.method import Claim, Method
from samgs_core.params import Number, lanes
from samgs_core.shapes import Draws, Grads, Losses, State

MOST = 80.0
"""The largest learned logarithm in size, so that no weight overflows."""
BETA1, BETA2, EPS = 0.9, 0.999, 1e-8


class Learned(NamedTuple):
    """The numbers and the moments of their Adam (Kingma and Ba 2015, β₁ 0.9, β₂ 0.999)."""

    value: Tensor  # [B, T]
    first: Tensor  # [B, T]
    second: Tensor  # [B, T]
    t: int


def untrained(grads: Grads) -> Learned:
    """Zeros, one for each of the task gradients [B, T, D]."""
    zeros = torch.zeros_like(grads[:, :, 0])
    return Learned(zeros, zeros, zeros, 0)


def descend(learned: Learned, slope: Tensor, lr: Number) -> Learned:
    """The numbers one Adam step of rate ``lr`` down the slope [B, T]."""
    t = learned.t + 1
    first = torch.lerp(learned.first, slope, 1 - BETA1)
    second = torch.lerp(learned.second, slope.square(), 1 - BETA2)
    scale = (second / (1 - BETA2**t)).sqrt_().add_(EPS)
    step = (first * (lanes(lr, first) / (1 - BETA1**t))).div_(scale)
    return Learned(learned.value - step, first, second, t)


class LearnedWeights(NamedTuple):
    """What a learned weighting remembers."""

    learned: Learned  # [B, T] s
    weights: Tensor  # [B, T] weights of the last step


class LearnedWeighting(Method, ABC):
    """A method whose weights w(s) are those of a loss that is descended in s as well.

        g̃ₖ = wₖ gₖ,   s ← s − Adam step of rate lr along the loss's slope in s,   from s = 0

    s is the logarithm of something, and |sₖ| is kept at most 80. The losses must be above zero.
    """

    lr: Number
    weighs_losses = True
    diagnostics = (TaskWeights(),)

    def claims(self, n_tasks: int = 2) -> frozenset[Claim]:
        return frozenset(
            {
                Claim.PERMUTATION_INVARIANT,
                Claim.ROTATION_EQUIVARIANT,
                Claim.STRONGLY_STATIONARY,
                Claim.DETERMINISTIC,
            }
        )

    def needs_positive_losses(self) -> bool:
        return True

    def init(self, grads: Grads) -> LearnedWeights:
        start = untrained(grads)
        return LearnedWeights(start, start.value)

    @abstractmethod
    def weights(self, s: Tensor) -> Tensor:
        """w(s), [B, T]."""

    @abstractmethod
    def slope(self, weights: Tensor, losses: Losses) -> Tensor:
        """The slope [B, T] of the loss in s, from the weights there."""

    def operate(
        self, grads: Grads, losses: Losses, state: State, draws: Draws
    ) -> tuple[Grads, State]:
        weights = self.weights(state.learned.value)
        learned = descend(state.learned, self.slope(weights, losses), self.lr)
        learned = learned._replace(value=learned.value.clamp(-MOST, MOST))
        return weights.unsqueeze(-1) * grads, LearnedWeights(learned, weights)
