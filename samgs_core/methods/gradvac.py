"""GradVac: turn gradients towards each other up to the angle that they usually have."""

from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor

from samgs_core.card import Card, Published
from samgs_core.diagnostics import Value
from samgs_core.geometry import dot, infinite_if_zero, norms, visiting_order
from samgs_core.method import Claim, Family, Method
from samgs_core.params import Number, lanes, param
from samgs_core.shapes import Draws, Grads, Losses, State

MOST = 1 - 1e-6
"""The largest target in size: at 1 the correction would divide by 0."""


class GradVacState(NamedTuple):
    """The usual cosines between tasks."""

    targets: Tensor  # [B, T, T] target of task i for task j; [B, 2, 1] for two tasks
    target: Tensor  # [B, T] each task's mean target


@dataclass(frozen=True)
class GradVac(Method):
    """Where two gradients are less alike than they usually are, restore their usual cosine.

        for each other task j, with φ = cos(g̃ᵢ, gⱼ) and eⱼ = gⱼ / ‖gⱼ‖:
            if φ < φ̂ᵢⱼ:   g̃ᵢ ← g̃ᵢ + ‖g̃ᵢ‖ (φ̂ᵢⱼ √(1 − φ²) / √(1 − φ̂ᵢⱼ²) − φ) eⱼ
            then           φ̂ᵢⱼ ← (1 − β) φ̂ᵢⱼ + β φ

    The targets φ̂ start at 0, so the first step is PCGrad. Under lasting conflict they become
    negative, and the method then tolerates conflict.

    Source: Wang, Tsvetkov, Firat and Cao 2021, arXiv:2010.05874. The other tasks are visited in
    a random order, which has no effect with two tasks; for two tasks no random numbers are drawn.
    A zero gradient has cosine 0 and corrects nothing. Departure: instead of a small number
    in the denominator, |φ̂| is kept below 1 − 10⁻⁶.
    """

    beta: Number = param(0.5, 0.0, 1.0, "β", "Share of the new cosine in the target.")

    key = "gradvac"
    title = "GradVac"
    paper = "Wang, Tsvetkov, Firat and Cao 2021, arXiv:2010.05874"
    family = Family.PROJECTION
    card = Card(
        idea="Remember the usual cosine of every pair of tasks, and turn gradients towards each "
        "other when they are less alike than usual. Under lasting conflict it gets used to the "
        "conflict.",
        equation=r"\varphi < \hat\varphi_{ij}:\quad \tilde g_i \leftarrow \tilde g_i + \lVert "
        r"\tilde g_i\rVert \frac{\hat\varphi_{ij} \sqrt{1 - \varphi^2} - \varphi \sqrt{1 - "
        r"\hat\varphi_{ij}^2}}{\lVert g_j\rVert \sqrt{1 - \hat\varphi_{ij}^2}}\, g_j,\qquad "
        r"\hat\varphi_{ij} \leftarrow (1 - \beta)\, \hat\varphi_{ij} + \beta\, \varphi",
        two_tasks=r"\cos(\tilde g_i, g_j) = \max(\varphi, \hat\varphi_{ij}),\quad "
        r"\hat\varphi = 0 \text{ in the first step: PCGrad}",
        solve="T (T − 1) corrections",
        published=(
            Published("beta", "0.5", "LibMTL and TorchJD"),
            Published("beta", "0.01", "the paper (not checked again)"),
        ),
        disagreements=(
            "SamsungLabs/MTL updates the usual cosine only when it corrects; LibMTL, TorchJD and "
            "this one do so in every step.",
            "LibMTL and TorchJD add 10⁻⁸ to the denominators; here the usual cosine is kept below "
            "1.",
        ),
    )
    diagnostics = (
        Value("target", "target cosine", "The cosine that each task usually has.", per_task=True),
    )

    def claims(self, n_tasks: int = 2) -> frozenset[Claim]:
        claims = frozenset(
            {Claim.LINEAR_UNDER_SCALING, Claim.ROTATION_EQUIVARIANT, Claim.STRONGLY_STATIONARY}
        )
        return claims | _IF_TWO if n_tasks == 2 else claims

    def n_draws(self, n_tasks: int, dim: int) -> int:
        return n_tasks * n_tasks if n_tasks > 2 else 0

    def init(self, grads: Grads) -> GradVacState:
        n_lanes, n_tasks, _ = grads.shape
        targets = grads.new_zeros(n_lanes, n_tasks, n_tasks if n_tasks > 2 else 1)
        return GradVacState(targets, targets[:, :, 0])

    def operate(
        self, grads: Grads, losses: Losses, state: State, draws: Draws
    ) -> tuple[Grads, State]:
        length = norms(grads)
        unit = grads / infinite_if_zero(length)
        beta = lanes(self.beta, grads)
        if grads.shape[1] == 2:
            other = unit.flip(1)
            cosine = dot(unit, other)
            operated = _correct(grads, length, cosine, state.targets, other)
            targets = torch.lerp(state.targets, cosine, beta)
            return operated, GradVacState(targets, targets.squeeze(-1))
        return _in_rounds(grads, unit, state.targets, beta, draws)


_IF_TWO = frozenset({Claim.PERMUTATION_INVARIANT, Claim.DETERMINISTIC})


def _correct(grads: Grads, length: Tensor, cosine: Tensor, target: Tensor, other: Grads) -> Grads:
    """Gradients with the target cosine to the unit gradients ``other``, or as they are."""
    target = target.clamp(-MOST, MOST)
    sines = (cosine.square() - 1.0).clamp_max(0.0) / (target.square() - 1.0)
    share = (target * sines.sqrt() - cosine).clamp_min(0.0)  # above 0 just where φ < φ̂
    return torch.addcmul(grads, length * share, other)


def _in_rounds(
    grads: Grads, unit: Grads, targets: Tensor, beta: Number, draws: Draws
) -> tuple[Grads, GradVacState]:
    """Every task visits all the others, one in each round."""
    n_tasks = grads.shape[1]
    operated = grads
    tasks = torch.arange(n_tasks, device=grads.device)
    for visited in visiting_order(draws, n_tasks).unbind(1):
        other, is_visited = unit[:, visited], visited.unsqueeze(1) == tasks
        target = (targets * is_visited).sum(-1, keepdim=True)
        length = norms(operated)
        cosine = dot(operated / infinite_if_zero(length), other)
        operated = _correct(operated, length, cosine, target, other)
        targets = torch.where(is_visited, torch.lerp(target, cosine, beta), targets)
    return operated, GradVacState(targets, targets.sum(-1) / (n_tasks - 1))
