"""DWA: weigh up the tasks whose losses fall slowly."""

from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor

from samgs_core.card import Card, Published
from samgs_core.diagnostics import TaskWeights
from samgs_core.method import Claim, Family, Method
from samgs_core.params import Number, choice, lanes, param
from samgs_core.shapes import Draws, Grads, Losses, State

LEAST, MOST = 1e-8, 1e6


class DWAState(NamedTuple):
    """Mean losses of the last two whole periods and the sum over the running one."""

    total: Tensor  # [B, T] of the running period
    last: Tensor  # [B, T]
    before: Tensor  # [B, T]
    t: int
    weights: Tensor  # [B, T], with sum T


@dataclass(frozen=True)
class DWA(Method):
    """Compare each loss with what it was a period ago; who fell least gets the largest weight.

        g̃ₖ = wₖ gₖ,   w = T softmax(r / τ),   rₖ = L̄ₖ(last period) / L̄ₖ(the period before)

    with L̄ the mean loss over a period of some steps. In the first two periods the weights are 1.

    The losses must be above zero, else a ratio above 1 would mean progress: their lower bounds are
    subtracted first. A mean below 10⁻⁸ counts as 10⁻⁸ and the ratio is at most 10⁶.

    Source: Liu, Johns and Davison 2019, CVPR, arXiv:1803.10704, where a period is an epoch.
    """

    temperature: Number = param(
        2.0, 0.05, 20.0, "Temperature τ", "A large one makes the weights alike.", log=True
    )
    period: str = choice(
        "25", ("1", "10", "25", "100"), "Period", "Steps over which a loss is averaged."
    )

    key = "dwa"
    title = "DWA"
    paper = "Liu, Johns and Davison 2019, CVPR, arXiv:1803.10704"
    family = Family.LOSS_WEIGHTING
    weighs_losses = True
    diagnostics = (TaskWeights(),)
    card = Card(
        idea="Look how fast each loss fell from one period to the next. The slower it fell, the "
        "larger is its weight.",
        equation=r"\tilde g_k = w_k\, g_k,\qquad w = T \operatorname{softmax}(r / \tau),\quad "
        r"r_k = \frac{\overline{L}_k(p - 1)}{\overline{L}_k(p - 2)}",
        two_tasks=r"w_1 = \frac{2}{1 + e^{(r_2 - r_1) / \tau}},\quad w_2 = 2 - w_1",
        solve="none",
        published=(
            Published("temperature", "2", "the paper and all implementations"),
            Published("period", "one epoch", "the paper, LibMTL and TorchJD"),
            Published("period", "25", "the repositories of Nash-MTL, FAMO and SAM-GS"),
        ),
        disagreements=(
            "The repositories of Nash-MTL, FAMO and SAM-GS slide a window that starts filled with "
            "ones, so the first ratios compare real losses with ones; here periods follow each "
            "other.",
            "With negative losses the meaning of the ratio is turned round; here the lower bounds "
            "are subtracted first.",
        ),
    )

    def claims(self, n_tasks: int = 2) -> frozenset[Claim]:
        return frozenset(
            {
                Claim.PERMUTATION_INVARIANT,
                Claim.LINEAR_UNDER_SCALING,
                Claim.ROTATION_EQUIVARIANT,
                Claim.STRONGLY_STATIONARY,
                Claim.DETERMINISTIC,
            }
        )

    def needs_positive_losses(self) -> bool:
        return True

    def init(self, grads: Grads) -> DWAState:
        zeros = torch.zeros_like(grads[:, :, 0])
        return DWAState(zeros, zeros + 1, zeros + 1, 0, zeros + 1)

    def operate(
        self, grads: Grads, losses: Losses, state: State, draws: Draws
    ) -> tuple[Grads, State]:
        period = int(self.period)
        total, last, before, t, weights = state
        if t and t % period == 0:
            total, last, before = torch.zeros_like(total), total / period, last
            if t >= 2 * period:
                ratio = (last.clamp_min(LEAST) / before.clamp_min(LEAST)).clamp_max(MOST)
                weights = (ratio / lanes(self.temperature, ratio)).softmax(1) * float(
                    grads.shape[1]
                )
        return weights.unsqueeze(-1) * grads, DWAState(total + losses, last, before, t + 1, weights)
