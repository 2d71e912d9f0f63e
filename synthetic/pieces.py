"""Points along a curve, which may fall into pieces."""

from collections.abc import Sequence

import torch
from torch import Tensor

from samgs_core.shapes import Points
from samgs_core.values import count

MAX_POINTS = 10**7


def even(low: float, high: float, n: int, *, n_pieces: int = 1) -> Tensor:
    """One piece's share of n numbers, but at least one, evenly from low to high.

    Raises ``ValueError`` unless n is a whole number of at least 1.
    """
    share = count(n, "pareto_set.n", 1, MAX_POINTS) // n_pieces
    return torch.linspace(low, high, max(share, 1), dtype=torch.float64)


def origin(n: int) -> Points:
    """The origin alone, [1, 2], however many points are asked for.

    Raises ``ValueError`` unless n is a whole number of at least 1.
    """
    count(n, "pareto_set.n", 1, MAX_POINTS)
    return torch.zeros(1, 2, dtype=torch.float64)


def in_pieces(pieces: Sequence[Points]) -> Points:
    """The pieces, [m, 2] each, one after the other with a row of NaN between them."""
    gap = pieces[0].new_full((1, pieces[0].shape[1]), torch.nan)
    return torch.cat([part for piece in pieces for part in (gap, piece)][1:])
