"""STCH: descend a smooth form of the largest weighted loss."""

from dataclasses import dataclass

import torch
from torch import Tensor

from samgs_core.card import Card, Published
from samgs_core.method import Claim, Family, Weighting
from samgs_core.params import Number, lanes, param
from samgs_core.shapes import Draws, Grads, Losses


@dataclass(frozen=True)
class STCH(Weighting):
    """Descend the largest of the weighted losses, made smooth (smooth Tchebycheff scalarisation).

        F = μ log Σₖ exp(λₖ (Lₖ − zₖ) / μ)
        g̃ₖ = T² ∂F/∂Lₖ gₖ = T² λₖ softmax(λ (L − z) / μ)ₖ gₖ,   Σₖ λₖ = 1

    with the ideal point z, for which the lower bounds of the losses stand. λ₁ and λₖ for every
    other task k are in the ratio of the two given preferences. μ → 0 is the largest weighted loss.
    T² makes the merged gradient of equal gradients with equal preferences their sum.

    Source: Lin, Zhang, Yang, Liu, Wang and Zhang 2024, ICML, arXiv:2402.19078.
    """

    mu: Number = param(
        0.1, 1e-3, 100.0, "Smoothness μ", "A small one follows the largest loss alone.", log=True
    )
    lambda1: Number = param(
        1.0, 0.05, 10.0, "Preference λ₁", "How much the loss of task 1 counts.", step=0.05
    )
    lambda2: Number = param(
        1.0, 0.05, 10.0, "Preference λ₂", "How much the loss of every other task counts.", step=0.05
    )

    key = "stch"
    title = "STCH"
    paper = "Lin, Zhang, Yang, Liu, Wang and Zhang 2024, ICML, arXiv:2402.19078"
    family = Family.LOSS_WEIGHTING
    weighs_losses = True
    card = Card(
        idea="Descend the largest of the weighted losses, rounded off where two are equal. Unlike "
        "a weighted sum it can reach every point of a front, also where the front is concave.",
        equation=r"F = \mu \log \sum_k e^{\lambda_k (L_k - z_k) / \mu},\qquad \tilde g_k = T^2 "
        r"\lambda_k \operatorname{softmax}\Bigl(\tfrac{\lambda (L - z)}{\mu}\Bigr)_k g_k",
        two_tasks=r"d = 4\,\bigl(\lambda_1 s\, g_1 + \lambda_2 (1 - s)\, g_2\bigr),\quad "
        r"s = \frac{1}{1 + e^{-(\lambda_1 (L_1 - z_1) - \lambda_2 (L_2 - z_2)) / \mu}}",
        solve="none",
        published=(
            Published("mu", "0.01, 0.1, 0.5 and 1", "tried in the paper"),
            Published(
                "mu", "1", "the authors' multi-task code and LibMTL, on logarithms of losses"
            ),
            Published("lambda1", "1/T", "TorchJD"),
        ),
        disagreements=(
            "The authors' multi-task code and LibMTL first descend Σ log L for four epochs and "
            "then apply the formula to log(L / nadir); here and in TorchJD it is the plain "
            "formula.",
            "TorchJD takes the ideal point 0 if none is given; here it is the lower bounds.",
        ),
    )

    def claims(self, n_tasks: int = 2) -> frozenset[Claim]:
        claims = frozenset(
            {
                Claim.ROTATION_EQUIVARIANT,
                Claim.STRONGLY_STATIONARY,
                Claim.DETERMINISTIC,
                Claim.STATELESS,
            }
        )
        differ = torch.as_tensor(self.lambda1) != torch.as_tensor(self.lambda2)
        return claims if bool(differ.any()) else claims | {Claim.PERMUTATION_INVARIANT}

    def needs_positive_losses(self) -> bool:
        return True

    def weigh(self, grads: Grads, losses: Losses, draws: Draws) -> Tensor:
        n_tasks = grads.shape[1]
        first = torch.zeros_like(losses)
        first[:, 0] = 1.0
        preference = first * lanes(self.lambda1, losses) + (1 - first) * lanes(self.lambda2, losses)
        preference = preference / preference.sum(1, keepdim=True)
        shares = (preference * losses / lanes(self.mu, losses)).softmax(1)
        return (n_tasks**2 * preference * shares).unsqueeze(-1)
