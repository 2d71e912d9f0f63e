"""PCGrad: project each conflicting gradient onto the normal plane of the other."""

from dataclasses import dataclass

from samgs_core.geometry import dot, norms, tiny, visiting_order
from samgs_core.method import Claim, Method
from samgs_core.shapes import Draws, Grads, Losses, State


@dataclass(frozen=True)
class PCGrad(Method):
    """Give up, in each gradient, the part that points against another task.

        for each other task j:   g̃ᵢ ← g̃ᵢ − min(0, g̃ᵢ·eⱼ) eⱼ,   eⱼ = gⱼ / ‖gⱼ‖

    Source: Yu, Kumar, Gupta, Levine, Hausman and Finn 2020, arXiv:2001.06782, Algorithm 1. The
    other tasks are visited in a random order, which has no effect with two tasks; for two tasks
    no random numbers are drawn. At a zero gradient gⱼ the correction is 0.
    """

    key = "pcgrad"
    title = "PCGrad"
    paper = "Yu, Kumar, Gupta, Levine, Hausman and Finn 2020, arXiv:2001.06782"

    def claims(self, n_tasks: int = 2) -> frozenset[Claim]:
        claims = frozenset(Claim) - {Claim.SCALE_INVARIANT}
        if n_tasks == 2:
            return claims
        return claims - {Claim.NON_CONFLICTING, Claim.PERMUTATION_INVARIANT, Claim.DETERMINISTIC}

    def n_draws(self, n_tasks: int, dim: int) -> int:
        return n_tasks * n_tasks if n_tasks > 2 else 0

    def operate(
        self, grads: Grads, losses: Losses, state: State, draws: Draws
    ) -> tuple[Grads, State]:
        unit = grads / norms(grads).clamp_min(tiny(grads))
        operated = grads
        for other in _visits(unit, draws):
            operated = operated - dot(operated, other).clamp_max(0.0) * other
        return operated, state


def _visits(unit: Grads, draws: Draws) -> tuple[Grads, ...]:
    """For each round, the unit gradient [B, T, D] that every task visits in it."""
    n_tasks = unit.shape[1]
    if n_tasks == 2:
        return (unit.flip(1),)  # each task visits the other one
    return unit[:, visiting_order(draws, n_tasks)].unbind(2)
