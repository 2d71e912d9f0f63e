"""The pieces of a map's sweep: first one that shows it in outline, then the rest."""

from dataclasses import dataclass

import numpy as np

from samgs_core import pieces as cut
from samgs_core.axes import Sweep

FIRST_LANES = 100
"""About so many lanes, spread over the whole map, come first, for a first picture."""


@dataclass(eq=False)
class Piece(cut.Piece):
    """A part of a sweep, and how far it is."""

    share: float = 0.0
    deaths: int = 0
    """How many of the processes that ran it ended before it did."""


def pieces(sweep: Sweep) -> list[Piece]:
    """The sweep in pieces: first every n-th place, so that the whole map is seen in outline."""
    n = cut.length_of(sweep)
    first = _outline(n, max(FIRST_LANES // (sweep.n_lanes // n), 1), is_square=not sweep.axes)
    rest = np.setdiff1d(np.arange(n), first)
    parts = [first, *cut.parts_of(sweep, rest)]
    return [Piece(*cut.part_at(sweep, part)) for part in parts if len(part)]


def _outline(n: int, n_wanted: int, is_square: bool) -> np.ndarray:
    """About so many of n places, evenly spread; those of a square grid in both directions."""
    side = round(n**0.5)
    if is_square and side * side == n:
        every = max(round((n / n_wanted) ** 0.5), 1)
        chosen = np.arange(every // 2, side, every)
        return (chosen[:, None] * side + chosen).reshape(-1)
    every = max(-(-n // n_wanted), 1)
    return np.arange(every // 2, n, every)
