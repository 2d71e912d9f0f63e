"""Linear scalarisation: descend a fixed weighted sum of the losses."""

from dataclasses import dataclass

import torch

from samgs_core.card import Card, Published
from samgs_core.method import Claim, Family, Method
from samgs_core.params import Number, lanes, param
from samgs_core.shapes import Draws, Grads, Losses, State


@dataclass(frozen=True)
class LS(Method):
    """Multiply every task gradient by a fixed weight; the merged gradient is their sum.

        g̃₁ = w₁ g₁,   g̃ₖ = w₂ gₖ for every other task k

    With both weights 1 this is the plain sum, also called equal weighting, in whose convention all
    methods are compared. With w₂ = 0 task 1 is learned alone (single-task learning), with w₁ = 0
    the others without it.
    """

    w1: Number = param(1.0, 0.0, 10.0, "Weight w₁", "Weight of task 1; 0 leaves it out.", step=0.05)
    w2: Number = param(
        1.0, 0.0, 10.0, "Weight w₂", "Weight of every other task; 0 learns task 1 alone.", step=0.05
    )

    key = "ls"
    title = "LS (sum)"
    paper = "Baseline; also known as linear scalarisation or equal weighting."
    family = Family.LOSS_WEIGHTING
    weighs_losses = True
    card = Card(
        idea="Descend the sum of the losses, which is what training does if nobody interferes. "
        "With one weight at 0 it is single-task learning.",
        equation=r"\tilde g_k = w_k\, g_k",
        two_tasks=r"d = w_1 g_1 + w_2 g_2",
        solve="none",
        published=(
            Published(
                "w1", "1", "LS in the repositories of Nash-MTL, FAMO and SAM-GS; EW in LibMTL"
            ),
            Published("w1", "1/T", "Mean in TorchJD; the toy of CAGrad"),
        ),
        disagreements=(
            "Sum or mean: with Adam and without clipping the factor 1/T changes almost nothing, "
            "with SGD or clipping it does.",
            "LibMTL's documentation of EW says 1/T; its code sums.",
        ),
    )

    def claims(self, n_tasks: int = 2) -> frozenset[Claim]:
        claims = frozenset(Claim) - {Claim.NON_CONFLICTING, Claim.SCALE_INVARIANT}
        w1, w2 = torch.as_tensor(self.w1), torch.as_tensor(self.w2)
        if bool((w1 != w2).any()):
            claims -= {Claim.PERMUTATION_INVARIANT}
        if bool((w1 * w2 == 0).any()):
            claims -= {Claim.STRONGLY_STATIONARY}
        return claims

    def operate(
        self, grads: Grads, losses: Losses, state: State, draws: Draws
    ) -> tuple[Grads, State]:
        if self._is_plain_sum():
            return grads, state
        first, others = lanes(self.w1, grads), lanes(self.w2, grads)
        return torch.cat((first * grads[:, :1], others * grads[:, 1:]), dim=1), state

    def _is_plain_sum(self) -> bool:
        varies = isinstance(self.w1, torch.Tensor) or isinstance(self.w2, torch.Tensor)
        return not varies and bool(self.w1 == self.w2 == 1)
