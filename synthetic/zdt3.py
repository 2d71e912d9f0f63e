"""ZDT3: a front in five pieces on an edge of the box."""

import math
from dataclasses import dataclass

from torch import Tensor

from samgs_core.shapes import Points
from synthetic.pieces import even, in_pieces
from synthetic.zdt import ZDT, lower_edge

PIECES = (
    (ZDT.box.x_low, 0.08300153492691165),
    (0.18222872802939977, 0.2577623633878302),
    (0.4093136748086569, 0.45388210408883023),
    (0.6183967944392659, 0.6525117038046626),
    (0.8233317983266328, 0.8518328654364138),
)
"""Each ends in a trough of L₂ and begins where L₂ has fallen to the trough before."""
BEST_X = 0.8506455239154878


@dataclass(frozen=True)
class ZDT3(ZDT):
    """The third of the ZDT problems, with two variables: a front in five pieces.

        L₁ = x,  L₂ = g (1 − √(x/g) − (x/g) sin 10πx),  g = 1 + 9y,  0 ≤ x, y ≤ 1

    The Pareto set is five stretches of the edge y = 0, the front L₂ = 1 − √L₁ − L₁ sin 10πL₁. All
    that falls from a crest of this wave to the next trough is locally efficient, which is more.

    Source: Zitzler, Deb and Thiele 2000, Comparison of multiobjective evolutionary algorithms.
    """

    key = "zdt3"
    title = "ZDT3"
    lesson = "A front in pieces: no gradient leads from one to the next."

    @property
    def lower_bounds(self) -> tuple[float, ...]:
        return -0.005, -0.8

    def minimisers(self) -> tuple[tuple[float, ...], ...]:
        return ((BEST_X, 0.0),)

    def pareto_set(self, n: int) -> Points:
        return in_pieces(
            [lower_edge(even(low, high, n, n_pieces=len(PIECES))) for low, high in PIECES]
        )

    def second(self, x: Tensor, g: Tensor) -> Tensor:
        return g - (x * g).sqrt() - x * (10 * math.pi * x).sin()

    def second_slopes(self, x: Tensor, g: Tensor) -> tuple[Tensor, Tensor]:
        root, turn = (x / g).sqrt(), 10 * math.pi * x
        return -0.5 / root - turn.sin() - turn * turn.cos(), 1 - 0.5 * root
