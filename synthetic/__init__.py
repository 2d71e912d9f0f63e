"""The landscapes and the layered problems, in teaching order."""

from samgs_core.landscape import Landscape
from samgs_core.layered import LayeredProblem
from synthetic.one_optimum import OneOptimum
from synthetic.planted_disagreement import PlantedDisagreement
from synthetic.presets import PRESETS, Preset
from synthetic.two_bowls import TwoBowls
from synthetic.two_optima import TwoOptima

LANDSCAPES: tuple[type[Landscape], ...] = (OneOptimum, TwoOptima, TwoBowls)
LAYERED: tuple[type[LayeredProblem], ...] = (PlantedDisagreement,)

__all__ = [
    "LANDSCAPES",
    "LAYERED",
    "PRESETS",
    "OneOptimum",
    "PlantedDisagreement",
    "Preset",
    "TwoBowls",
    "TwoOptima",
]
