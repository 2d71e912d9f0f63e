"""FAMO: bring all losses down at the same rate, knowing only the losses."""

from dataclasses import dataclass
from typing import NamedTuple

from torch import Tensor

from samgs_core.card import Card, Published
from samgs_core.diagnostics import TaskWeights
from samgs_core.learned import Learned, descend, untrained
from samgs_core.method import Claim, Family, Method
from samgs_core.params import Number, lanes, param
from samgs_core.shapes import Draws, Grads, Losses, State

LEAST = 1e-8


class FAMOState(NamedTuple):
    """The learned logits, and what the last step saw."""

    logits: Learned  # [B, T]
    shares: Tensor  # [B, T] z, the softmax of the logits
    logs: Tensor | None  # [B, T] logarithms of the losses
    weights: Tensor  # [B, T], with sum T


@dataclass(frozen=True)
class FAMO(Method):
    """Weigh the logarithms of the losses, and shift weight to the tasks that gained least.

        g̃ₖ = T c zₖ / Lₖ gₖ,   z = softmax(ξ),   c = 1 / Σₖ zₖ / Lₖ
        after the step:  δₖ = log Lₖ(before) − log Lₖ(now)
                         ξ ← ξ − Adam step of rate lr along  z ∘ (δ − Σⱼ zⱼ δⱼ) + decay · ξ

    The update of ξ needs the losses after the step, so it is done at the start of the next one. The
    losses must be above zero: their lower bounds are subtracted first. A loss below 10⁻⁸ counts as
    10⁻⁸. The source's weights add up to 1; here they are multiplied by T.

    Source: Liu, Feng, Stone and Liu 2023, NeurIPS, arXiv:2306.03792.
    """

    lr: Number = param(
        0.025, 1e-5, 1.0, "Learning rate of ξ", "How fast the logits are learned.", log=True
    )
    decay: Number = param(
        0.0, 0.0, 1.0, "Weight decay of ξ", "Pulls the logits back to equal weights.", step=0.001
    )

    key = "famo"
    title = "FAMO"
    paper = "Liu, Feng, Stone and Liu 2023, NeurIPS, arXiv:2306.03792"
    family = Family.LOSS_WEIGHTING
    weighs_losses = True
    diagnostics = (TaskWeights(),)
    card = Card(
        idea="See how much every loss gained from the last step and shift weight to those that "
        "gained least. It needs one backward pass whatever the number of tasks is.",
        equation=r"\tilde g_k = T\, c\, \frac{z_k}{L_k}\, g_k,\qquad z = "
        r"\operatorname{softmax}(\xi),\quad c = \Bigl(\sum_j \frac{z_j}{L_j}\Bigr)^{-1}",
        two_tasks=r"d = 2\,\frac{z_1 L_2\, g_1 + z_2 L_1\, g_2}{z_1 L_2 + z_2 L_1}",
        solve="one Adam step on T numbers, with the losses after the step",
        published=(
            Published("lr", "0.025", "the paper's code, LibMTL and TorchJD"),
            Published("decay", "0", "FAMO's toy script"),
            Published("decay", "0.001", "LibMTL and TorchJD"),
            Published("decay", "0.01", "FAMO's standalone file"),
            Published("decay", "0.00001", "the method classes of FAMO and of SAM-GS"),
        ),
        disagreements=(
            "FAMO's toy gives lower bounds of its losses; the toy of SAM-GS leaves them at 0, and "
            "everything is undefined as soon as a loss changes its sign. Here the landscape's "
            "lower bounds are subtracted.",
            "The clip to norm 1 in the repositories of FAMO and SAM-GS acts before the gradient "
            "exists and so does nothing.",
        ),
    )

    def claims(self, n_tasks: int = 2) -> frozenset[Claim]:
        return frozenset(
            {
                Claim.PERMUTATION_INVARIANT,
                Claim.ROTATION_EQUIVARIANT,
                Claim.STRONGLY_STATIONARY,
                Claim.DETERMINISTIC,
            }
        )

    def needs_positive_losses(self) -> bool:
        return True

    def init(self, grads: Grads) -> FAMOState:
        start = untrained(grads)
        zeros = start.value
        return FAMOState(start, zeros.softmax(1), None, zeros + 1)

    def operate(
        self, grads: Grads, losses: Losses, state: State, draws: Draws
    ) -> tuple[Grads, State]:
        logs = losses.clamp_min(LEAST).log()
        gain = None if state.logs is None else state.logs - logs
        logits = state.logits if gain is None else self._learn(state, gain)
        shares = logits.value.softmax(1)
        weights = (logits.value - logs).softmax(1) * float(grads.shape[1])  # T c zₖ / Lₖ
        state = FAMOState(logits, shares, logs, weights)
        return weights.unsqueeze(-1) * grads, state

    def _learn(self, state: FAMOState, gain: Tensor) -> Learned:
        mean = (state.shares * gain).sum(1, keepdim=True)
        decay = lanes(self.decay, gain) * state.logits.value
        return descend(state.logits, state.shares * (gain - mean) + decay, self.lr)
