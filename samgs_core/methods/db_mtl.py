"""DB-MTL: gradients of the logarithms of the losses, smoothed, all as long as the longest."""

from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor

from samgs_core.card import Card, Published
from samgs_core.geometry import infinite_if_zero, norms, scaled
from samgs_core.method import Claim, Family, Method
from samgs_core.params import Number, lanes, param
from samgs_core.shapes import Draws, Grads, Losses, State

LEAST = 1e-8


class DBMTLState(NamedTuple):
    """The smoothed gradients of the logarithms."""

    buffer: Tensor  # [B, T, D]
    t: int


@dataclass(frozen=True)
class DBMTL(Method):
    """Balance twice: the losses by their logarithms, the gradients by the longest among them.

        bₖ ← ĝₖ + (β / tˢ) (bₖ − ĝₖ),   ĝₖ = gₖ / Lₖ,  the gradient of log Lₖ;  from bₖ = 0
        g̃ₖ = (maxⱼ ‖bⱼ‖ / ‖bₖ‖) bₖ

    The losses must be above zero: their lower bounds are subtracted first. A loss below 10⁻⁸
    counts as 10⁻⁸; a zero bₖ has the unit vector 0.

    Source: Lin, Jiang, Ye, Zhang, Chen, Chen, Liu and Kwok 2023, arXiv:2308.12029.
    """

    beta: Number = param(0.9, 0.0, 0.9999, "Memory β", "Memory of the smoothed gradients.")
    sigma: Number = param(
        0.0, 0.0, 2.0, "Decay s of the memory", "The memory fades as 1 / tˢ.", step=0.05
    )

    key = "db-mtl"
    title = "DB-MTL"
    paper = "Lin, Jiang, Ye, Zhang, Chen, Chen, Liu and Kwok 2023, arXiv:2308.12029"
    family = Family.BALANCING
    own_length = (
        "every operated gradient is as long as the longest smoothed gradient of a log loss."
    )
    card = Card(
        idea="Take the gradients of the logarithms of the losses, smooth them over time, and "
        "stretch all of them to the longest. SAM-GS, where it equalises, takes the mean length "
        "instead.",
        equation=r"b_k \leftarrow \hat g_k + \tfrac{\beta}{t^s} (b_k - \hat g_k),\quad "
        r"\hat g_k = \frac{g_k}{L_k},\qquad "
        r"\tilde g_k = \frac{\max_j \lVert b_j\rVert}{\lVert b_k\rVert}\, b_k",
        two_tasks=r"d = \max(\lVert b_1\rVert, \lVert b_2\rVert)\Bigl(\frac{b_1}{\lVert "
        r"b_1\rVert} + \frac{b_2}{\lVert b_2\rVert}\Bigr)",
        solve="none",
        published=(
            Published("beta", "0.9", "LibMTL"),
            Published("sigma", "0", "LibMTL"),
        ),
        disagreements=(
            "LibMTL adds 10⁻⁸ to the loss and to the length; here they are kept from falling "
            "below it.",
            "With negative losses the logarithm is undefined; here the lower bounds are "
            "subtracted first.",
        ),
    )

    def claims(self, n_tasks: int = 2) -> frozenset[Claim]:
        return frozenset(
            {
                Claim.PERMUTATION_INVARIANT,
                Claim.SCALE_INVARIANT,
                Claim.ROTATION_EQUIVARIANT,
                Claim.DETERMINISTIC,
            }
        )

    def needs_positive_losses(self) -> bool:
        return True

    def init(self, grads: Grads) -> DBMTLState:
        return DBMTLState(torch.zeros_like(grads), 0)

    def operate(
        self, grads: Grads, losses: Losses, state: State, draws: Draws
    ) -> tuple[Grads, State]:
        t = state.t + 1
        of_logs = grads / losses.clamp_min(LEAST).unsqueeze(-1)
        memory = lanes(self.beta, grads) / t ** lanes(self.sigma, grads)
        buffer = torch.lerp(of_logs, state.buffer, memory)
        largest = torch.linalg.vector_norm(buffer, ord=torch.inf, dim=(1, 2), keepdim=True)
        part = scaled(buffer)
        length = norms(part)
        longest = length.amax(1, keepdim=True)
        return largest * (longest / infinite_if_zero(length)) * part, DBMTLState(buffer, t)
