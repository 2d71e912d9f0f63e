"""MoCo: MGDA's weights learned slowly, on gradients that are tracked over time."""

from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor

from samgs_core.card import Card, Published
from samgs_core.diagnostics import TaskWeights
from samgs_core.geometry import infinite_if_zero, norms
from samgs_core.method import Claim, Family, Method
from samgs_core.params import Number, choice, lanes, param
from samgs_core.shapes import Draws, Grads, Losses, State


class MoCoState(NamedTuple):
    """Tracked gradients and the weights."""

    tracked: Tensor  # [B, T, D] y
    shares: Tensor  # [B, T] λ, with sum 1
    t: int
    weights: Tensor  # [B, T], with sum T


@dataclass(frozen=True)
class MoCo(Method):
    """Follow each gradient with a running mean, and the weights of MGDA with small steps.

        yₖ ← yₖ − (β / √t) (yₖ − ĝₖ),   from yₖ = 0
        λ  ← softmax(λ − (γ / √t) (Y Yᵀ + ρ I) λ),   from λₖ = 1/T
        g̃ₖ = T λₖ yₖ

    with ĝₖ the gradient in the chosen normalisation: Lₖ gₖ / ‖gₖ‖ (*loss*), gₖ / ‖gₖ‖ (*unit*) or
    gₖ (*none*). With *loss* the losses must be above zero: their lower bounds are subtracted first.
    A zero gradient has the unit vector 0. The source's weights add up to 1; here they are
    multiplied by T.

    Source: Fernando, Shen, Liu, Chaudhury, Murugesan and Chen 2023, ICLR, arXiv:2210.12624, with
    the softmax and the rates of LibMTL in place of a projection.
    """

    beta: Number = param(0.5, 0.0, 1.0, "Tracking rate β", "Share of the new gradient.")
    gamma: Number = param(
        0.1, 0.0, 100.0, "Rate γ of the weights", "How fast the weights move.", step=0.1
    )
    rho: Number = param(0.0, 0.0, 10.0, "Regularisation ρ", "Pulls the weights together.")
    normalization: str = choice(
        "loss", ("loss", "unit", "none"), "Normalisation", "How gradients are scaled beforehand."
    )

    key = "moco"
    title = "MoCo"
    paper = "Fernando et al. 2023, ICLR, arXiv:2210.12624"
    family = Family.MULTI_OBJECTIVE
    diagnostics = (TaskWeights(),)
    own_length = "it descends tracked gradients, which take time to reach their length."
    card = Card(
        idea="Made for noisy gradients: follow each of them with a running mean and move the "
        "weights towards those of MGDA in small steps. Noise then no longer biases the common "
        "direction.",
        equation=r"y_k \leftarrow y_k - \tfrac{\beta}{\sqrt t} (y_k - \hat g_k),\quad "
        r"\lambda \leftarrow \operatorname{softmax}\bigl(\lambda - \tfrac{\gamma}{\sqrt t} "
        r"(Y Y^{\mathsf T} + \rho I) \lambda\bigr),\qquad \tilde g_k = T \lambda_k y_k",
        two_tasks=r"d = 2\,\bigl(\lambda_1 y_1 + (1 - \lambda_1)\, y_2\bigr),\quad "
        r"\lambda_1 = \frac{1}{1 + e^{-(m_1 - m_2)}},\; m = \lambda - \tfrac{\gamma}{\sqrt t}"
        r"(Y Y^{\mathsf T} + \rho I) \lambda",
        solve="one T × T product",
        published=(
            Published("beta", "0.5", "LibMTL"),
            Published("gamma", "0.1", "LibMTL"),
            Published("rho", "0", "LibMTL"),
            Published("normalization", "loss", "LibMTL"),
        ),
        disagreements=(
            "A softmax of weights between 0 and 1 stays near equal weights while γ is small; the "
            "paper projects onto the simplex instead.",
            "In LibMTL's normalisation a negative loss turns its gradient round; here the lower "
            "bound is subtracted first, or choose unit or none.",
        ),
    )

    def claims(self, n_tasks: int = 2) -> frozenset[Claim]:
        return frozenset(
            {Claim.PERMUTATION_INVARIANT, Claim.ROTATION_EQUIVARIANT, Claim.DETERMINISTIC}
        )

    def needs_positive_losses(self) -> bool:
        return self.normalization == "loss"

    def init(self, grads: Grads) -> MoCoState:
        ones = torch.ones_like(grads[:, :, 0])
        return MoCoState(torch.zeros_like(grads), ones / grads.shape[1], 0, ones)

    def operate(
        self, grads: Grads, losses: Losses, state: State, draws: Draws
    ) -> tuple[Grads, State]:
        t = state.t + 1
        pace = t**-0.5
        gamma, rho = lanes(self.gamma, state.shares), lanes(self.rho, state.shares)
        share = lanes(self.beta, grads) * pace
        tracked = torch.lerp(state.tracked, self._normalized(grads, losses), share)
        merged = (state.shares.unsqueeze(-1) * tracked).sum(1, keepdim=True)
        pull = (tracked * merged).sum(-1) + rho * state.shares
        shares = (state.shares - gamma * pace * pull).softmax(1)
        weights = shares * float(grads.shape[1])
        return weights.unsqueeze(-1) * tracked, MoCoState(tracked, shares, t, weights)

    def _normalized(self, grads: Grads, losses: Losses) -> Grads:
        if self.normalization == "none":
            return grads
        unit = grads / infinite_if_zero(norms(grads))
        return unit if self.normalization == "unit" else losses.unsqueeze(-1) * unit
