"""GLS: descend the geometric mean of the losses."""

from dataclasses import dataclass

from torch import Tensor

from samgs_core.card import Card
from samgs_core.method import Claim, Family, Weighting
from samgs_core.shapes import Draws, Grads, Losses

LEAST = 1e-8


@dataclass(frozen=True)
class GLS(Weighting):
    """Descend the geometric mean of the losses, which a single small loss makes small.

        g̃ₖ = (L̄ / Lₖ) gₖ,   L̄ = (L₁ L₂ … L_T)^(1/T)

    The losses must be above zero: their lower bounds are subtracted first. A loss below 10⁻⁸
    counts as 10⁻⁸. The gradient of the source's loss L̄ is 1/T of this; here it is multiplied by
    T, so that equal losses give the sum of the gradients.

    Source: Chennupati, Sistu, Yogamani and Rawashdeh 2019, CVPR workshops, arXiv:1904.08492.
    """

    key = "gls"
    title = "GLS"
    paper = "Chennupati, Sistu, Yogamani and Rawashdeh 2019, arXiv:1904.08492"
    family = Family.LOSS_WEIGHTING
    weighs_losses = True
    card = Card(
        idea="Descend the geometric mean of the losses instead of their sum. Relative gains count "
        "then: halving a small loss is worth as much as halving a large one.",
        equation=r"\tilde g_k = \frac{\overline{L}}{L_k}\, g_k,\qquad \overline{L} = \Bigl(\prod_j "
        r"L_j\Bigr)^{1/T}",
        two_tasks=r"d = \sqrt{L_2 / L_1}\; g_1 + \sqrt{L_1 / L_2}\; g_2",
        solve="none",
        disagreements=(
            "With two negative losses the product is positive and the gradient climbs; TorchJD "
            "refuses negative losses. Here the lower bounds are subtracted first.",
            "Published as the mean itself, 1/T of the length here.",
        ),
    )

    def claims(self, n_tasks: int = 2) -> frozenset[Claim]:
        return frozenset(
            {
                Claim.PERMUTATION_INVARIANT,
                Claim.ROTATION_EQUIVARIANT,
                Claim.STRONGLY_STATIONARY,
                Claim.DETERMINISTIC,
                Claim.STATELESS,
            }
        )

    def needs_positive_losses(self) -> bool:
        return True

    def weigh(self, grads: Grads, losses: Losses, draws: Draws) -> Tensor:
        logs = losses.clamp_min(LEAST).log()
        return (logs.mean(1, keepdim=True) - logs).exp().unsqueeze(-1)
