"""PCGrad: project each conflicting gradient onto the normal plane of the other."""

from dataclasses import dataclass

from samgs_core.geometry import dot, safe_divide
from samgs_core.method import Claim, Method
from samgs_core.shapes import Draws, Grads, Losses, State


@dataclass(frozen=True)
class PCGrad(Method):
    """Give up, in each gradient, the part that points against another task.

        for each other task j:   g̃ᵢ ← g̃ᵢ − min(0, g̃ᵢ·gⱼ) / ‖gⱼ‖² · gⱼ

    Source: Yu, Kumar, Gupta, Levine, Hausman and Finn 2020, arXiv:2001.06782, Algorithm 1. The
    other tasks are visited in a random order, which has no effect with two tasks; for two tasks
    no random numbers are drawn. At a zero gradient gⱼ the correction is 0.
    """

    key = "pcgrad"
    title = "PCGrad"
    paper = "Yu, Kumar, Gupta, Levine, Hausman and Finn 2020, arXiv:2001.06782"

    def claims(self, n_tasks: int = 2) -> frozenset[Claim]:
        if n_tasks == 2:
            return frozenset(Claim) - {Claim.SCALE_INVARIANT}
        return frozenset({Claim.ROTATION_EQUIVARIANT, Claim.STATELESS})

    def n_draws(self, n_tasks: int, dim: int) -> int:
        return n_tasks * n_tasks if n_tasks > 2 else 0

    def operate(
        self, grads: Grads, losses: Losses, state: State, draws: Draws
    ) -> tuple[Grads, State]:
        operated = grads
        for other in _visits(grads, draws):
            conflict = dot(operated, other).clamp(max=0)
            operated = operated - safe_divide(conflict, dot(other, other)) * other
        return operated, state


def _visits(grads: Grads, draws: Draws) -> tuple[Grads, ...]:
    """For each round, the gradient [B, T, D] that every task visits in it, in random order."""
    n_tasks = grads.shape[1]
    if n_tasks == 2:
        return (grads.flip(1),)  # each task visits the other one
    order = draws.reshape(n_tasks, n_tasks).clone()
    order.fill_diagonal_(2)  # a task comes last in its own order, and that round is left out
    visits = order.argsort(dim=1)[:, :-1]
    return grads[:, visits].unbind(2)
