"""What pairs of quadratic losses share: gradients, minimum of the sum, Pareto set."""

import torch
from torch import Tensor

from samgs_core.landscape import Landscape
from samgs_core.params import Number
from samgs_core.shapes import Grads, Losses, Points
from synthetic.constants import constants, per_task
from synthetic.pieces import even

Form = tuple[tuple[float, float], tuple[float, float]]
EQUAL_BOWLS: tuple[Form, Form] = (((1.0, 0.0), (0.0, 1.0)), ((1.0, 0.0), (0.0, 1.0)))

FINE = 4_001
"""Weights on which the Pareto set is measured before its points are spread evenly along it."""


class QuadraticPair(Landscape):
    """Two quadratic losses, each with its own centre and curvature.

        Lₖ = weightₖ · (θ − uₖ)ᵀ Aₖ (θ − uₖ)

    The Pareto set is the curve

        θ(w) = (w A₁ + (1 − w) A₂)⁻¹ (w A₁ u₁ + (1 − w) A₂ u₂),  0 ≤ w ≤ 1,

    and the sum is least at the w that has the weights' proportion.
    """

    forms: tuple[Form, Form]
    centres: tuple[tuple[float, float], tuple[float, float]]

    @property
    def weights(self) -> tuple[Number, Number]:
        """The factor on each loss."""
        return 1.0, 1.0

    @property
    def lower_bounds(self) -> tuple[float, ...]:
        first, second = self.weights
        return -0.01 * float(first), -0.01 * float(second)

    def minimisers(self) -> tuple[tuple[float, ...], ...] | None:
        first, second = (float(weight) for weight in self.weights)
        share = torch.tensor([first / (first + second)], dtype=torch.float64)
        ((x, y),) = self._balance(share).tolist()
        return ((x, y),)

    def pareto_set(self, n: int) -> Points | None:
        share = torch.linspace(1, 0, FINE, dtype=torch.float64)
        steps = self._balance(share).diff(dim=0).norm(dim=1)
        travelled = torch.cat((steps.new_zeros(1), steps.cumsum(0)))
        along = even(0, 1, n) * travelled[-1]
        after = torch.searchsorted(travelled, along).clamp(1, FINE - 1)
        part = (along - travelled[after - 1]) / steps[after - 1]
        return self._balance(torch.lerp(share[after - 1], share[after], part))

    def losses(self, x: Points) -> Losses:
        away, pull = self._away_and_pull(x)
        return (away * pull).sum(2) * per_task(self.weights, x).squeeze(-1)

    def losses_and_grads(self, x: Points) -> tuple[Losses, Grads]:
        away, pull = self._away_and_pull(x)
        weights = per_task(self.weights, x)
        return ((away * pull).sum(2, keepdim=True) * weights).squeeze(2), pull * (2 * weights)

    def _away_and_pull(self, x: Points) -> tuple[Tensor, Tensor]:
        """θ − uₖ and Aₖ(θ − uₖ), both [B, 2, 2]."""
        forms, centres = constants((self.forms, self.centres), x)
        away = x.unsqueeze(1) - centres
        return away, (away.unsqueeze(2) * forms).sum(3)

    def _balance(self, share: Tensor) -> Points:
        """θ(w) for the weights w [n]."""
        forms, centres = constants((self.forms, self.centres), share)
        split = torch.stack((share, 1 - share), dim=1)[:, :, None, None]
        pulled = forms @ centres.unsqueeze(2)
        return torch.linalg.solve((split * forms).sum(1), (split * pulled).sum(1)).squeeze(2)
