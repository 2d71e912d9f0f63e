"""SDMGrad: the shortest weighted mean of the gradients that stays near their plain mean."""

from dataclasses import dataclass

import torch
from torch import Tensor

from samgs_core.card import Card, Published
from samgs_core.convex import shortest
from samgs_core.geometry import dot, scaled, tiny
from samgs_core.method import Claim, Family, Weighting
from samgs_core.params import Number, lanes, param
from samgs_core.shapes import Draws, Grads, Losses


@dataclass(frozen=True)
class SDMGrad(Weighting):
    """MGDA held near the mean gradient g₀: every task keeps a share of at least λ / (T (1 + λ)).

        w = argmin ‖Σₖ wₖ gₖ + λ g₀‖  over wₖ ≥ 0, Σₖ wₖ = 1
        g̃ₖ = T (wₖ + λ/T) / (1 + λ) gₖ

    For two tasks wₖ = clip((gⱼ·(gⱼ − gₖ) − λ (‖gₖ‖² − ‖gⱼ‖²) / 2) / ‖gₖ − gⱼ‖², 0, 1) with j the
    other task. For more tasks w is found by an interior-point method with a fixed number of steps.
    λ = 0 is MGDA.

    The source's weights add up to 1; here they are multiplied by T. Equal gradients have equal
    weights. Source: Xiao, Ban and Ji 2023, NeurIPS, arXiv:2305.18409, with the exact solution in
    place of its twenty stochastic steps.
    """

    lam: Number = param(0.3, 0.0, 10.0, "Pull λ", "How strongly the mean gradient pulls.")

    key = "sdmgrad"
    title = "SDMGrad"
    paper = "Xiao, Ban and Ji 2023, NeurIPS, arXiv:2305.18409"
    family = Family.MULTI_OBJECTIVE
    card = Card(
        idea="Take the shortest weighted mean of the gradients, as MGDA does, but pulled towards "
        "the plain mean. Every task keeps a share, so one vanishing gradient no longer stops the "
        "run.",
        equation=r"w = \operatorname*{arg\,min}_{w \in \Delta} \Bigl\lVert \sum_k w_k g_k + "
        r"\lambda g_0 \Bigr\rVert,\qquad \tilde g_k = T\, \frac{w_k + \lambda / T}{1 + \lambda}\, "
        r"g_k",
        two_tasks=r"w_1 = \operatorname{clip}\Bigl(\frac{g_2 \cdot (g_2 - g_1) - \frac{\lambda}{2} "
        r"(\lVert g_1\rVert^2 - \lVert g_2\rVert^2)}{\lVert g_1 - g_2\rVert^2},\, 0,\, 1\Bigr)",
        solve="none",
        solve_more="one quadratic programme of T numbers",
        published=(
            Published("lam", "0.6", "the default of the authors' class"),
            Published("lam", "0.3", "the authors' experiments and TorchJD"),
            Published("lam", "0.01", "the authors' toy"),
        ),
        disagreements=(
            "The authors' code takes twenty gradient steps for w, which do not converge: half of "
            "the weights are wrong by more than 0.14. Here w is exact.",
            "Made for three independent samples of a noisy gradient; here one gradient serves for "
            "all.",
            "The step of the inner solver is 10 in the authors' code and TorchJD, 5 in LibMTL.",
        ),
    )

    def claims(self, n_tasks: int = 2) -> frozenset[Claim]:
        claims = frozenset(
            {
                Claim.PERMUTATION_INVARIANT,
                Claim.ROTATION_EQUIVARIANT,
                Claim.DETERMINISTIC,
                Claim.STATELESS,
            }
        )
        if bool(torch.as_tensor(self.lam > 0).all()):
            return claims | {Claim.STRONGLY_STATIONARY}
        if bool(torch.as_tensor(self.lam == 0).all()):
            return claims | {Claim.NON_CONFLICTING}
        return claims

    def weigh(self, grads: Grads, losses: Losses, draws: Draws) -> Tensor:
        n_tasks = grads.shape[1]
        lam = lanes(self.lam, grads)
        shares = (_of_two if n_tasks == 2 else shortest)(scaled(grads), lam)
        return (n_tasks * shares + lam) / (1 + lam)


def _of_two(grads: Grads, lam: Number) -> Tensor:
    """w [B, 2, 1] in closed form; ½ for equal gradients."""
    other = grads.flip(1)
    apart, mean = other - grads, (other + grads) / 2
    least = tiny(grads)
    top = dot(other, apart) + lam * dot(mean, apart)
    return ((top + least / 2) / (dot(apart, apart) + least)).clamp(0.0, 1.0)
