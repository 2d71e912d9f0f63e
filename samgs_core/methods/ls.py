"""Linear scalarisation: descend the plain sum of the losses."""

from dataclasses import dataclass

from samgs_core.method import Claim, Method
from samgs_core.shapes import Draws, Grads, Losses, State


@dataclass(frozen=True)
class LS(Method):
    """Leave every task gradient as it is; the merged gradient is their sum.

        g̃ₖ = gₖ

    Also called equal weighting. Every method here is compared in this sum convention.
    """

    key = "ls"
    title = "LS (sum)"
    paper = "Baseline; also known as linear scalarisation or equal weighting."

    def claims(self, n_tasks: int = 2) -> frozenset[Claim]:
        return frozenset(Claim) - {Claim.NON_CONFLICTING, Claim.SCALE_INVARIANT}

    def operate(
        self, grads: Grads, losses: Losses, state: State, draws: Draws
    ) -> tuple[Grads, State]:
        return grads, state
