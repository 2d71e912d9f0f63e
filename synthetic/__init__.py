"""The landscapes, in teaching order."""

from samgs_core.landscape import Landscape
from synthetic.one_optimum import OneOptimum
from synthetic.two_bowls import TwoBowls
from synthetic.two_optima import TwoOptima

LANDSCAPES: tuple[type[Landscape], ...] = (OneOptimum, TwoOptima, TwoBowls)

__all__ = ["LANDSCAPES", "OneOptimum", "TwoBowls", "TwoOptima"]
