"""Inner products of long vectors in double precision, whatever precision the vectors have."""

from collections.abc import Sequence
from typing import TypeAlias

import torch
from torch import Tensor

CHUNK = 2**15
"""Coordinates widened to double precision at once: what the cache of a processor holds."""
DEVICE_CHUNK = 2**24

Pieces: TypeAlias = Sequence[tuple[int, int]]
"""Where the coordinates of a layer begin and end, piece by piece."""


def products(
    grads: Tensor, layers: Sequence[Pieces] | None = None, beside: Tensor | None = None
) -> Tensor:
    """The inner products [N, R, R] of the R rows in each of N layers, in double precision.

    The rows are the gradients [T, D] and after them the vector ``beside`` [D], if there is one.
    Without ``layers`` all coordinates are one. One pass over the vectors, in which nothing of
    their size is made.
    """
    n_tasks, dim = grads.shape
    layers = [[(0, dim)]] if layers is None else layers
    n_rows = n_tasks + (beside is not None)
    kind = grads.device.type
    device = "cpu" if kind == "mps" else grads.device  # that one has no double precision
    chunk = min(dim, CHUNK if kind == "cpu" else DEVICE_CHUNK)
    total = torch.zeros(len(layers), n_rows, n_rows, dtype=torch.float64, device=device)
    wide = torch.empty(n_rows, chunk, dtype=torch.float64, device=device)
    for layer, pieces in zip(total, layers, strict=True):
        for begin, end in pieces:
            for at in range(begin, end, chunk):
                to = min(at + chunk, end)
                rows = wide[:, : to - at]
                rows[:n_tasks].copy_(grads[:, at:to])
                if beside is not None:
                    rows[n_tasks].copy_(beside[at:to])
                layer.addmm_(rows, rows.mT)
    return total
