"""IMTL-G: the weighted mean that projects equally onto every gradient."""

from dataclasses import dataclass

import torch
from torch import Tensor

from samgs_core.card import Card
from samgs_core.geometry import ZERO, gram, infinite_if_zero, norms, scaled, tiny
from samgs_core.method import Claim, Family, Weighting
from samgs_core.shapes import Draws, Grads, Losses


@dataclass(frozen=True)
class IMTLG(Weighting):
    """Weigh the gradients so that the merged gradient d has the same part along each of them.

        g̃ₖ = T wₖ gₖ,   d·e₁ = … = d·e_T with eₖ = gₖ / ‖gₖ‖,   Σₖ wₖ = 1

    With C the cosines between the tasks and z solving C z = 1, wₖ is zₖ / ‖gₖ‖ over its sum. For
    two tasks wₖ = ‖gⱼ‖ / (‖gₖ‖ + ‖gⱼ‖) with j the other task.

    The source's weights add up to 1; here they are multiplied by T, so that equal gradients give
    the same as their sum. One zero gradient makes the result 0. With three tasks or more a weight,
    and the common part, can be negative. Where no sum of the weights exists they are 0.

    Source: Liu, Li, Kuang, Xue, Chen, Yang, Liao and Zhang 2021, ICLR, openreview IMPnRXEWpvr.
    Departure: a singular C (as for parallel gradients, where the source has 0/0) is met with a
    small multiple of the identity, which leaves the limit of the formula.
    """

    key = "imtl-g"
    title = "IMTL-G"
    paper = "Liu, Li, Kuang, Xue, Chen, Yang, Liao and Zhang 2021, ICLR, openreview IMPnRXEWpvr"
    family = Family.BALANCING
    card = Card(
        idea="Choose the weights so that the merged gradient has the same projection on every "
        "unit gradient. For two tasks it is the bisector of the angle, with the harmonic mean of "
        "the lengths.",
        equation=r"\frac{d \cdot g_1}{\lVert g_1\rVert} = \dots = \frac{d \cdot g_T}{\lVert "
        r"g_T\rVert},\qquad d = T \sum_k w_k g_k,\quad \sum_k w_k = 1",
        two_tasks=r"d = \frac{2\,\lVert g_1\rVert \lVert g_2\rVert}{\lVert g_1\rVert + "
        r"\lVert g_2\rVert}\Bigl(\frac{g_1}{\lVert g_1\rVert} + \frac{g_2}{\lVert g_2\rVert}\Bigr)",
        solve="none",
        solve_more="one T × T linear system",
        disagreements=(
            "The weights add up to 1 everywhere; here to T.",
            "For parallel gradients the published formula is 0/0: the repository of Nash-MTL adds "
            "10⁻⁸ to the diagonal, the ConFIG repository and TorchJD use a pseudoinverse, which "
            "jumps (for g₂ = 2 g₁ TorchJD gives 5/3 g₁, where the limit is 4/3 g₁). Here it is "
            "the limit.",
            "LibMTL's IMTL applies it to the gradients of the losses that IMTL-L has scaled.",
        ),
    )

    def claims(self, n_tasks: int = 2) -> frozenset[Claim]:
        claims = frozenset(
            {
                Claim.PERMUTATION_INVARIANT,
                Claim.ROTATION_EQUIVARIANT,
                Claim.DETERMINISTIC,
                Claim.STATELESS,
            }
        )
        return claims | {Claim.NON_CONFLICTING} if n_tasks == 2 else claims

    def weigh(self, grads: Grads, losses: Losses, draws: Draws) -> Tensor:
        if grads.shape[1] != 2:
            return _of_many(scaled(grads))
        length = norms(grads)
        mean = length.mean(1, keepdim=True).clamp_min(tiny(grads))
        return length.flip(1) / mean


def _of_many(grads: Grads) -> Tensor:
    """The weights [B, T, 1], with sum T."""
    length, least = norms(grads), tiny(grads)
    shortest = length.amin(1, keepdim=True)
    nearness = (shortest + least) / (length + least)  # 1 / length up to a common factor
    part = _solution(gram(grads / infinite_if_zero(length))) * nearness
    total = part.sum(1, keepdim=True)
    vanishes = total.abs() <= ZERO * part.abs().sum(1, keepdim=True)
    return grads.shape[1] * part / total.masked_fill(vanishes, torch.inf)


def _solution(cosines: Tensor) -> Tensor:
    """z [B, T, 1] with C z = 1, by steps that each solve (C + ridge I) Δz = 1 − C z."""
    ones = torch.ones_like(cosines[:, :, :1])
    ridge = torch.finfo(cosines.dtype).eps ** 0.5
    inverse = torch.linalg.inv_ex(cosines + torch.diag_embed(ridge * ones.squeeze(-1))).inverse
    z = inverse @ ones
    for _ in range(REFINEMENTS):
        z = z + inverse @ (ones - cosines @ z)
    return z


REFINEMENTS = 4
