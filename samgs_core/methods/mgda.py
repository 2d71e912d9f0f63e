"""MGDA: the shortest vector among all weighted means of the gradients."""

from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor

from samgs_core.geometry import dot, gram, interior_point, scaled, tiny
from samgs_core.method import Claim, Method
from samgs_core.shapes import Draws, Grads, Losses, State


class MGDAState(NamedTuple):
    """What the last step looked like."""

    weights: Tensor  # [B, T], with sum T


@dataclass(frozen=True)
class MGDA(Method):
    """Descend along the shortest weighted mean of the gradients, which raises no loss.

        g̃ₖ = T wₖ gₖ,   w = argmin ‖Σₖ wₖ gₖ‖  over wₖ ≥ 0, Σₖ wₖ = 1

    For two tasks wₖ = clip(gⱼ·(gⱼ − gₖ) / ‖gₖ − gⱼ‖², 0, 1) with j the other task. For more tasks
    w is found by an interior-point method with a fixed number of steps.

    The source's weights add up to 1; here they are multiplied by T, so that equal gradients give
    the same as their sum. The result is 0 just where the point is Pareto-stationary, hence
    also where a single gradient is zero. Equal gradients have equal weights.

    Source: Désidéri 2012, Comptes Rendus Mathématique 350, pp. 313–318; for multi-task learning
    Sener and Koltun 2018, arXiv:1810.04650. The gradients are not normalised.
    """

    key = "mgda"
    title = "MGDA"
    paper = "Désidéri 2012; Sener and Koltun 2018, arXiv:1810.04650"
    diagnostics = ("weights",)

    def claims(self, n_tasks: int = 2) -> frozenset[Claim]:
        return frozenset(Claim) - {
            Claim.LINEAR_UNDER_SCALING,
            Claim.SCALE_INVARIANT,
            Claim.STRONGLY_STATIONARY,
        }

    def init(self, grads: Grads) -> MGDAState:
        return MGDAState(torch.ones_like(grads[:, :, 0]))

    def operate(
        self, grads: Grads, losses: Losses, state: State, draws: Draws
    ) -> tuple[Grads, State]:
        n_tasks = grads.shape[1]
        shares = _of_two(scaled(grads)) if n_tasks == 2 else _of_many(scaled(grads))
        weights = shares * float(n_tasks)
        return weights * grads, MGDAState(weights.squeeze(-1))


def _of_two(grads: Grads) -> Tensor:
    """The weights [B, 2, 1] in closed form; ½ for equal gradients."""
    other = grads.flip(1)
    apart = other - grads
    least = tiny(grads)
    return ((dot(other, apart) + least / 2) / (dot(apart, apart) + least)).clamp(0.0, 1.0)


def _of_many(grads: Grads) -> Tensor:
    """The weights [B, T, 1] by an interior-point method."""
    products = gram(grads)
    ones = torch.ones_like(grads[:, :, 0])

    def derivatives(weights: Tensor) -> tuple[Tensor, Tensor]:
        return (products @ weights.unsqueeze(-1)).squeeze(-1), products

    return interior_point(derivatives, ones / ones.shape[1], ones, 1e-30).unsqueeze(-1)
