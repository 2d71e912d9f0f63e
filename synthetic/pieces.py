"""Curves that fall into pieces."""

from collections.abc import Sequence

import torch

from samgs_core.shapes import Points


def in_pieces(pieces: Sequence[Points]) -> Points:
    """The pieces, [m, 2] each, one after the other with a row of NaN between them."""
    gap = pieces[0].new_full((1, pieces[0].shape[1]), torch.nan)
    return torch.cat([part for piece in pieces for part in (gap, piece)][1:])
