"""FairGrad: weights that share the gain fairly, from the largest sum to the best worst case."""

import math
from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn.functional import softplus

from samgs_core.card import Card, Published
from samgs_core.diagnostics import TaskWeights
from samgs_core.geometry import dot, gram, infinite_if_zero, norms, ridge, tiny
from samgs_core.method import Claim, Family, Method
from samgs_core.params import Number, lanes, param
from samgs_core.shapes import Draws, Grads, Losses, State

RIDGE = 1e-8
ROOT_STEPS = 5
NEWTON_STEPS, N_TRIALS, REACH, MOST_RISE = 60, 10, 0.9, 3.0


class FairGradState(NamedTuple):
    """What the last step looked like."""

    weights: Tensor  # [B, T]


@dataclass(frozen=True)
class FairGrad(Method):
    """Choose the direction that maximises the α-fair utility of the gains gₖ·d of the tasks.

        g̃ₖ = wₖ gₖ,   gₖ·d = wₖ^(−1/α)  with  d = Σₖ g̃ₖ,  wₖ > 0

    With the unit gradients eₖ, their cosines C and wₖ = uₖ / ‖gₖ‖ this is C u = m u^(−1/α) with
    mₖ = ‖gₖ‖^(1/α − 1). For two tasks it is one equation for the ratio u₂ / u₁, solved by a fixed
    number of monotone Newton steps; for more tasks u minimises a convex function, by Newton steps
    of which each is the best of some trial lengths. α = 1 is Nash-MTL; a large α favours the worst
    task.

    The length of d is the source's own: it is of the degree (1 − α)/(1 + α) in the gradients.

    Source: Ban and Ji 2024, ICML, arXiv:2402.15638, with the exact solution in place of a general
    solver. Departures where there is none: 1 + cos φ is kept at or above 10⁻⁸, so opposite
    gradients give 0; a zero gradient has the unit vector 0 and the others share alone. With three
    tasks or more, where the result would raise a loss it is 0.
    """

    alpha: Number = param(
        2.0, 0.2, 10.0, "Fairness α", "1 is Nash-MTL; larger favours the worst task.", log=True
    )

    key = "fairgrad"
    title = "FairGrad"
    paper = "Ban and Ji 2024, ICML, arXiv:2402.15638"
    family = Family.MULTI_OBJECTIVE
    diagnostics = (TaskWeights(),)
    own_length = "its merged gradient grows with the power (1 − α)/(1 + α) of the gradients."
    card = Card(
        idea="Share the gain of a step among the tasks as fairly as α says. α = 1 is the "
        "bargaining solution of Nash-MTL, and the larger α is, the more the worst task counts.",
        equation=r"g_k \cdot d = w_k^{-1/\alpha},\qquad d = \sum_k w_k g_k,\quad w_k > 0",
        two_tasks=r"r = \frac{w_2}{w_1}:\quad r^{1/\alpha}\,\bigl(g_1 \cdot g_2 + "
        r"\lVert g_2\rVert^2 r\bigr) = \lVert g_1\rVert^2 + g_1 \cdot g_2\, r",
        solve=f"{ROOT_STEPS} Newton steps on one number",
        solve_more=f"{NEWTON_STEPS} Newton steps on T numbers",
        published=(Published("alpha", "1", "the default of the authors' code and of LibMTL"),),
        disagreements=(
            "The authors' code multiplies by T and clips to norm 1; LibMTL does not multiply.",
            "The authors' code and TorchJD use a general solver, which may stop early.",
        ),
    )

    def claims(self, n_tasks: int = 2) -> frozenset[Claim]:
        claims = frozenset(
            {
                Claim.NON_CONFLICTING,
                Claim.PERMUTATION_INVARIANT,
                Claim.ROTATION_EQUIVARIANT,
                Claim.DETERMINISTIC,
                Claim.STATELESS,
            }
        )
        if bool(torch.as_tensor(self.alpha == 1).all()):
            claims |= {Claim.SCALE_INVARIANT}
        return claims | {Claim.STRONGLY_STATIONARY} if n_tasks == 2 else claims

    def init(self, grads: Grads) -> FairGradState:
        return FairGradState(torch.zeros_like(grads[:, :, 0]))

    def operate(
        self, grads: Grads, losses: Losses, state: State, draws: Draws
    ) -> tuple[Grads, State]:
        length = infinite_if_zero(norms(grads))
        unit = grads / length
        logs = torch.where(length < torch.inf, length, 1.0).log()
        share = 1 / lanes(self.alpha, grads)
        log_m = (share - 1) * logs
        if grads.shape[1] == 2:
            u = _of_two(unit, log_m, share)
        else:
            u = _of_many(gram(unit), log_m, share)
        weights = u / length
        return u * unit, FairGradState(weights.squeeze(-1))


