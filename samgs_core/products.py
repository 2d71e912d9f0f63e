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


def products(grads: Tensor, layers: Sequence[Pieces] | None = None) -> Tensor:
    """The inner products [N, T, T] of gradients [T, D] in each of N layers, in double precision.

    Without ``layers`` all coordinates are one. One pass over the gradients, in which nothing of
    their size is made.
    """
    n_tasks, dim = grads.shape
    layers = [[(0, dim)]] if layers is None else layers
    device = "cpu" if grads.device.type == "mps" else grads.device  # that has no double precision
    chunk = _chunk(grads)
    total = torch.zeros(len(layers), n_tasks, n_tasks, dtype=torch.float64, device=device)
    wide = torch.empty(n_tasks, chunk, dtype=torch.float64, device=device)
    for layer, pieces in zip(total, layers, strict=True):
        for begin, end in pieces:
            for at in range(begin, end, chunk):
                part = grads[:, at : min(at + chunk, end)]
                rows = wide[:, : part.shape[1]].copy_(part)
                layer.addmm_(rows, rows.mT)
    return total


def slopes(grads: Tensor, merged: Tensor) -> tuple[Tensor, Tensor]:
    """The inner products [T] of a vector [D] with gradients [T, D], and its length [].

    Products within a chunk are added in the vectors' own precision, the chunks in double.
    """
    parts = zip(grads.split(_chunk(grads), 1), merged.split(_chunk(grads)), strict=True)
    sums = torch.stack([torch.cat((rows @ part, part.dot(part)[None])) for rows, part in parts])
    total = (sums.cpu() if sums.device.type == "mps" else sums).double().sum(0)
    return total[:-1], total[-1].sqrt()


def _chunk(grads: Tensor) -> int:
    return min(grads.shape[1], CHUNK if grads.device.type == "cpu" else DEVICE_CHUNK)
