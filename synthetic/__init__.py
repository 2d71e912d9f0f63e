"""The landscapes, the layered problems and the benchmarks of networks, in teaching order."""

from samgs_core.benchmark.problem import Benchmark
from samgs_core.landscape import Landscape
from samgs_core.layered import LayeredProblem
from synthetic.binh_korn import BinhKorn
from synthetic.branin_currin import BraninCurrin
from synthetic.cqf import CQF
from synthetic.digits import Digits
from synthetic.ewq import EWQ
from synthetic.fonseca_fleming import FonsecaFleming
from synthetic.hqf import HQF
from synthetic.omni_test import OmniTest
from synthetic.one_optimum import OneOptimum
from synthetic.opposed_bowls import OpposedBowls
from synthetic.parallel_valleys import ParallelValleys
from synthetic.pcgrad_valleys import PCGradValleys
from synthetic.planted_disagreement import PlantedDisagreement
from synthetic.poloni import Poloni
from synthetic.presets import PRESETS, Preset
from synthetic.rooms import Rooms
from synthetic.rosenbrock_pair import RosenbrockPair
from synthetic.saddle import Saddle
from synthetic.schaffer import Schaffer
from synthetic.two_bowls import TwoBowls
from synthetic.two_optima import TwoOptima
from synthetic.viennet import Viennet
from synthetic.vlmop1 import VLMOP1
from synthetic.zdt1 import ZDT1
from synthetic.zdt2 import ZDT2
from synthetic.zdt3 import ZDT3

LANDSCAPES: tuple[type[Landscape], ...] = (
    OneOptimum,
    TwoOptima,
    TwoBowls,
    OpposedBowls,
    ParallelValleys,
    PCGradValleys,
    RosenbrockPair,
    Saddle,
    EWQ,
    CQF,
    HQF,
    Schaffer,
    VLMOP1,
    FonsecaFleming,
    BinhKorn,
    ZDT1,
    ZDT2,
    ZDT3,
    OmniTest,
    Viennet,
    Poloni,
    BraninCurrin,
)
LAYERED: tuple[type[LayeredProblem], ...] = (PlantedDisagreement,)
BENCHMARKS: tuple[type[Benchmark], ...] = (Rooms, Digits)

__all__ = [
    "BENCHMARKS",
    "LAYERED",
    "PRESETS",
    "PlantedDisagreement",
    "Preset",
    "BinhKorn",
    "BraninCurrin",
    "CQF",
    "EWQ",
    "Digits",
    "FonsecaFleming",
    "HQF",
    "LANDSCAPES",
    "OmniTest",
    "OneOptimum",
    "OpposedBowls",
    "PCGradValleys",
    "ParallelValleys",
    "Poloni",
    "Rooms",
    "RosenbrockPair",
    "Saddle",
    "Schaffer",
    "TwoBowls",
    "TwoOptima",
    "VLMOP1",
    "Viennet",
    "ZDT1",
    "ZDT2",
    "ZDT3",
]
