"""IMTL-L: learn the factors that bring all losses to the same size."""

from dataclasses import dataclass

from torch import Tensor

from samgs_core.card import Card, Published
from samgs_core.learned import LearnedWeighting
from samgs_core.method import Family
from samgs_core.params import Number, param
from samgs_core.shapes import Losses


@dataclass(frozen=True)
class IMTLL(LearnedWeighting):
    """Learn one factor for each loss until all losses, times their factors, are 1.

        g̃ₖ = exp(sₖ) gₖ
        sₖ ← sₖ − Adam step of rate lr along  exp(sₖ) Lₖ − 1

    which descends Σₖ (exp(sₖ) Lₖ − sₖ) in the parameters and in s, from s = 0. At rest
    exp(sₖ) = 1 / Lₖ, so the losses must be above zero: their lower bounds are subtracted first.
    |sₖ| is kept at most 80.

    Source: Liu, Li, Kuang, Xue, Chen, Yang, Liao and Zhang 2021, ICLR, openreview IMPnRXEWpvr.
    The outer optimiser's step for s is replaced by an Adam of its own, whatever that optimiser is.
    """

    lr: Number = param(
        0.025, 1e-5, 1.0, "Learning rate of s", "How fast the factors are learned.", log=True
    )

    key = "imtl-l"
    title = "IMTL-L"
    paper = "Liu, Li, Kuang, Xue, Chen, Yang, Liao and Zhang 2021, ICLR, openreview IMPnRXEWpvr"
    family = Family.LOSS_WEIGHTING
    own_length = "its weights tend to one over the losses, as in the published loss."
    card = Card(
        idea="Learn a factor for every loss that brings all of them to the size 1. Like "
        "uncertainty weighting with the sign of s turned round and without the factor ½.",
        equation=r"\tilde g_k = e^{s_k} g_k,\qquad \min_{\theta, s} \sum_k \bigl(e^{s_k} L_k - "
        r"s_k\bigr)",
        two_tasks=r"d = e^{s_1} g_1 + e^{s_2} g_2,\quad\text{at rest } e^{s_k} = 1 / L_k",
        solve="one Adam step on T numbers",
        published=(
            Published(
                "lr", "that of the outer optimiser", "the paper and LibMTL: s is a parameter"
            ),
            Published("lr", "0.025", "the value used for such side parameters in toy studies"),
        ),
        disagreements=(
            "With a negative loss s grows for ever; here the lower bounds are subtracted first.",
            "LibMTL's IMTL applies IMTL-G to the gradients that IMTL-L has scaled.",
        ),
    )

    def weights(self, s: Tensor) -> Tensor:
        return s.exp()

    def slope(self, weights: Tensor, losses: Losses) -> Tensor:
        return weights * losses - 1.0
