"""HQF: the same oblong bowl for both tasks, ten times as steep for the second."""

from dataclasses import dataclass

from samgs_core.landscape import Preset, StartSet, Window
from samgs_core.optimizers import SGD
from samgs_core.params import Number, param
from synthetic.quadratics import QuadraticPair

STARTS = ((-6.0, 4.0), (-3.0, -1.5), (1.5, 2.0), (2.5, 5.5))
FORM = ((2.0, -1.0), (-1.0, 2.0))


@dataclass(frozen=True)
class HQF(QuadraticPair):
    """Quadratic forms that differ in nothing but their centre and their scale.

        L₁ = (θ − u₁)ᵀ A (θ − u₁),  L₂ = ratio · (θ − u₂)ᵀ A (θ − u₂)
        A = (2, −1; −1, 2),  u₁ = (1, 0),  u₂ = (−10, 0)

    The Pareto set is the segment between the centres, the front √L₁ + √(L₂ / ratio) = √242.

    Source: the trajectory tests of TorchJD; Quinton and Rey 2024, arXiv:2406.16232.
    """

    ratio: Number = param(
        10.0, 0.001, 1000.0, "Loss ratio", "Factor on the loss of task 2.", log=True
    )

    key = "hqf"
    title = "HQF: one shape, two scales"
    lesson = "Where on the front a run ends is a matter of the scale of the losses."
    window = Window(-12.0, 4.0, -7.0, 8.0)
    starts = (StartSet("Four starts as published", STARTS),)
    forms = (FORM, FORM)
    centres = ((1.0, 0.0), (-10.0, 0.0))

    @classmethod
    def presets(cls) -> tuple[Preset, ...]:
        return (Preset("TorchJD", cls(), STARTS, 100, SGD(lr=0.005)),)

    @property
    def weights(self) -> tuple[Number, Number]:
        return 1.0, self.ratio
