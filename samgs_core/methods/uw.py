"""Uncertainty weighting: learn one weight per task together with the parameters."""

from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor

from samgs_core.method import Claim, Method
from samgs_core.params import Number, lanes, param
from samgs_core.shapes import Draws, Grads, Losses, State

BETA1, BETA2, EPS = 0.9, 0.999, 1e-8
MOST = 80.0
"""The largest log-variance in size, so that no weight overflows."""


class UWState(NamedTuple):
    """The learned log-variances and their Adam."""

    log_variance: Tensor  # [B, T] s
    first: Tensor  # [B, T]
    second: Tensor  # [B, T]
    t: int
    weights: Tensor  # [B, T] weights of the last step


@dataclass(frozen=True)
class UW(Method):
    """Weigh each task by its learned certainty: a task with a large loss counts less.

        g̃ₖ = wₖ gₖ,  wₖ = exp(−sₖ) / 2
        sₖ ← sₖ + Adam step of rate lr along  wₖ Lₖ − ½

    which descends Σₖ (exp(−sₖ) Lₖ + sₖ) / 2 in the parameters and in sₖ = log σₖ², from sₖ = 0.
    At rest exp(sₖ) = Lₖ, so the losses must be above zero: their lower bounds are subtracted
    first. |sₖ| is kept at most 80.

    Source: Kendall, Gal and Cipolla 2018, arXiv:1705.07115. The plain step of the source for s
    is replaced by its own Adam (β₁ 0.9, β₂ 0.999), whatever the outer optimiser is.
    """

    lr: Number = param(
        0.025, 1e-5, 1.0, "Learning rate of s", "How fast the task weights are learned.", log=True
    )

    key = "uw"
    title = "UW"
    paper = "Kendall, Gal and Cipolla 2018, arXiv:1705.07115"
    diagnostics = ("weights",)
    own_length = "its task weights start at ½, as in the published loss."

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

    def init(self, grads: Grads) -> UWState:
        zeros = torch.zeros_like(grads[:, :, 0])
        return UWState(zeros, zeros, zeros, 0, zeros)

    def operate(
        self, grads: Grads, losses: Losses, state: State, draws: Draws
    ) -> tuple[Grads, State]:
        weights = torch.exp(-state.log_variance) * 0.5
        slope = weights * losses - 0.5
        t = state.t + 1
        first = torch.lerp(state.first, slope, 1 - BETA1)
        second = torch.lerp(state.second, slope.square(), 1 - BETA2)
        scale = (second / (1 - BETA2**t)).sqrt() + EPS
        step = first * (lanes(self.lr, first) / (1 - BETA1**t)) / scale
        log_variance = (state.log_variance + step).clamp(-MOST, MOST)
        return weights.unsqueeze(-1) * grads, UWState(log_variance, first, second, t, weights)
