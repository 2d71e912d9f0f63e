"""Aligned-MTL: make the gradients orthogonal and of one length, then add them up."""

from dataclasses import dataclass

import torch
from torch import Tensor

from samgs_core.card import Card, Published
from samgs_core.geometry import ZERO, dot, eigen, gram, infinite_if_zero, norms, scaled, tiny
from samgs_core.method import Claim, Family, Weighting
from samgs_core.params import choice
from samgs_core.shapes import Draws, Grads, Losses


@dataclass(frozen=True)
class AlignedMTL(Weighting):
    """Replace the gradients by the nearest orthogonal system of vectors, then add those up.

        G = Σᵢ λᵢ vᵢ vᵢᵀ over the eigenvalues λᵢ of the inner products G
        w = √σ Σᵢ λᵢ^(−½) vᵢ vᵢᵀ 1,   g̃ₖ = wₖ gₖ

    with σ the smallest eigenvalue (scale *min*), the middle one, the lower of two (*median*), or
    their mean (*rmse*). For two tasks with s = √det G,
    wₖ = √σ (‖gⱼ‖² − g₁·g₂ + s) / (s √(‖g₁‖² + ‖g₂‖² + 2s)) with j the other task.

    Where the gradients are linearly dependent but for rounding, which their lengths have no part
    in, eigenvalues of at most T ε max λ are left out, with ε the machine precision.

    Near collinear gradients give almost 0 under *min*, but exactly collinear ones their sum: the
    eigenvalue that vanishes is then dropped.

    Source: Senushkin, Patakin, Kuznetsov and Konushin 2023, CVPR, arXiv:2305.19000. Its weights of
    the tasks are ones, as here.
    """

    scale: str = choice(
        "min", ("min", "median", "rmse"), "Scale", "Which eigenvalue sets the common length."
    )

    key = "aligned-mtl"
    title = "Aligned-MTL"
    paper = "Senushkin, Patakin, Kuznetsov and Konushin 2023, CVPR, arXiv:2305.19000"
    family = Family.BALANCING
    card = Card(
        idea="Turn and stretch the gradients as little as possible until they are orthogonal and "
        "equally long, and add those up. That cures conflict and imbalance at once, but near "
        "collinear gradients the step shrinks to nothing.",
        equation=r"w = \sqrt{\sigma}\; G^{-1/2}\, \mathbf 1,\quad G = (g_i \cdot g_j)_{ij},\qquad "
        r"\tilde g_k = w_k\, g_k",
        two_tasks=r"w_1 = \frac{\sqrt\sigma\,(\lVert g_2\rVert^2 - g_1 \cdot g_2 + s)}"
        r"{s \sqrt{\lVert g_1\rVert^2 + \lVert g_2\rVert^2 + 2 s}},\quad s = \sqrt{\det G}",
        solve="none",
        solve_more="the eigenvalues of a T × T matrix",
        published=(Published("scale", "min", "the paper, LibMTL and TorchJD"),),
        disagreements=(
            "The weights of the tasks are ones in SamsungLabs/MTL and LibMTL, as here, and 1/T in "
            "TorchJD; the repository of SAM-GS multiplies by T and clips to norm 1.",
            "How near to collinear the gradients must be before an eigenvalue is dropped depends "
            "on the precision, and the result jumps there; in LibMTL and TorchJD a gradient "
            "that is far shorter than another counts as collinear, too.",
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

    def weigh(self, grads: Grads, losses: Losses, draws: Draws) -> Tensor:
        if grads.shape[1] == 2:
            return _of_two(scaled(grads), self.scale)
        return _of_many(scaled(grads), self.scale)


def _of_two(grads: Grads, scale: str) -> Tensor:
    """The weights [B, 2, 1] in closed form, 1 where the gradients are collinear."""
    other = grads.flip(1)
    least = tiny(grads)
    square, product = dot(grads, grads), dot(grads, other)
    total = square.sum(1, keepdim=True)
    # What is left of the shorter one beside the longer one, as a length: no cancellation.
    rest = grads - product / square.flip(1).clamp_min(least) * other
    longer = square.amax(1, keepdim=True)
    s = (norms(rest) * torch.where(square < longer, longer, square).sqrt()).amin(1, keepdim=True)
    largest = (total + ((total - 2 * s) * (total + 2 * s)).clamp_min(0.0).sqrt()) / 2
    smallest = s.square() / largest.clamp_min(least)
    inner = (square.flip(1) - product + s) / (total + 2 * s).clamp_min(least).sqrt()
    common = (total / 2).sqrt() / s.clamp_min(least) if scale == "rmse" else largest.rsqrt()
    eps = torch.finfo(grads.dtype).eps
    shorter = square.amin(1, keepdim=True)
    sine = s.square() / (shorter * longer).clamp_min(least)  # its square
    is_apart = (sine > 8 * eps) & (shorter > ZERO**2 * longer)
    is_rank_two = is_apart | (smallest > 2 * eps * largest)
    return torch.where(is_rank_two, common * inner, 1.0)


def _of_many(grads: Grads, scale: str) -> Tensor:
    """The weights [B, T, 1] from the eigenvalues of the inner products [B, T, T]."""
    eps = grads.shape[1] * torch.finfo(grads.dtype).eps
    values, vectors = eigen(gram(grads))
    among_units, _ = eigen(gram(grads / infinite_if_zero(norms(grads))))
    is_apart = among_units.amin(1, keepdim=True) > eps * among_units.amax(1, keepdim=True)
    is_kept = (values > 0) & (is_apart | (values > eps * values.amax(1, keepdim=True)))
    roots = torch.where(is_kept, values, torch.inf).rsqrt()
    common = _common(values, is_kept, scale).sqrt() * roots
    return vectors @ (common.unsqueeze(-1) * vectors.sum(1).unsqueeze(-1))


def _common(values: Tensor, is_kept: Tensor, scale: str) -> Tensor:
    """σ [B, 1]: the least, lower middle or mean eigenvalue of those that are kept; 0 if none is."""
    kept = torch.where(is_kept, values, 0.0)
    n_kept = is_kept.sum(1, keepdim=True)
    if scale == "rmse":
        return kept.sum(1, keepdim=True) / n_kept.clamp_min(1)
    ascending = kept.sort(1).values
    first = values.shape[1] - n_kept
    at = first if scale == "min" else first + (n_kept - 1) // 2
    return ascending.gather(1, at.clamp_max(values.shape[1] - 1))
