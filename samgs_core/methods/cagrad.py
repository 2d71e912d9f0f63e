"""CAGrad: stay near the mean gradient and help the task that gains least."""

from dataclasses import dataclass

import torch
from torch import Tensor

from samgs_core.card import Card, Published
from samgs_core.convex import interior_point
from samgs_core.geometry import ZERO, by_length, dot, gram, norms, scaled, tiny
from samgs_core.method import Claim, Family, Weighting
from samgs_core.params import Number, choice, lanes, param
from samgs_core.shapes import Draws, Grads, Losses


@dataclass(frozen=True)
class CAGrad(Weighting):
    """Among the vectors within c ‖g₀‖ of the mean gradient g₀, the best one for the worst task.

        d = argmax minₖ gₖ·d  over ‖d − g₀‖ ≤ c ‖g₀‖
          = g₀ + c ‖g₀‖ g_x / ‖g_x‖,   g_x = Σₖ xₖ gₖ
        x = argmin g_x·g₀ + c ‖g₀‖ ‖g_x‖  over xₖ ≥ 0, Σₖ xₖ = 1
        g̃ₖ = T (1/T + c ‖g₀‖ / ‖g_x‖ xₖ) gₖ

    and ``rescale`` divides by 1 (0), by 1 + c² (1) or by 1 + c (2). x is in closed form for
    two tasks; for more it is found by an interior-point method with a fixed number of steps.

    The source's d is like a mean; here it is multiplied by T, so that c = 0 gives the sum of the
    gradients. Source: Liu, Liu, Jin, Stone and Liu 2021, arXiv:2110.14048.

    Where g_x = 0 (Pareto-stationary, or one gradient is zero) the second term is 0; with c ≥ 1 the
    first is 0 too, because g₀ could raise a loss there and 0 is a solution as well.
    """

    c: Number = param(0.5, 0.0, 10.0, "Radius c", "How far d may be from the mean gradient.")
    rescale: str | int = choice(
        "1", ("0", "1", "2"), "Rescaling", "Divide by 1 (0), by 1 + c² (1) or by 1 + c (2)."
    )

    key = "cagrad"
    title = "CAGrad"
    paper = "Liu, Liu, Jin, Stone and Liu 2021, arXiv:2110.14048"
    family = Family.MULTI_OBJECTIVE
    card = Card(
        idea="Stay within a ball around the mean gradient and take the vector there that helps "
        "the worst task most. With c = 0 it is the plain mean, and a large c turns towards MGDA.",
        equation=r"d = \operatorname*{arg\,max}_{\lVert d - g_0\rVert \le c \lVert g_0\rVert}\; "
        r"\min_k\; g_k \cdot d = g_0 + c\, \lVert g_0\rVert \frac{g_x}{\lVert g_x\rVert},"
        r"\quad g_x = \sum_k x_k g_k",
        two_tasks=r"x_1 = \operatorname{clip}\Bigl(x^\star - A \sqrt{\tfrac{S}{P\,(C^2 P - "
        r"A^2)}},\, 0,\, 1\Bigr),\quad A = \tfrac{\lVert g_1\rVert^2 - \lVert g_2\rVert^2}{2},\; "
        r"C = c \lVert g_0\rVert,\; P = \lVert g_1 - g_2\rVert^2,\; S = \tfrac{\det G}{P},\; "
        r"x^\star = \tfrac{g_2 \cdot (g_2 - g_1)}{P}",
        solve="none",
        solve_more="one cone programme of T numbers",
        published=(
            Published("c", "0.5", "the toy of CAGrad, LibMTL and SamsungLabs/MTL"),
            Published("c", "0.4", "the repositories of Nash-MTL, FAMO and SAM-GS"),
            Published("rescale", "1", "LibMTL and the repositories of Nash-MTL, FAMO and SAM-GS"),
            Published("rescale", "2", "the toy of CAGrad"),
            Published("rescale", "0", "SamsungLabs/MTL and TorchJD"),
        ),
        disagreements=(
            "Mean-sized in the toy of CAGrad, LibMTL and TorchJD; multiplied by T in the "
            "repositories of Nash-MTL, FAMO and SAM-GS and here; the latter two also clip to norm "
            "1.",
            "Where g_x is 0 the published code adds 10⁻⁸ and gets about the mean gradient; TorchJD "
            "returns 0.",
            "Raises no loss just from c = 1 on; the usual values are below.",
        ),
    )

    def __post_init__(self) -> None:
        if type(self.rescale) is int:
            object.__setattr__(self, "rescale", str(self.rescale))
        super().__post_init__()

    def claims(self, n_tasks: int = 2) -> frozenset[Claim]:
        claims = frozenset(
            {
                Claim.PERMUTATION_INVARIANT,
                Claim.ROTATION_EQUIVARIANT,
                Claim.DETERMINISTIC,
                Claim.STATELESS,
            }
        )
        if bool(torch.as_tensor(self.c >= 1).all()):
            return claims | {Claim.NON_CONFLICTING}
        if bool(torch.as_tensor(self.c < 1).all()):
            return claims | {Claim.STRONGLY_STATIONARY}
        return claims

    def weigh(self, grads: Grads, losses: Losses, draws: Draws) -> Tensor:
        c = lanes(self.c, grads)
        find = _of_two if grads.shape[1] == 2 else _of_many
        shares, pull = find(scaled(grads), c)  # T xₖ and c ‖g₀‖ / ‖g_x‖
        keeps_mean = (pull > 0.0) | (c < 1.0)
        factor = {"0": 1.0, "1": 1 / (1 + c * c), "2": 1 / (1 + c)}[str(self.rescale)]
        return (pull * shares + keeps_mean) * factor


