"""ConFIG: the direction with the same cosine to every gradient, as long as their parts along it."""

from dataclasses import dataclass

import torch
from torch import Tensor

from samgs_core.card import Card
from samgs_core.geometry import dot, eigen, gram, infinite_if_zero, norms, scaled, tiny
from samgs_core.method import Claim, Family, Method
from samgs_core.shapes import Draws, Grads, Losses, State


@dataclass(frozen=True)
class ConFIG(Method):
    """Go where every gradient has the same cosine, as far as the gradients reach that way together.

        v = E⁺ 1,   u = v / ‖v‖,   d = (Σₖ gₖ·u) u

    with the unit gradients eₖ = gₖ / ‖gₖ‖ as the rows of E, and E⁺ its pseudoinverse. With z
    solving C z = 1, C the cosines, v = Σₖ zₖ eₖ and g̃ₖ = (Σⱼ gⱼ·u / ‖v‖) zₖ eₖ. For two tasks
    g̃ₖ = ½ (‖g₁‖ + ‖g₂‖) eₖ, which is SAM-GS where it equalises.

    A zero gradient has the unit vector 0 and is left out. Opposite gradients give 0.

    Source: Liu, Chu and Thuerey 2025, ICLR, arXiv:2408.11104.
    """

    key = "config"
    title = "ConFIG"
    paper = "Liu, Chu and Thuerey 2025, ICLR, arXiv:2408.11104"
    family = Family.BALANCING
    card = Card(
        idea="Go in the direction that makes the same angle with every gradient, as far as the "
        "gradients reach that way together. For two tasks it is what SAM-GS does where it "
        "equalises.",
        equation=r"u = \frac{E^{+} \mathbf 1}{\lVert E^{+} \mathbf 1\rVert},\quad E = "
        r"\Bigl(\frac{g_k}{\lVert g_k\rVert}\Bigr)_k,\qquad d = \Bigl(\sum_k g_k \cdot u\Bigr)\, u",
        two_tasks=r"d = \frac{\lVert g_1\rVert + \lVert g_2\rVert}{2}"
        r"\Bigl(\frac{g_1}{\lVert g_1\rVert} + \frac{g_2}{\lVert g_2\rVert}\Bigr)",
        solve="none",
        solve_more="the eigenvalues of a T × T matrix",
        disagreements=(
            "The authors' package can replace the length by a mean, a minimum or a maximum of the "
            "lengths; here it is the default, the sum of the projections.",
            "For exactly opposite gradients TorchJD returns rounding errors; here the result is 0.",
        ),
    )

    def claims(self, n_tasks: int = 2) -> frozenset[Claim]:
        claims = frozenset(Claim) - {Claim.SCALE_INVARIANT}
        if n_tasks == 2:
            return claims
        return claims - {Claim.NON_CONFLICTING, Claim.STRONGLY_STATIONARY}

    def operate(
        self, grads: Grads, losses: Losses, state: State, draws: Draws
    ) -> tuple[Grads, State]:
        part = scaled(grads)
        length = infinite_if_zero(norms(part))
        unit = part / length
        if grads.shape[1] == 2:
            n_used = (length < torch.inf).to(grads).sum(1, keepdim=True).clamp_min(1.0)
            return norms(grads).sum(1, keepdim=True) / n_used * unit, state
        parts = _solution(gram(unit)) * unit
        v = parts.sum(1, keepdim=True)
        square = dot(v, v)
        is_found = square > LEAST
        reach = dot(grads, v).sum(1, keepdim=True) / square.clamp_min(tiny(grads))
        return torch.where(is_found, reach, 0.0) * parts, state


def _solution(cosines: Tensor) -> Tensor:
    """z [B, T, 1] of least length with C z = 1 as nearly as can be."""
    values, vectors = eigen(cosines)
    n_tasks, eps = cosines.shape[1], torch.finfo(cosines.dtype).eps
    is_kept = values > SPREAD * n_tasks * eps * values.amax(1, keepdim=True)
    inverse = torch.where(is_kept, 1 / values.clamp_min(eps), 0.0)
    return vectors @ (inverse.unsqueeze(-1) * vectors.sum(1).unsqueeze(-1))


LEAST = 1e-20
SPREAD = 4
