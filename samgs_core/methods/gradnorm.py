"""GradNorm: learn weights that give every task a gradient length in keeping with its progress."""

from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor

from samgs_core.card import Card, Published
from samgs_core.diagnostics import TaskWeights
from samgs_core.geometry import norms
from samgs_core.learned import Learned, descend, untrained
from samgs_core.method import Claim, Family, Method
from samgs_core.params import Number, lanes, param
from samgs_core.shapes import Draws, Grads, Losses, State

LEAST = 1e-8


class GradNormState(NamedTuple):
    """The learned logits of the weights, and the first losses."""

    logits: Learned  # [B, T]
    first: Tensor | None  # [B, T] losses of the first step
    weights: Tensor  # [B, T], with sum T, of the last step


@dataclass(frozen=True)
class GradNorm(Method):
    """Learn weights under which the slower tasks have the longer gradients.

        g̃ₖ = wₖ gₖ,   w = T softmax(ξ)
        ξ ← ξ − Adam step of rate lr along the gradient of  Σₖ |wₖ ‖gₖ‖ − tₖ|  in ξ, tₖ held fixed
        tₖ = n̄ (rₖ / r̄)^α,   n̄ = mean of wⱼ ‖gⱼ‖,   rₖ = Lₖ / Lₖ(first step),  r̄ their mean

    The losses must be above zero: their lower bounds are subtracted first. A loss below 10⁻⁸
    counts as 10⁻⁸.

    Source: Chen, Badrinarayanan, Lee and Rabinovich 2018, ICML, arXiv:1711.02257. The source steps
    in w and scales it back to the sum T; the softmax, as in LibMTL, keeps w above 0 as well. The
    outer optimiser's step is replaced by an Adam of its own.
    """

    alpha: Number = param(
        1.5, 0.0, 5.0, "Asymmetry α", "How strongly a slow task is pushed; 0 equalises the lengths."
    )
    lr: Number = param(
        0.025, 1e-5, 1.0, "Learning rate of w", "How fast the weights are learned.", log=True
    )

    key = "gradnorm"
    title = "GradNorm"
    paper = "Chen, Badrinarayanan, Lee and Rabinovich 2018, ICML, arXiv:1711.02257"
    family = Family.BALANCING
    diagnostics = (TaskWeights(),)
    card = Card(
        idea="Learn weights that make the weighted gradients equally long. A task whose loss has "
        "fallen less since the start gets a longer one.",
        equation=r"\tilde g_k = w_k g_k,\qquad \min_w \sum_k \bigl|\, w_k \lVert g_k\rVert - "
        r"\overline{n}\, (r_k / \overline{r})^\alpha \bigr|,\quad r_k = L_k / L_k(0)",
        two_tasks=r"w_1 \lVert g_1\rVert : w_2 \lVert g_2\rVert = r_1^\alpha : r_2^\alpha"
        r"\quad\text{at rest, with } w_1 + w_2 = 2",
        solve="one Adam step on T numbers",
        published=(
            Published("alpha", "1.5 or 0.12", "the paper, by data set (not checked again)"),
            Published("alpha", "1.5", "LibMTL"),
            Published("alpha", "2", "SamsungLabs/MTL"),
            Published("lr", "0.025", "the paper (not checked again)"),
        ),
        disagreements=(
            "LibMTL takes the first epoch's mean for L(0) and does not weigh in it; "
            "SamsungLabs/MTL and this one take the first step.",
            "LibMTL has w = T softmax(s), as here; SamsungLabs/MTL divides w by its sum.",
            "With negative losses the power is undefined; here the lower bounds are subtracted "
            "first.",
        ),
    )

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

    def init(self, grads: Grads) -> GradNormState:
        start = untrained(grads)
        return GradNormState(start, None, start.value + 1)

    def operate(
        self, grads: Grads, losses: Losses, state: State, draws: Draws
    ) -> tuple[Grads, State]:
        losses = losses.clamp_min(LEAST)
        first = losses if state.first is None else state.first
        shares = state.logits.value.softmax(1)
        weights = shares * float(grads.shape[1])
        length = norms(grads).squeeze(-1)
        slope = weights * self._excess(weights * length, losses / first).sign() * length
        slope = slope - shares * slope.sum(1, keepdim=True)
        most = torch.finfo(slope.dtype).max ** 0.5  # its square is still finite
        logits = descend(state.logits, slope.clamp(-most, most), self.lr)
        return weights.unsqueeze(-1) * grads, GradNormState(logits, first, weights)

    def _excess(self, lengths: Tensor, ratio: Tensor) -> Tensor:
        """How much longer each weighted gradient is than its target, [B, T]."""
        rate = ratio / ratio.mean(1, keepdim=True)
        return lengths - lengths.mean(1, keepdim=True) * torch.pow(rate, lanes(self.alpha, rate))
