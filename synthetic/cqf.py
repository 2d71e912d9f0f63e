"""CQF: two narrow bowls that lie across each other."""

from dataclasses import dataclass

from samgs_core.landscape import Preset, StartSet, Window
from samgs_core.optimizers import SGD
from synthetic.quadratics import QuadraticPair

STARTS = ((0.5, 0.5), (-0.3, 7.0), (0.0, 0.0))


@dataclass(frozen=True)
class CQF(QuadraticPair):
    """Convex quadratic forms whose long axes cross: the best compromises lie far from both centres.

        Lₖ = (θ − uₖ)ᵀ Aₖ (θ − uₖ)
        A₁ = (1, 0.2; 0.2, 0.05),  u₁ = (1, 0),  A₂ = (3, −0.6; −0.6, 0.2),  u₂ = (−1, 0)

    The Pareto set is the arc (w A₁ + (1 − w) A₂)⁻¹ (w A₁ u₁ + (1 − w) A₂ u₂), 0 ≤ w ≤ 1, that rises
    to y ≈ 3.4 between the two centres on the axis.

    Source: the trajectory tests of TorchJD; Quinton and Rey 2024, arXiv:2406.16232.
    """

    key = "cqf"
    title = "CQF: crossing bowls"
    lesson = "The compromises between two points need not lie between them."
    window = Window(-4.0, 4.0, -1.5, 8.0)
    starts = (StartSet("Three starts as published", STARTS),)
    forms = (((1.0, 0.2), (0.2, 0.05)), ((3.0, -0.6), (-0.6, 0.2)))
    centres = ((1.0, 0.0), (-1.0, 0.0))

    @classmethod
    def presets(cls) -> tuple[Preset, ...]:
        return (Preset("TorchJD", cls(), STARTS, 200, SGD(lr=0.125)),)
