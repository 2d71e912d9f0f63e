"""MGDA: the shortest vector among all weighted means of the gradients."""

from dataclasses import dataclass

import torch
from torch import Tensor

from samgs_core.card import Card, Published
from samgs_core.convex import shortest
from samgs_core.geometry import dot, infinite_if_zero, norms, scaled, tiny
from samgs_core.method import Claim, Family, Weighting
from samgs_core.params import choice
from samgs_core.shapes import Draws, Grads, Losses

LEAST = 1e-8


@dataclass(frozen=True)
class MGDA(Weighting):
    """Descend along the shortest weighted mean of the gradients, which raises no loss.

        g̃ₖ = T wₖ gₖ,   w = argmin ‖Σₖ wₖ gₖ‖  over wₖ ≥ 0, Σₖ wₖ = 1

    For two tasks wₖ = clip(gⱼ·(gⱼ − gₖ) / ‖gₖ − gⱼ‖², 0, 1) with j the other task. For more tasks
    w is found by an interior-point method with a fixed number of steps.

    With a normalisation w belongs to gₖ / sₖ, where sₖ is ‖gₖ‖ (*norm*), Lₖ (*loss*) or both
    multiplied (*loss+*), and applies to *normalised* gradients, T wₖ gₖ / sₖ, or to the *raw* ones,
    T wₖ gₖ. For *loss* and *loss+* the losses must be above zero: their lower bounds are subtracted
    first. A zero gradient has the unit vector 0; two unit vectors have the weights ½.

    The source's weights add up to 1; here they are multiplied by T, so that equal gradients give
    the same as their sum. The result is 0 just where the point is Pareto-stationary, hence
    also where a single gradient is zero. Equal gradients have equal weights.

    Source: Désidéri 2012, Comptes Rendus Mathématique 350, pp. 313–318; for multi-task learning
    Sener and Koltun 2018, arXiv:1810.04650.
    """

    normalization: str = choice(
        "none",
        ("none", "norm", "loss", "loss+"),
        "Normalisation",
        "What each gradient is divided by before the weights are found.",
    )
    applied_to: str = choice(
        "normalised", ("normalised", "raw"), "Weights go to", "The gradients that are weighed."
    )

    key = "mgda"
    title = "MGDA"
    paper = "Désidéri 2012; Sener and Koltun 2018, arXiv:1810.04650"
    family = Family.MULTI_OBJECTIVE
    card = Card(
        idea="Take the shortest of all weighted means of the gradients: it raises no loss. It "
        "stops at the first Pareto-stationary point it meets, and follows the shorter gradient.",
        equation=r"w = \operatorname*{arg\,min}_{w \in \Delta} \Bigl\lVert \sum_k w_k g_k "
        r"\Bigr\rVert,\qquad \tilde g_k = T\, w_k\, g_k",
        two_tasks=r"w_1 = \operatorname{clip}\Bigl(\frac{g_2 \cdot (g_2 - g_1)}"
        r"{\lVert g_1 - g_2\rVert^2},\, 0,\, 1\Bigr),\quad w_2 = 1 - w_1",
        solve="none",
        solve_more="one quadratic programme of T numbers",
        published=(
            Published(
                "normalization", "none, norm, loss or loss+", "Sener and Koltun, by data set"
            ),
            Published("applied_to", "normalised", "LibMTL"),
            Published("applied_to", "raw", "the repositories of Nash-MTL, FAMO and SAM-GS"),
        ),
        disagreements=(
            "The weights add up to 1 in LibMTL, TorchJD and the toy of CAGrad, to T in the "
            "repositories of Nash-MTL, FAMO and SAM-GS and here.",
            "Weights found on unit gradients but applied to the raw ones are ½ and ½ for two "
            "tasks, which is the plain sum: choose norm and raw to see it.",
            "The classic solver returns 0.999 and 0.001 in place of 1 and 0, so that it creeps on "
            "where one gradient is zero; here the weights are exact.",
        ),
    )

    def claims(self, n_tasks: int = 2) -> frozenset[Claim]:
        is_raw = self.normalization != "none" and self.applied_to == "raw"
        if is_raw and n_tasks > 2:  # of several weightings that are equally short any may be found
            return frozenset({Claim.DETERMINISTIC, Claim.STATELESS})
        claims = frozenset(Claim) - {Claim.LINEAR_UNDER_SCALING, Claim.SCALE_INVARIANT}
        if is_raw:
            claims -= {Claim.NON_CONFLICTING}
        elif self.normalization in ("norm", "loss"):
            claims |= {Claim.SCALE_INVARIANT}
        if self.normalization != "norm" or n_tasks > 2:
            return claims - {Claim.STRONGLY_STATIONARY}
        return claims | {Claim.LINEAR_UNDER_SCALING} if is_raw else claims

    def needs_positive_losses(self) -> bool:
        return self.normalization in ("loss", "loss+")

    def weigh(self, grads: Grads, losses: Losses, draws: Draws) -> Tensor:
        n_tasks = grads.shape[1]
        inverse = self._inverse(grads, losses)
        seen = grads if inverse is None else inverse * grads
        shares = self._shares(scaled(seen))
        if inverse is not None and self.applied_to == "normalised":
            shares = shares * inverse
        return shares * float(n_tasks)

    def _shares(self, grads: Grads) -> Tensor:
        """w [B, T, 1] of the gradients as they are seen; two unit vectors have ½ each."""
        if grads.shape[1] > 2:
            return shortest(grads)
        if self.normalization == "norm":
            return torch.full_like(grads[:, :, :1], 0.5)
        return _of_two(grads)

    def _inverse(self, grads: Grads, losses: Losses) -> Tensor | None:
        """1 / sₖ as [B, T, 1]; 0 for a zero gradient where its length matters."""
        if self.normalization == "none":
            return None
        inverse = losses.clamp_min(LEAST).reciprocal().unsqueeze(-1)
        if self.normalization == "loss":
            return inverse
        of_length = infinite_if_zero(norms(grads)).reciprocal()
        return of_length if self.normalization == "norm" else of_length * inverse


def _of_two(grads: Grads) -> Tensor:
    """The weights [B, 2, 1] in closed form; ½ for equal gradients."""
    other = grads.flip(1)
    apart = other - grads
    least = tiny(grads)
    return ((dot(other, apart) + least / 2) / (dot(apart, apart) + least)).clamp(0.0, 1.0)
