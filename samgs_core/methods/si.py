"""SI: descend the sum of the logarithms of the losses."""

from dataclasses import dataclass

from torch import Tensor

from samgs_core.card import Card
from samgs_core.method import Claim, Family, Weighting
from samgs_core.shapes import Draws, Grads, Losses

LEAST = 1e-8


@dataclass(frozen=True)
class SI(Weighting):
    """Divide each gradient by its loss: the units in which a loss is measured do not matter.

        g̃ₖ = gₖ / Lₖ,   the gradient of log Lₖ

    The losses must be above zero: their lower bounds are subtracted first. A loss below 10⁻⁸
    counts as 10⁻⁸.

    Source: the scale-invariant baseline of Navon, Shamsian, Achituve, Maron, Kawaguchi, Chechik
    and Fetaya 2022, arXiv:2202.01017.
    """

    key = "si"
    title = "SI"
    paper = "Baseline in Navon et al. 2022, arXiv:2202.01017"
    family = Family.LOSS_WEIGHTING
    weighs_losses = True
    own_length = "its weights are one over the losses, as in the published loss."
    card = Card(
        idea="Descend the sum of the logarithms of the losses. Then it does not matter in which "
        "units a loss is measured, but a loss near its minimum pulls ever harder.",
        equation=r"\tilde g_k = \frac{g_k}{L_k} = \nabla \log L_k",
        two_tasks=r"d = \frac{g_1}{L_1} + \frac{g_2}{L_2}",
        solve="none",
        disagreements=(
            "The repositories of Nash-MTL, FAMO and SAM-GS take the plain logarithm, which is "
            "undefined for a negative loss; SamsungLabs/MTL takes log(1 + L). Here the lower bound "
            "of the loss is subtracted first.",
        ),
    )

    def claims(self, n_tasks: int = 2) -> frozenset[Claim]:
        return frozenset(Claim) - {Claim.NON_CONFLICTING, Claim.LINEAR_UNDER_SCALING}

    def needs_positive_losses(self) -> bool:
        return True

    def weigh(self, grads: Grads, losses: Losses, draws: Draws) -> Tensor:
        return losses.clamp_min(LEAST).reciprocal().unsqueeze(-1)
