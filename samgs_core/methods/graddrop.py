"""GradDrop: in every coordinate keep one sign, drawn by how much the tasks agree on it."""

from dataclasses import dataclass

import torch

from samgs_core.card import Card, Published
from samgs_core.geometry import scaled, tiny
from samgs_core.method import Claim, Family, Method
from samgs_core.params import Number, lanes, param
from samgs_core.shapes import Draws, Grads, Losses, State


@dataclass(frozen=True)
class GradDrop(Method):
    """In every coordinate p draw a sign and drop the entries of the other sign.

        Pₚ = ½ (1 + Σₖ gₖₚ / Σₖ |gₖₚ|),   uₚ ~ U[0, 1)
        g̃ₖₚ = gₖₚ if gₖₚ has the kept sign (+ if Pₚ > uₚ, else −), and leak · gₖₚ if not

    On average over the draws the merged gradient is the sum of the gradients, where leak is 0. A
    coordinate in which all gradients are 0 stays 0.

    Source: Chen, Ngiam, Huang, Luong, Kretzschmar, Chai and Anguelov 2020, NeurIPS,
    arXiv:2010.06808, at the level of the parameters. The source masks the gradients of a shared
    representation, which a toy has not got.
    """

    leak: Number = param(0.0, 0.0, 1.0, "Leak", "Share of a dropped entry that stays.")

    key = "graddrop"
    title = "GradDrop"
    paper = "Chen et al. 2020, NeurIPS, arXiv:2010.06808"
    family = Family.PROJECTION
    card = Card(
        idea="In every coordinate the tasks vote on the sign, and the entries of the losing sign "
        "are dropped. The vote is drawn at random, with a chance that grows with their agreement.",
        equation=r"P_p = \tfrac12\Bigl(1 + \frac{\sum_k g_{kp}}{\sum_k |g_{kp}|}\Bigr),\qquad "
        r"\tilde g_{kp} = g_{kp}\,\bigl[\,\operatorname{sign} g_{kp} = \operatorname{sign}(P_p - "
        r"u_p)\,\bigr],\quad u_p \sim U[0, 1)",
        two_tasks=r"\text{signs alike: } d_p = g_{1p} + g_{2p};\quad \text{else } d_p = g_{kp}"
        r"\text{ with chance } \frac{|g_{kp}|}{|g_{1p}| + |g_{2p}|}",
        solve="none",
        published=(
            Published("leak", "0", "LibMTL, TorchJD and the paper"),
            Published("leak", "0.5", "SamsungLabs/MTL"),
        ),
        disagreements=(
            "The paper, LibMTL and SamsungLabs/MTL mask a shared representation and multiply by "
            "its sign; the repositories of FAMO and SAM-GS and TorchJD, like this one, mask "
            "parameters.",
            "The repositories of FAMO and SAM-GS multiply the mean by T, which is the sum, and "
            "clip to norm 1.",
        ),
    )

    def claims(self, n_tasks: int = 2) -> frozenset[Claim]:
        claims = frozenset({Claim.PERMUTATION_INVARIANT, Claim.STATELESS})
        leaks = torch.as_tensor(self.leak)
        if bool((leaks == 0).all()):
            return claims | {Claim.STRONGLY_STATIONARY}
        return claims | {Claim.LINEAR_UNDER_SCALING} if bool((leaks == 1).all()) else claims

    def n_draws(self, n_tasks: int, dim: int) -> int:
        return dim

    def operate(
        self, grads: Grads, losses: Losses, state: State, draws: Draws
    ) -> tuple[Grads, State]:
        part = scaled(grads)
        size = part.abs().sum(1, keepdim=True).clamp_min(tiny(grads))
        purity = (part.sum(1, keepdim=True) / size + 1) / 2
        is_kept = torch.where(purity > draws, grads > 0, grads < 0)
        return torch.where(is_kept, grads, lanes(self.leak, grads) * grads), state
