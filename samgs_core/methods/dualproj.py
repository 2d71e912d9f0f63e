"""DualProj: project the sum of the gradients onto the directions that raise no loss."""

from dataclasses import dataclass

import torch

from samgs_core.card import Card
from samgs_core.convex import above
from samgs_core.geometry import gram, norms, scaled, tiny
from samgs_core.method import Claim, Family, Method
from samgs_core.shapes import Draws, Grads, Losses, State


@dataclass(frozen=True)
class DualProj(Method):
    """Move the sum of the gradients to the nearest vector that raises no loss.

        d = argmin ‖v − Σₖ gₖ‖  over all v with v·gⱼ ≥ 0 for every task j
        g̃ₖ = wₖ gₖ  with  d = Σₖ wₖ gₖ,  wₖ ≥ 1

    For two tasks wₖ = max(1, −gₖ·gⱼ / ‖gₖ‖²) with j the other task. For more tasks w is found by an
    interior-point method with a fixed number of steps.

    Source: the projection of Lopez-Paz and Ranzato 2017, arXiv:1706.08840 (GEM), on the sum of the
    gradients, as in Quinton and Rey 2024, arXiv:2406.16232, who take their mean.
    """

    key = "dualproj"
    title = "DualProj"
    paper = "Lopez-Paz and Ranzato 2017, arXiv:1706.08840"
    family = Family.PROJECTION
    card = Card(
        idea="Move the sum of the gradients to the nearest vector that raises no loss. Where the "
        "sum raises none, nothing changes, even if the gradients are in conflict.",
        equation=r"d = \operatorname*{arg\,min}_{v:\; v \cdot g_j \ge 0\ \forall j} "
        r"\Bigl\lVert v - \sum_k g_k \Bigr\rVert",
        two_tasks=r"d = \max\Bigl(1, -\tfrac{g_1 \cdot g_2}{\lVert g_1\rVert^2}\Bigr) g_1 + "
        r"\max\Bigl(1, -\tfrac{g_1 \cdot g_2}{\lVert g_2\rVert^2}\Bigr) g_2",
        solve="none",
        solve_more="one quadratic programme of T numbers",
        disagreements=(
            "TorchJD projects the mean of the gradients; here it is their sum.",
            "TorchJD adds 10⁻⁴ to the diagonal of the normalised inner products; here the "
            "projection is exact.",
        ),
    )

    def claims(self, n_tasks: int = 2) -> frozenset[Claim]:
        return frozenset(Claim) - {Claim.SCALE_INVARIANT, Claim.LINEAR_UNDER_SCALING}

    def operate(
        self, grads: Grads, losses: Losses, state: State, draws: Draws
    ) -> tuple[Grads, State]:
        length = norms(grads)
        unit = grads / length.clamp_min(tiny(grads))
        if grads.shape[1] == 2:
            along = -(unit * grads.flip(1)).sum(-1, keepdim=True)
            return torch.maximum(length, along) * unit, state
        largest = torch.linalg.vector_norm(grads, ord=torch.inf, dim=(1, 2), keepdim=True)
        part = above(norms(scaled(grads)).squeeze(-1), gram(unit)).unsqueeze(-1)
        return largest * part * unit, state
