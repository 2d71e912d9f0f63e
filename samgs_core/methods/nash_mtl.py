"""Nash-MTL: the bargaining solution between the tasks."""

from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor

from samgs_core.card import Card
from samgs_core.diagnostics import TaskWeights
from samgs_core.geometry import dot, gram, infinite_if_zero, norms, ridge
from samgs_core.method import Claim, Family, Method
from samgs_core.shapes import Draws, Grads, Losses, State

RIDGE = 1e-8
STEPS = 30


class NashMTLState(NamedTuple):
    """What the last step looked like."""

    weights: Tensor  # [B, T] alpha


@dataclass(frozen=True)
class NashMTL(Method):
    """Weigh the gradients so that each task gains in inverse proportion to its weight.

        g̃ₖ = αₖ gₖ,   gₖ·d = 1 / αₖ  with  d = Σₖ g̃ₖ

    With the unit gradients eₖ, their cosines C and αₖ = uₖ / ‖gₖ‖ this is C u = 1/u. For two tasks
    uₖ = 1 / √(1 + cos φ): d is the bisector of the angle. For more tasks u is found by damped
    Newton steps on ½ uᵀC u − Σₖ log uₖ.

    d has the length √T whatever the gradients are, and does not change when a task is scaled;
    that is the source's own length, and no clipping is part of the method here.

    Source: Navon, Shamsian, Achituve, Maron, Kawaguchi, Chechik and Fetaya 2022,
    arXiv:2202.01017; its approximate solver is replaced by the exact solution. Departures where
    there is none: 1 + cos φ is kept at or above 10⁻⁸, so opposite gradients give 0; a zero gradient
    has the unit vector 0 and the other tasks bargain alone. With three tasks or more, 10⁻⁸ on the
    diagonal keeps the Newton steps short, and where the result would raise a loss it is 0.
    """

    key = "nash-mtl"
    title = "Nash-MTL"
    paper = "Navon, Shamsian, Achituve, Maron, Kawaguchi, Chechik and Fetaya 2022, arXiv:2202.01017"
    family = Family.MULTI_OBJECTIVE
    card = Card(
        idea="Let the tasks bargain over the direction: the agreement maximises the product of "
        "their gains. For two tasks it is the bisector of the angle, with a length that the "
        "gradients do not set.",
        equation=r"g_k \cdot d = \frac{1}{\alpha_k},\qquad d = \sum_k \alpha_k g_k,\quad \alpha_k "
        r"> 0",
        two_tasks=r"d = \frac{1}{\sqrt{1 + \cos\varphi}}\Bigl(\frac{g_1}{\lVert g_1\rVert} + "
        r"\frac{g_2}{\lVert g_2\rVert}\Bigr),\quad \lVert d\rVert = \sqrt 2",
        solve="none",
        solve_more=f"{STEPS} Newton steps on T numbers",
        disagreements=(
            "The published solver takes at most 20 convex-concave steps and keeps the last "
            "weights if it fails; of 200 conflicting pairs TorchJD's copy left 6 badly off. Here "
            "the solution is exact.",
            "The result is clipped to norm 1 in the repository of Nash-MTL, LibMTL and TorchJD; "
            "in those of FAMO and SAM-GS the clip acts before the gradient exists and does "
            "nothing. Here the clip norm is a setting of the run.",
        ),
    )
    diagnostics = (TaskWeights(),)
    own_length = (
        "its merged gradient has the length √T before clipping, whatever the gradients are."
    )

    def claims(self, n_tasks: int = 2) -> frozenset[Claim]:
        claims = frozenset(Claim) - {Claim.LINEAR_UNDER_SCALING}
        return claims if n_tasks == 2 else claims - {Claim.STRONGLY_STATIONARY}

    def init(self, grads: Grads) -> NashMTLState:
        return NashMTLState(torch.zeros_like(grads[:, :, 0]))

    def operate(
        self, grads: Grads, losses: Losses, state: State, draws: Draws
    ) -> tuple[Grads, State]:
        length = infinite_if_zero(norms(grads))
        unit = grads / length
        if grads.shape[1] == 2:
            u = (dot(unit, unit.flip(1)) + 1.0).clamp_min(RIDGE).rsqrt()
        else:
            u = _bargain(gram(unit))
        return u * unit, NashMTLState((u / length).squeeze(-1))


def _bargain(cosines: Tensor) -> Tensor:
    """u [B, T, 1] > 0 with C u = 1/u, and 0 where that would raise a loss."""
    is_zero = (cosines.diagonal(dim1=1, dim2=2) == 0).to(cosines)
    matrix = cosines + torch.diag_embed(is_zero)
    u = torch.ones_like(cosines[:, :, :1])
    for _ in range(STEPS):
        slope = matrix @ u - 1 / u
        curvature = matrix + torch.diag_embed(ridge(u) + u.squeeze(-1) ** -2)
        move = torch.linalg.solve_ex(curvature, slope).result
        decrement = (slope * move).sum(1, keepdim=True).clamp(min=0).sqrt()
        u = u - move * torch.where(decrement < 0.25, 1.0, 1 / (1 + decrement))
    return u * (cosines @ u >= 0).all(1, keepdim=True)
