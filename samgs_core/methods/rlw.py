"""RLW: weights drawn at random in every step."""

import math
from dataclasses import dataclass

from torch import Tensor

from samgs_core.card import Card
from samgs_core.method import Claim, Family, Weighting
from samgs_core.shapes import Draws, Grads, Losses


@dataclass(frozen=True)
class RLW(Weighting):
    """Draw the weights of the tasks at random, anew in every step.

        g̃ₖ = T wₖ gₖ,   w = softmax(z),   zₖ ~ N(0, 1)

    The normal numbers come from two uniform ones each: z = √(−2 ln u) cos(2π v).

    The source's weights add up to 1; here they are multiplied by T, so that on average the merged
    gradient is the sum of the gradients.

    Source: Lin, Ye, Zhang and Tsang 2022, TMLR, arXiv:2111.10603.
    """

    key = "rlw"
    title = "RLW"
    paper = "Lin, Ye, Zhang and Tsang 2022, TMLR, arXiv:2111.10603"
    family = Family.LOSS_WEIGHTING
    weighs_losses = True
    card = Card(
        idea="Weigh the losses at random in every step. On average that is the plain sum, so it "
        "shows how far noise alone gets: a baseline that every method should beat.",
        equation=r"\tilde g_k = T\, w_k\, g_k,\qquad w = \operatorname{softmax}(z),\quad "
        r"z_k \sim \mathcal N(0, 1)",
        two_tasks=r"d = 2\,\bigl(s\, g_1 + (1 - s)\, g_2\bigr),\quad s = \frac{1}{1 + e^{-(z_1 - "
        r"z_2)}}",
        solve="none",
        disagreements=(
            "The weights add up to 1 in LibMTL and TorchJD; here to T.",
            "LibMTL also offers uniform, Dirichlet and Bernoulli draws; here they are normal only.",
        ),
    )

    def claims(self, n_tasks: int = 2) -> frozenset[Claim]:
        return frozenset(
            {
                Claim.LINEAR_UNDER_SCALING,
                Claim.ROTATION_EQUIVARIANT,
                Claim.STRONGLY_STATIONARY,
                Claim.STATELESS,
            }
        )

    def n_draws(self, n_tasks: int, dim: int) -> int:
        return 2 * n_tasks

    def weigh(self, grads: Grads, losses: Losses, draws: Draws) -> Tensor:
        n_lanes, n_tasks, _ = grads.shape
        length, turn = (1.0 - draws).reshape(2, n_tasks)  # in (0, 1]: the logarithm is finite
        normal = (-2 * length.log()).sqrt() * (2 * math.pi * turn).cos()
        return (n_tasks * normal.softmax(0)).reshape(1, -1, 1).expand(n_lanes, -1, -1)