def _of_two(grads: Grads, c: Number) -> tuple[Tensor, Tensor]:
    """2 xₖ [B, 2, 1] and c ‖g₀‖ / ‖g_x‖ in closed form.

    On the line g_x = g₀ − y δ with δ = (gₖ − gⱼ) / 2, let s be the part of g₀ along δ and r the
    rest. The slope of the objective is 0 at y ‖δ‖ = s + s r / √(c² ‖g₀‖² − s²), and the end of
    the line is best if that is beyond it or the root is not real.
    """
    mean = torch.lerp(grads, grads.flip(1), 0.5)
    half = grads - mean
    least, eps = tiny(grads), torch.finfo(grads.dtype).eps
    half_length = norms(half).clamp_min(least)
    along = half / half_length
    s = dot(mean, along)
    rest = norms(torch.addcmul(mean, s, along, value=-1)) + eps**2
    radius = c * norms(mean)
    # A root within rounding of 0 counts as not real: with c = 1 it is 0 for opposite gradients.
    root = torch.addcmul(radius * radius, s, s, value=-1 - 64 * eps).clamp_min(least).sqrt()
    y = (torch.addcmul(s, s, rest / root) / half_length).clamp(-1.0, 1.0)
    length = norms(torch.addcmul(mean, y, half, value=-1))
    return 1.0 - y, radius / torch.threshold(length, ZERO, torch.inf)


def _of_many(grads: Grads, c: Number) -> tuple[Tensor, Tensor]:
    """T xₖ [B, T, 1] and c ‖g₀‖ / ‖g_x‖ by an interior-point method.

    With unit gradients eₖ and lengths ℓₖ the unknowns are vₖ = xₖ ℓₖ: over ‖g₀‖ the objective is
    Σₖ vₖ cos(eₖ, g₀) + c ‖Σₖ vₖ eₖ‖ with Σₖ vₖ / ℓₖ = 1. The norm is the least of
    (‖·‖² / τ + τ) / 2 over τ > 0, which makes it smooth. With c ≥ 1 a d that raises a loss is no
    solution: g_x is 0 there but for rounding.
    """
    n_tasks = grads.shape[1]
    unit, length = by_length(grads)
    cosines, normal = gram(unit), (1 / length).squeeze(-1)
    mean = (length * unit).mean(1, keepdim=True)
    mean_length = norms(mean)
    to_mean = (unit @ (mean / mean_length.clamp_min(tiny(mean))).mT).squeeze(-1)
    least = torch.finfo(grads.dtype).eps ** 0.5  # of a smaller c the second term is rounding
    weight = (c + torch.zeros_like(mean_length)).squeeze(-1).clamp_min(least)

    def derivatives(point: Tensor) -> tuple[Tensor, Tensor]:
        v, tau = point[:, :-1], point[:, -1:]
        image = (cosines @ v.unsqueeze(-1)).squeeze(-1) / tau
        ratio = (dot(image, v) / tau).clamp_min(0)  # rounding makes it negative near 0
        gradient = torch.cat((to_mean + weight * image, weight * (1 - ratio) / 2), 1)
        mixed = (-weight * image / tau).unsqueeze(-1)
        corner = (weight * ratio / tau).unsqueeze(-1)
        top = torch.cat(((weight / tau).unsqueeze(-1) * cosines, mixed), 2)
        return gradient, torch.cat((top, torch.cat((mixed.mT, corner), 2)), 1)

    start = torch.ones_like(normal) / normal.sum(1, keepdim=True)
    ends = torch.cat((normal, torch.zeros_like(normal[:, :1])), 1)
    point = interior_point(derivatives, torch.cat((start, start[:, :1]), 1), ends, FLOOR)
    v = point[:, :-1].unsqueeze(-1)
    merged = (v * unit).sum(1, keepdim=True)
    merged_length = norms(merged)
    is_zero = merged_length <= NEAR_ZERO * v.amax(1, keepdim=True)
    pull = c * mean_length / merged_length.masked_fill(is_zero, torch.inf)
    slopes = dot(unit, torch.addcmul(mean, pull, merged))
    raises_a_loss = (slopes < -NEAR_ZERO * mean_length).any(1, keepdim=True)
    return n_tasks * v / length, pull.masked_fill(raises_a_loss & (c >= 1), 0)


NEAR_ZERO = 1e-7
FLOOR = 1e-16
