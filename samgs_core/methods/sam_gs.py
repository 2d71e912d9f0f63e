"""SAM-GS: equalise lengths where they differ much, modulate with momentum where they do not."""

from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor

from samgs_core.geometry import ZERO, norms, safe_divide
from samgs_core.method import Claim, Method
from samgs_core.params import Number, choice, lanes, param
from samgs_core.shapes import Draws, Grads, Losses, State

EPS = 1e-8


class SAMGSState(NamedTuple):
    """Moments, and what the last step looked like."""

    moment: Tensor  # [B, T, D] M, running mean of each task gradient
    spread: Tensor  # [B] h, running mean of (1 − Psi)²
    t: int
    similarity: Tensor  # [B] Psi
    equalised: Tensor  # [B] whether the step equalised
    amplification: Tensor  # [B] 1 / √ĥ


@dataclass(frozen=True)
class SAMGS(Method):
    """Below the threshold γ equalise the lengths of the task gradients, else modulate them.

        Ψ  = mean of ψᵢⱼ,  ψᵢⱼ = 2‖gᵢ‖‖gⱼ‖ / (‖gᵢ‖² + ‖gⱼ‖²)
        Mₖ ← β₁ Mₖ + (1 − β₁) gₖ,               M̂ₖ = Mₖ / (1 − β₁ᵗ)
        h  ← β₂ h + (1 − β₂)(1 − Ψ)² + 10⁻⁸,    ĥ  = h / (1 − β₂ᵗ)
        equalise, Ψ < γ:   g̃ₖ = (n̄ / ‖gₖ‖) gₖ,  n̄ = mean of the lengths
        modulate, Ψ ≥ γ:   g̃ₖ = |M̂ₖ| / √ĥ · gₖ   (coordinate by coordinate)

    Source: Borsani, Rosani, Nicosia and Di Fatta 2025, arXiv:2506.06130, Algorithm 1, and its
    published code. The two differ. Variant *code* multiplies the result by the number of tasks;
    variant *paper* does not, and adds 10⁻⁸ to √ĥ as well. Similarity *pairs* averages ψ over
    distinct pairs (the code), *printed* over all ordered pairs including each task with itself
    (the paper; for two tasks at least ½), *minimum* takes the least similar pair for the threshold,
    and with variant *code* keeps the mean over pairs in h, as the published experiments on
    reinforcement learning do. *auto* is pairs for code and printed for paper.

    Departures, where the formulas give 0/0: two zero gradients are similar (ψ = 1), one zero
    gradient is not (ψ = 0), and a zero gradient has the unit vector 0. A single task has Ψ = 1.
    """

    gamma: Number = param(
        0.1, 0.0, 1.0, "Threshold γ", "Below this similarity the gradients are equalised."
    )
    beta1: Number = param(0.9, 0.0, 0.9999, "β₁", "Memory of the mean task gradients.")
    beta2: Number = param(0.99, 0.0, 0.9999, "β₂", "Memory of the dissimilarity (1 − Ψ)².")
    variant: str = choice(
        "code", ("code", "paper"), "Variant", "The published code and the paper differ."
    )
    similarity: str = choice(
        "auto",
        ("auto", "pairs", "printed", "minimum"),
        "Similarity Ψ",
        "How the similarities of all pairs become one; auto follows the variant.",
    )

    key = "sam-gs"
    title = "SAM-GS"
    paper = "Borsani, Rosani, Nicosia and Di Fatta 2025, arXiv:2506.06130"
    diagnostics = ("similarity", "equalised", "amplification")

    def claims(self, n_tasks: int = 2) -> frozenset[Claim]:
        return frozenset({Claim.PERMUTATION_INVARIANT, Claim.DETERMINISTIC})

    def init(self, grads: Grads) -> SAMGSState:
        flat = torch.zeros_like(grads[:, 0, 0])
        return SAMGSState(torch.zeros_like(grads), flat, 0, flat, flat, flat)

    def operate(
        self, grads: Grads, losses: Losses, state: State, draws: Draws
    ) -> tuple[Grads, State]:
        beta1, beta2 = lanes(self.beta1, grads), self.beta2
        length = norms(grads)
        similarity, spread_similarity = self._similarities(length.squeeze(-1))
        t = state.t + 1
        moment = state.moment * beta1 + grads * (1 - beta1)
        surprise = (1 - spread_similarity).square()
        spread = state.spread * beta2 + surprise * (1 - beta2) + EPS
        amplification = self._amplification(spread / (1 - beta2**t))

        equalised = similarity < self.gamma
        equal = safe_divide(length.mean(1, keepdim=True), length)
        momentum = moment.abs() * (amplification.reshape(-1, 1, 1) / (1 - beta1**t))
        factor = torch.where(equalised.reshape(-1, 1, 1), equal, momentum)
        if self.variant == "code":
            factor = factor * grads.shape[1]
        return factor * grads, SAMGSState(moment, spread, t, similarity, equalised, amplification)

    def _amplification(self, spread: Tensor) -> Tensor:
        root = spread.sqrt()
        return 1 / (root + EPS if self.variant == "paper" else root)

    def _similarities(self, length: Tensor) -> tuple[Tensor, Tensor]:
        """Psi for the threshold and Psi for h, each [B], from the lengths [B, T]."""
        n_tasks = length.shape[1]
        rows, columns = torch.triu_indices(n_tasks, n_tasks, offset=1, device=length.device)
        psi = pair_similarity(length[:, rows], length[:, columns])
        how = {"code": "pairs", "paper": "printed"}[self.variant]
        how = how if self.similarity == "auto" else self.similarity
        mean = psi.mean(1) if n_tasks > 1 else torch.ones_like(length[:, 0])
        if how == "printed":
            mean = (1 + (n_tasks - 1) * mean) / n_tasks
        if how != "minimum" or n_tasks == 1:
            return mean, mean
        least = psi.amin(1)
        return least, (mean if self.variant == "code" else least)


def pair_similarity(a: Tensor, b: Tensor) -> Tensor:
    """Gradient magnitude similarity 2ab / (a² + b²) of two lengths, in [0, 1].

    Two lengths below 10⁻¹² are alike (1). Written with the ratio of the lengths, so that no square
    overflows.
    """
    large = torch.maximum(a, b)
    ratio = safe_divide(torch.minimum(a, b), large)
    return (2 * ratio / (1 + ratio * ratio)).masked_fill(large < ZERO, 1)
