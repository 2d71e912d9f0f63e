"""UPGrad: project each gradient onto the directions that raise no loss, then add them up."""

from dataclasses import dataclass

import torch

from samgs_core.card import Card
from samgs_core.convex import above
from samgs_core.geometry import gram, norms, scaled, tiny
from samgs_core.method import Claim, Family, Method
from samgs_core.shapes import Draws, Grads, Losses, State


@dataclass(frozen=True)
class UPGrad(Method):
    """Replace each gradient by the nearest vector that raises no loss.

        g̃ₖ = argmin ‖v − gₖ‖  over all v with v·gⱼ ≥ 0 for every task j

    For two tasks g̃ₖ = gₖ − min(0, gₖ·eⱼ) eⱼ with j the other task and eⱼ = gⱼ / ‖gⱼ‖: the same as
    PCGrad. For more tasks the projections are found by an interior-point method with a fixed
    number of steps.

    The source averages the projections; here they are added, so that gradients without conflict
    give their sum. Source: Quinton and Rey 2024, arXiv:2406.16232.
    """

    key = "upgrad"
    title = "UPGrad"
    paper = "Quinton and Rey 2024, arXiv:2406.16232"
    family = Family.PROJECTION
    card = Card(
        idea="Move each gradient to the nearest vector that raises no loss at all, and add up the "
        "results. For two tasks it is PCGrad; for more it keeps what PCGrad then loses.",
        equation=r"\tilde g_k = \operatorname*{arg\,min}_{v:\; v \cdot g_j \ge 0\ \forall j} "
        r"\lVert v - g_k \rVert",
        two_tasks=r"d = \Bigl(1 - \tfrac{\min(0,\, g_1 \cdot g_2)}{\lVert g_1\rVert^2}\Bigr) g_1 + "
        r"\Bigl(1 - \tfrac{\min(0,\, g_1 \cdot g_2)}{\lVert g_2\rVert^2}\Bigr) g_2",
        solve="none",
        solve_more="T quadratic programmes of T numbers",
        disagreements=(
            "TorchJD and LibMTL take the mean of the projections; here they are added.",
            "TorchJD and LibMTL add 10⁻⁴ to the diagonal of the normalised inner products, so that "
            "their result may conflict a little; here the projection is exact.",
        ),
    )

    def claims(self, n_tasks: int = 2) -> frozenset[Claim]:
        return frozenset(Claim) - {Claim.SCALE_INVARIANT}

    def operate(
        self, grads: Grads, losses: Losses, state: State, draws: Draws
    ) -> tuple[Grads, State]:
        n_lanes, n_tasks, _ = grads.shape
        unit = grads / norms(grads).clamp_min(tiny(grads))
        if n_tasks == 2:
            other = unit.flip(1)
            against = (grads * other).sum(-1, keepdim=True).clamp_max(0.0)
            return torch.addcmul(grads, against, other, value=-1), state
        length = norms(scaled(grads))
        least = torch.diag_embed(length.squeeze(-1))  # row k: gₖ in terms of the unit gradients
        cosines = gram(unit).repeat_interleave(n_tasks, dim=0)
        parts = above(least.reshape(-1, n_tasks), cosines).reshape(n_lanes, n_tasks, n_tasks)
        largest = torch.linalg.vector_norm(grads, ord=torch.inf, dim=(1, 2), keepdim=True)
        return largest * (parts @ unit), state
