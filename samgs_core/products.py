"""Inner products of long vectors in double precision, whatever precision the vectors have."""

from collections.abc import Iterator, Sequence
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
    total, wide = _room(grads, layers)
    for layer, begin, end in _chunks(grads, layers):
        rows = wide[:, : end - begin].copy_(grads[:, begin:end])
        total[layer].addmm_(rows, rows.mT)
    return total


def products_beside(
    grads: Tensor, merged: Tensor, layers: Sequence[Pieces] | None = None
) -> tuple[Tensor, Tensor, Tensor]:
    """``products``, and in the same pass the slopes [T] and the length [] of a vector [D].

    The slopes are its inner products with the gradients. Within a chunk they are added in the
    vectors' own precision, the chunks in double.
    """
    total, wide = _room(grads, layers)
    sums = []
    for layer, begin, end in _chunks(grads, layers):
        part, beside = grads[:, begin:end], merged[begin:end]
        rows = wide[:, : end - begin].copy_(part)
        total[layer].addmm_(rows, rows.mT)
        sums.append(torch.cat((part @ beside, beside.dot(beside)[None])))
    along = torch.stack(sums).to(total.device).double().sum(0)
    return total, along[:-1], along[-1].sqrt()


def _room(grads: Tensor, layers: Sequence[Pieces] | None) -> tuple[Tensor, Tensor]:
    """Zeros [N, T, T], and what a chunk is widened in, in double precision."""
    n_tasks, n_layers = len(grads), 1 if layers is None else len(layers)
    device = "cpu" if grads.device.type == "mps" else grads.device  # that has no double precision
    total = torch.zeros(n_layers, n_tasks, n_tasks, dtype=torch.float64, device=device)
    return total, torch.empty(n_tasks, _chunk(grads), dtype=torch.float64, device=device)


def _chunks(grads: Tensor, layers: Sequence[Pieces] | None) -> Iterator[tuple[int, int, int]]:
    """The number of a layer, and where in it a chunk begins and ends."""
    chunk = _chunk(grads)
    for layer, pieces in enumerate([[(0, grads.shape[1])]] if layers is None else layers):
        for begin, end in pieces:
            for at in range(begin, end, chunk):
                yield layer, at, min(at + chunk, end)


def _chunk(grads: Tensor) -> int:
    return min(grads.shape[1], CHUNK if grads.device.type == "cpu" else DEVICE_CHUNK)
