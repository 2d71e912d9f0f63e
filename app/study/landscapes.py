"""The landscapes that a visitor may pick, in groups: the catalogue, and a formula of one's own."""

from typing import NamedTuple

from samgs_core.landscape import Landscape
from synthetic import (
    CQF,
    EWQ,
    HQF,
    VLMOP1,
    ZDT1,
    ZDT2,
    ZDT3,
    BinhKorn,
    BraninCurrin,
    FonsecaFleming,
    OmniTest,
    OneOptimum,
    OpposedBowls,
    ParallelValleys,
    PCGradValleys,
    Poloni,
    RosenbrockPair,
    Saddle,
    Schaffer,
    TwoBowls,
    TwoOptima,
    Viennet,
)
from synthetic.formula import CustomLandscape


class Group(NamedTuple):
    """Landscapes that are offered together."""

    title: str
    landscapes: tuple[type[Landscape], ...]


GROUPS = (
    Group("Toys of the papers", (OneOptimum, TwoOptima, PCGradValleys)),
    Group("Quadratic", (TwoBowls, EWQ, CQF, HQF)),
    Group("Controls", (OpposedBowls, ParallelValleys, Saddle, RosenbrockPair)),
    Group(
        "Classic problems of two objectives",
        (Schaffer, VLMOP1, FonsecaFleming, BinhKorn, ZDT1, ZDT2, ZDT3, OmniTest)
        + (Viennet, Poloni, BraninCurrin),
    ),
    Group("Your own", (CustomLandscape,)),
)
PICKABLE = tuple(landscape for group in GROUPS for landscape in group.landscapes)
