"""PCGrad: project each conflicting gradient onto the normal plane of the other."""

from dataclasses import dataclass

from samgs_core.card import Card
from samgs_core.geometry import dot, norms, tiny, visiting_order
from samgs_core.method import Claim, Family, Method
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
    family = Family.PROJECTION
    card = Card(
        idea="Where two gradients are in conflict, take from each the part that points against "
        "the other. Where they agree nothing changes.",
        equation=r"\tilde g_i \leftarrow \tilde g_i - \frac{\min(0,\, \tilde g_i \cdot g_j)}"
        r"{\lVert g_j\rVert^2}\, g_j\quad\text{for every other task } j",
        two_tasks=r"d = \Bigl(1 - \tfrac{\min(0,\, g_1 \cdot g_2)}{\lVert g_1\rVert^2}\Bigr) g_1 + "
        r"\Bigl(1 - \tfrac{\min(0,\, g_1 \cdot g_2)}{\lVert g_2\rVert^2}\Bigr) g_2",
        solve="T (T − 1) projections",
        disagreements=(
            "The projections are added in the paper, TorchJD and LibMTL, and averaged in CAGrad's "
            "toy and in WeiChengTseng/Pytorch-PCGrad.",
            "Several repositories also project a gradient onto itself, which matters from three "
            "tasks on.",
            "The order of visits is random in the paper; the authors' TensorFlow code discards its "
            "shuffle, and SamsungLabs/MTL shuffles once for all tasks.",
            "Some add 10⁻⁵ or 10⁻⁸ to the squared length.",
        ),
    )

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
