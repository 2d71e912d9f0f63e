"""Uncertainty weighting: learn one weight per task together with the parameters."""

from dataclasses import dataclass

import torch
from torch import Tensor

from samgs_core.card import Card, Published
from samgs_core.learned import LearnedWeighting
from samgs_core.method import Family
from samgs_core.params import Number, param
from samgs_core.shapes import Losses


@dataclass(frozen=True)
class UW(LearnedWeighting):
    """Weigh each task by its learned certainty: a task with a large loss counts less.

        g̃ₖ = wₖ gₖ,  wₖ = exp(−sₖ) / 2
        sₖ ← sₖ − Adam step of rate lr along  ½ − wₖ Lₖ

    which descends Σₖ (exp(−sₖ) Lₖ + sₖ) / 2 in the parameters and in sₖ = log σₖ², from sₖ = 0.
    At rest exp(sₖ) = Lₖ, so the losses must be above zero: their lower bounds are subtracted
    first. |sₖ| is kept at most 80.

    Source: Kendall, Gal and Cipolla 2018, arXiv:1705.07115. The plain step of the source for s
    is replaced by its own Adam (β₁ 0.9, β₂ 0.999), whatever the outer optimiser is.
    """

    lr: Number = param(
        0.025, 1e-5, 1.0, "Learning rate of s", "How fast the task weights are learned.", log=True
    )

    key = "uw"
    title = "UW"
    paper = "Kendall, Gal and Cipolla 2018, arXiv:1705.07115"
    family = Family.LOSS_WEIGHTING
    own_length = "its task weights start at ½, as in the published loss."
    card = Card(
        idea="Learn an uncertainty for every task and divide its loss by it. A task whose loss "
        "stays large is taken for uncertain and counts less.",
        equation=r"\tilde g_k = \tfrac12 e^{-s_k} g_k,\qquad "
        r"\min_{\theta, s} \tfrac12 \sum_k \bigl(e^{-s_k} L_k + s_k\bigr)",
        two_tasks=r"d = \tfrac12 e^{-s_1} g_1 + \tfrac12 e^{-s_2} g_2,\quad"
        r"\text{at rest } e^{s_k} = L_k",
        solve="one Adam step on T numbers",
        published=(Published("lr", "0.025", "the toys of Nash-MTL and FAMO"),),
        disagreements=(
            "s starts at 0 in the repositories of Nash-MTL and FAMO and in TorchJD, at −0.5 in "
            "LibMTL.",
            "SamsungLabs/MTL uses exp(−s) L + s/2, without the factor ½ on the loss.",
            "In the toy scripts of SAM-GS no optimiser ever sees s, so that UW is half the sum.",
            "With a negative loss s falls for ever; here the lower bounds are subtracted first.",
        ),
    )

    def weights(self, s: Tensor) -> Tensor:
        return torch.exp(-s) * 0.5

    def slope(self, weights: Tensor, losses: Losses) -> Tensor:
        return 0.5 - weights * losses
