"""SAM-GS: equalise lengths where they differ much, modulate with momentum where they do not."""

from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor

from samgs_core.card import Card, Published
from samgs_core.diagnostics import Factor, Flag, Regime, Threshold, Value
from samgs_core.geometry import ZERO, norms
from samgs_core.method import Claim, Family, Method
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

    Departures, where the formulas give 0/0: a length below 10⁻¹² counts as 10⁻¹². So two zero
    gradients are similar (ψ = 1), one zero gradient is not (ψ ≈ 0), and a zero gradient has the
    unit vector 0. A single task has Ψ = 1.
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
    own_length = "equalising keeps the mean length, modulating multiplies lengths by |M̂|/√ĥ."
    paper = "Borsani, Rosani, Nicosia and Di Fatta 2025, arXiv:2506.06130"
    family = Family.BALANCING
    card = Card(
        idea="Look at how alike the gradients are in length. Far apart, make them equally long; "
        "otherwise multiply each coordinate by its momentum, the more the less the lengths have "
        "differed.",
        equation=r"\tilde g_k = \begin{cases} \dfrac{\overline{n}}{\lVert g_k\rVert}\, g_k & \Psi "
        r"< \gamma \\[2ex] \dfrac{|\hat M_k|}{\sqrt{\hat h}} \odot g_k & \Psi \ge \gamma "
        r"\end{cases}\qquad \overline{n} = \tfrac1T \sum_k \lVert g_k\rVert,\quad \psi_{ij} = "
        r"\frac{2 \lVert g_i\rVert \lVert g_j\rVert}{\lVert g_i\rVert^2 + \lVert g_j\rVert^2}",
        two_tasks=r"\Psi = \psi_{12};\quad \Psi < \gamma:\; d = "
        r"\frac{\lVert g_1\rVert + \lVert g_2\rVert}{2}\Bigl(\frac{g_1}{\lVert g_1\rVert} + "
        r"\frac{g_2}{\lVert g_2\rVert}\Bigr)\;\text{(ConFIG), times 2 in the published code}",
        solve="none; one moment for every gradient",
        published=(
            Published("gamma", "0.1", "the toys of the paper"),
            Published(
                "gamma", "0.9", "the paper on Cityscapes, NYUv2, CelebA and reinforcement learning"
            ),
            Published("gamma", "0.7", "the published code on Cityscapes, NYUv2 and CelebA"),
            Published("beta1", "0.9", "the paper and its code"),
            Published("beta2", "0.99", "Algorithm 1 of the paper, and the code of the first toy"),
            Published(
                "beta2", "0.9", "the code of the second toy; the paper on Cityscapes and NYUv2"
            ),
            Published("similarity", "minimum", "the paper on reinforcement learning"),
        ),
        disagreements=(
            "The paper averages ψ over all ordered pairs, each task with itself included, so that "
            "for two tasks Ψ is at least ½ and γ ≤ ½ never equalises; its code averages over "
            "distinct pairs.",
            "The code multiplies the result by T and clips it to norm 1, of which the paper says "
            "nothing.",
            "The paper adds 10⁻⁸ to √ĥ as well; the code adds it only within h.",
            "For a zero gradient the published code divides by zero, and two zero gradients make h "
            "undefined for good; here lengths are kept above 10⁻¹².",
        ),
    )
    diagnostics = (
        Value("similarity", "Ψ", "How alike the gradients are in length, as compared with γ."),
        Flag(
            "equalised",
            "regime",
            "Which of its two rules the method goes by in this step: Ψ below γ equalises.",
            Regime("E", "equalise", "equalising", "All gradients get the same length."),
            Regime(
                "m",
                "modulate",
                "modulating",
                "Each coordinate is multiplied by its momentum and by the amplification.",
            ),
        ),
        Value(
            "amplification",
            "amplification",
            "1/√ĥ, by which modulating lengthens the gradients: the less their lengths have "
            "differed of late, the larger it is.",
        ),
    )

    def claims(self, n_tasks: int = 2) -> frozenset[Claim]:
        return frozenset({Claim.PERMUTATION_INVARIANT, Claim.DETERMINISTIC})

    def init(self, grads: Grads) -> SAMGSState:
        flat = torch.zeros_like(grads[:, 0, 0])
        return SAMGSState(torch.zeros_like(grads), flat, 0, flat, flat, flat)

    def operate(
        self, grads: Grads, losses: Losses, state: State, draws: Draws
    ) -> tuple[Grads, State]:
        beta1, beta2 = lanes(self.beta1, grads), self.beta2
        length = norms(grads).clamp_min(ZERO)
        similarity, spread_similarity = self._similarities(length.squeeze(-1))
        t = state.t + 1
        moment = torch.lerp(state.moment, grads, 1 - beta1)
        spread = torch.lerp(state.spread, (spread_similarity - 1.0).square(), 1 - beta2) + EPS
        amplification = self._amplification(spread / (1 - beta2**t))

        equalised = similarity < self.gamma
        n_tasks = float(grads.shape[1])
        equal = length.sum(1, keepdim=True) / length
        scale = amplification.reshape(-1, 1, 1) * (n_tasks / (1 - beta1**t))
        momentum = moment.abs().mul_(scale)  # in place: a network's gradients are long
        factor = torch.where(equalised.reshape(-1, 1, 1), equal, momentum)
        if self.variant == "paper":
            factor = factor / n_tasks
        state = SAMGSState(moment, spread, t, similarity, equalised, amplification)
        return factor.mul_(grads), state

    def threshold(self, n_tasks: int = 2) -> Threshold | None:
        """γ in terms of the mean ψ over pairs of tasks.

        The mean as printed also counts each of the T tasks with itself: Ψ = (1 + (T − 1) ψ) / T, so
        Ψ < γ where ψ < (T γ − 1) / (T − 1). None for the minimum over more than one pair, which
        the mean does not tell, and in a sweep over γ.
        """
        gamma, how = self.gamma, self._how
        if isinstance(gamma, Tensor) or (how == "minimum" and n_tasks > 2):
            return None
        if how != "printed":
            return Threshold(gamma, f"γ = {gamma:g}")
        psi = (n_tasks * gamma - 1) / (n_tasks - 1)
        if psi <= 0:
            return Threshold(psi, f"γ = {gamma:g}, but Ψ as printed is at least {1 / n_tasks:g}")
        return Threshold(psi, f"γ = {gamma:g} for Ψ as printed")

    def factor(self, n_tasks: int = 2) -> Factor:
        times = "" if self.variant == "paper" else str(n_tasks)
        help = "The momentum of each coordinate, times the number of tasks."
        if self.variant == "paper":
            help = "The momentum of each coordinate."
        return Factor(f"{times}|M̂|", help, divided_by="amplification", where=False)

    def pair_threshold(self) -> Number:
        """The ψ of two tasks below which a step equalises them.

        γ, but for the printed similarity: there Ψ = (1 + ψ) / 2, so Ψ < γ means ψ < 2γ − 1.
        """
        return 2 * self.gamma - 1 if self._how == "printed" else self.gamma

    @property
    def _how(self) -> str:
        """How similarities become one, with *auto* told by the variant."""
        auto = {"code": "pairs", "paper": "printed"}[self.variant]
        return auto if self.similarity == "auto" else self.similarity

    def _amplification(self, spread: Tensor) -> Tensor:
        return 1 / (spread.sqrt() + EPS) if self.variant == "paper" else spread.rsqrt()

    def _similarities(self, length: Tensor) -> tuple[Tensor, Tensor]:
        """Psi for the threshold and Psi for h, each [B], from the lengths [B, T]."""
        n_tasks = length.shape[1]
        how = self._how
        if n_tasks == 2:
            least = mean = pair_similarity(*length.unbind(1))
        else:
            psi = pair_similarity(length.unsqueeze(2), length.unsqueeze(1))
            least = psi.amin((1, 2))
            mean = (psi.sum((1, 2)) - n_tasks) / max(n_tasks * (n_tasks - 1), 1) + (n_tasks == 1)
        if how == "printed":
            mean = (1 + (n_tasks - 1) * mean) / n_tasks
        if how != "minimum":
            return mean, mean
        return least, (mean if self.variant == "code" else least)


def pair_similarity(a: Tensor, b: Tensor) -> Tensor:
    """Gradient magnitude similarity of two lengths above 0, in [0, 1].

    ψ = 2ab / (a² + b²) = 1 / cosh(ln(a / b)), where nothing is squared and so nothing overflows.
    """
    return (a / b).log().cosh().reciprocal()
