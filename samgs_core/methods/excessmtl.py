"""ExcessMTL: weigh up the tasks that are still far from what they could reach."""

from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor

from samgs_core.card import Card, Published
from samgs_core.diagnostics import TaskWeights
from samgs_core.geometry import tiny
from samgs_core.method import Claim, Family, Method
from samgs_core.params import Number, lanes, param
from samgs_core.shapes import Draws, Grads, Losses, State

EPS, MOST = 1e-7, 1e12


class ExcessMTLState(NamedTuple):
    """Sums of squares, the first risks and the logarithms of the weights."""

    squares: Tensor  # [B, T, D] S
    first: Tensor | None  # [B, T] excess risk of the first step
    logits: Tensor  # [B, T]
    weights: Tensor  # [B, T], with sum T


@dataclass(frozen=True)
class ExcessMTL(Method):
    """Estimate how far each task is from its best, and weigh up who is far.

        Sₖ ← Sₖ + gₖ²,   rₖ = Σ_p gₖₚ² / √(Sₖₚ + 10⁻⁷)
        wₖ ← wₖ exp(η rₖ / rₖ(first step)),  then scaled to Σₖ wₖ = T;  not in the first step
        g̃ₖ = wₖ gₖ

    A task whose first risk is 0 counts as unchanged, with the ratio 1; a ratio is at most 10¹².

    Source: He, Zhou, Zhang, Yang and Zhao 2024, ICML, arXiv:2402.02009, as in its published code.
    """

    eta: Number = param(
        0.01, 1e-4, 10.0, "Step η of the weights", "How fast the weights move.", log=True
    )

    key = "excessmtl"
    title = "ExcessMTL"
    paper = "He et al. 2024, ICML, arXiv:2402.02009"
    family = Family.BALANCING
    diagnostics = (TaskWeights(),)
    card = Card(
        idea="Estimate the excess risk of every task, its distance from the best it could reach, "
        "from its gradients as AdaGrad would scale them. Tasks with much excess risk get more "
        "weight.",
        equation=r"w_k \leftarrow w_k\, e^{\eta\, r_k / r_k(1)},\quad "
        r"r_k = \sum_p \frac{g_{kp}^2}{\sqrt{S_{kp} + 10^{-7}}},\quad S_k = \sum_t g_k^2,\qquad "
        r"\tilde g_k = w_k g_k",
        two_tasks=r"\frac{w_1}{w_2} = \exp\Bigl(\eta \sum_t \Bigl(\frac{r_1(t)}{r_1(1)} - "
        r"\frac{r_2(t)}{r_2(1)}\Bigr)\Bigr),\quad w_1 + w_2 = 2",
        solve="none",
        published=(
            Published("eta", "0.01", "LibMTL"),
            Published("eta", "1", "TorchJD"),
        ),
        disagreements=(
            "In its first step TorchJD already weighs, by the risks themselves; the published "
            "code and LibMTL, like this one, only store them.",
            "The weights add up to 1 in TorchJD and to T in LibMTL and here.",
        ),
    )

    def claims(self, n_tasks: int = 2) -> frozenset[Claim]:
        return frozenset(
            {Claim.PERMUTATION_INVARIANT, Claim.STRONGLY_STATIONARY, Claim.DETERMINISTIC}
        )

    def init(self, grads: Grads) -> ExcessMTLState:
        zeros = torch.zeros_like(grads[:, :, 0])
        return ExcessMTLState(torch.zeros_like(grads), None, zeros, zeros + 1)

    def operate(
        self, grads: Grads, losses: Losses, state: State, draws: Draws
    ) -> tuple[Grads, State]:
        squares = state.squares + grads.square()
        risk = (grads.square() / (squares + EPS).sqrt()).sum(-1)
        _, first, logits, weights = state
        if first is None:
            first = risk
        else:
            least = tiny(risk)
            ratio = torch.where(first > least, risk / first.clamp_min(least), 1.0)
            step = lanes(self.eta, ratio) * ratio.clamp_max(MOST)
            logits = logits + step
            logits = logits - logits.amax(1, keepdim=True)
            weights = logits.softmax(1) * float(grads.shape[1])
        state = ExcessMTLState(squares, first, logits, weights)
        return weights.unsqueeze(-1) * grads, state
