"""What task gradients look like together: lengths, angles and similarities of arrays.

Everything here is numpy on gradients [..., T, D], never overflows, and gives NaN for gradients
that are not finite.
"""

from functools import reduce
from itertools import combinations

import numpy as np

ZERO = 1e-12
"""A gradient counts as zero if its length is at most ZERO · max(1, longest length)."""
LEAST = 1e-150
"""An element counts as zero beside one so many times as large: its inverse might overflow."""
FEW = 7
"""So few numbers are taken together one after the other, as numpy does."""


def across(operation: np.ufunc, values: np.ndarray) -> np.ndarray:
    """``operation.reduce`` over the last axis; of up to ``FEW`` numbers in a fifth of the time."""
    if not 1 <= values.shape[-1] <= FEW:
        return operation.reduce(values, axis=-1)
    return reduce(operation, np.moveaxis(values, -1, 0))


def lengths(vectors: np.ndarray) -> np.ndarray:
    """Euclidean lengths over the last axis."""
    with np.errstate(over="ignore"):  # a length above the largest number is infinite
        if vectors.shape[-1] == 2:  # the same, in a seventh of the time
            length = np.hypot(vectors[..., 0], vectors[..., 1])
        else:
            length = np.hypot.reduce(vectors, axis=-1)  # squares nothing
    return np.where(np.isfinite(length), length, np.nan)


def units(vectors: np.ndarray) -> np.ndarray:
    """Unit vectors of [..., T, D]; 0 for a vector that counts as zero."""
    length = lengths(vectors)
    longest = across(np.maximum, length)[..., None]
    is_zero = (length <= ZERO * np.maximum(1, longest))[..., None]
    return np.divide(vectors, length[..., None], out=np.zeros_like(vectors), where=~is_zero)


def pair_cosines(grads: np.ndarray) -> np.ndarray:
    """c = gᵢ·gⱼ / (‖gᵢ‖‖gⱼ‖) of all distinct pairs, [..., pairs]; NaN where a gradient is zero."""
    first, second = _pairs(units(grads), -2)
    is_defined = across(np.logical_or, first != 0) & across(np.logical_or, second != 0)
    cosines = np.clip(across(np.add, first * second), -1, 1)
    return np.where(is_defined, cosines, np.nan)


def pair_similarities(grads: np.ndarray) -> np.ndarray:
    """ψ = 2‖gᵢ‖‖gⱼ‖ / (‖gᵢ‖² + ‖gⱼ‖²) of all distinct pairs, [..., pairs].

    Two zero gradients are alike (1), one zero gradient is unlike any other (0).
    """
    return length_similarities(lengths(grads))


def length_similarities(length: np.ndarray) -> np.ndarray:
    """ψ of all distinct pairs of lengths [..., T], as [..., pairs]."""
    first, second = _pairs(length, -1)
    large, small = np.maximum(first, second), np.minimum(first, second)
    ratio = np.divide(small, large, out=np.ones_like(large), where=~(large < ZERO))
    return 2 * ratio / (1 + ratio**2)


def shortest_combination(grads: np.ndarray) -> np.ndarray:
    """min ‖Σₖ wₖ gₖ‖ over w ≥ 0 with Σₖ wₖ = 1, as [...].

    The shortest point of the hull is the shortest point of the plane through some of the
    gradients, so every subset is tried: exact, and meant for a handful of tasks.
    """
    scale = np.abs(grads).max((-1, -2), keepdims=True)
    scale = np.where(np.isfinite(scale), scale, np.nan)
    shrunk = np.divide(grads, scale, out=np.zeros_like(grads), where=scale > 0)
    shrunk[np.abs(shrunk) < LEAST] = 0
    shortest = np.linalg.norm(shrunk, axis=-1).min(-1)
    n_tasks = grads.shape[-2]
    for size in range(2, n_tasks + 1):
        for tasks in combinations(range(n_tasks), size):
            shortest = np.minimum(shortest, _shortest_inside(shrunk[..., tasks, :]))
    return shortest * scale[..., 0, 0]


def _shortest_inside(corners: np.ndarray) -> np.ndarray:
    """The distance of 0 from the plane through the corners [..., n, D] if met inside, else ∞."""
    base, edges = corners[..., :1, :], corners[..., 1:, :] - corners[..., :1, :]
    weights = -base @ np.linalg.pinv(edges)
    is_inside = (weights >= 0).all(-1) & (weights.sum(-1) <= 1)
    return np.where(is_inside, np.linalg.norm(base + weights @ edges, axis=-1), np.inf)[..., 0]


def _pairs(values: np.ndarray, axis: int) -> tuple[np.ndarray, np.ndarray]:
    """The first and the second of all distinct pairs of tasks along an axis."""
    first, second = np.triu_indices(values.shape[axis], k=1)
    return values.take(first, axis), values.take(second, axis)