def _of_two(unit: Grads, log_m: Tensor, share: Number) -> Tensor:
    """u [B, 2, 1] from the unit gradients [B, 2, D], log m [B, 2, 1] and 1/α.

    With r = u₂ / u₁, ρ = log r and y = log((c + r) / (1 + c r)) the condition is
    y + ρ/α = log(m₂ / m₁), where tanh(y / 2) = k tanh(ρ / 2) and k = (1 − c) / (1 + c).
    """
    one, other = unit[:, :1], unit[:, 1:]
    # Of two unit vectors 1 ± cos φ is half the square of their sum or difference, without rounding.
    missing = (unit == 0).all(2, keepdim=True).to(unit).mean(1, keepdim=True)
    total, difference = one + other, one - other
    exact = dot(total, total) / 2 + missing
    plus = exact.clamp(RIDGE, 2.0)
    minus = dot(difference, difference) / 2 + missing
    is_wide = minus > plus  # an angle above 90°: solve for y, else for ρ
    share = torch.zeros_like(plus) + share
    flat = 1 / share
    k = torch.minimum(minus, plus) / torch.maximum(minus, plus)
    target = log_m[:, 1:] - log_m[:, :1]
    root = _root(k, torch.where(is_wide, share, flat), torch.where(is_wide, target, target * flat))
    spread = softplus(torch.cat((root, -root), 1) + (plus - 1).abs().log())
    log_u = (log_m - torch.where(is_wide, (plus * minus).log() - spread, spread)) / (1 + share)
    most = _most_log(plus)
    fade = (exact / RIDGE).clamp_max(1.0)
    return fade * log_u.clamp(-most, most).exp()


def _most_log(like: Tensor) -> float:
    """The largest logarithm in size that is used: no square of its exponential overflows."""
    return math.log(torch.finfo(like.dtype).max) / 2.2


def _root(k: Tensor, factor: Tensor, target: Tensor) -> Tensor:
    """x with x + factor · S(x) = target, where S(x) = 2 artanh(k tanh(x / 2)), by Newton steps.

    S is below k x and below its limit log((1 + k) / (1 − k)) for x > 0: from the better of the two
    roots that these give, the steps reach the rounding of double precision.
    """
    size, plus, minus = target.abs(), 1 + k, (1 - k).clamp_min(tiny(k))
    most = (plus / minus).log()
    steepness = 4 * k * factor
    minus_x = torch.minimum(size / (-1 - factor * k), factor * most - size)
    for _ in range(ROOT_STEPS):
        small = minus_x.exp()
        top, bottom = torch.addcmul(plus, minus, small), torch.addcmul(minus, plus, small)
        missing = torch.addcmul(size + minus_x, factor, (top / bottom).log_(), value=-1)
        both = top.mul_(bottom)
        steep = torch.addcmul(both, steepness, small)  # the slope times both
        minus_x = torch.addcdiv(minus_x, missing.mul_(both), steep, value=-1)
    return minus_x * -target.sign()


def _of_many(cosines: Tensor, log_m: Tensor, share: Number) -> Tensor:
    """u [B, T, 1] with C u = m u^(−1/α), and 0 where that would raise a loss.

    Newton steps on the convex ½ uᵀC u − Σₖ mₖ uₖ^(1 − 1/α) / (1 − 1/α), in relative changes of u;
    each goes as far along its line as leaves the least slope, of some lengths that keep u > 0.
    """
    is_zero = (cosines.diagonal(dim1=1, dim2=2) == 0).to(cosines)
    matrix = cosines + torch.diag_embed(is_zero)
    most = _most_log(cosines)
    common = log_m.amax(1, keepdim=True)
    m = (log_m - common).clamp_min(-most).exp()
    u = m ** (1 / (1 + share))
    trials = 0.5 ** torch.arange(N_TRIALS, dtype=m.dtype, device=m.device)
    for _ in range(NEWTON_STEPS):
        pull = m * u ** (1 - share)
        side = pull - u * (matrix @ u)
        curvature = u * matrix * u.mT + torch.diag_embed(
            (share * pull + ridge(u) * u * u).squeeze(-1)
        )
        move = torch.linalg.solve_ex(curvature, side).result
        fall, rise = (-move).amax(1, keepdim=True), move.amax(1, keepdim=True)
        longest = 1 / torch.maximum(fall / REACH, rise / MOST_RISE).clamp_min(1.0)
        lengths = longest * trials
        tried = u * (1 + lengths * move)
        slopes = (u * move * (matrix @ tried - m * tried**-share)).sum(1, keepdim=True)
        best = slopes.abs().argmin(2, keepdim=True)
        u = u * (1 + lengths.gather(2, best) * move)
    scale = (common / (1 + share)).clamp(-most, most).exp()
    return scale * u * (cosines @ u >= 0).all(1, keepdim=True)
