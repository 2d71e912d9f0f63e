"""Small geometry on batches of gradients, with 0/0 settled once."""

import torch
from torch import Tensor

from samgs_core.shapes import Grads

ZERO = 1e-12
"""A gradient counts as zero if its length is at most ZERO · max(1, longest length)."""


def dot(a: Tensor, b: Tensor) -> Tensor:
    """Inner product over the last axis, which is kept with length 1."""
    return (a * b).sum(-1, keepdim=True)


def norms(grads: Tensor) -> Tensor:
    """Euclidean lengths over the last axis, which is kept with length 1."""
    return torch.linalg.vector_norm(grads, dim=-1, keepdim=True)


def safe_divide(numerator: Tensor, denominator: Tensor) -> Tensor:
    """The quotient, and 0 wherever the denominator is 0."""
    zero = denominator == 0
    return (numerator / denominator.masked_fill(zero, 1)).masked_fill(zero, 0)


def nonzero_lengths(grads: Grads) -> tuple[Tensor, Tensor]:
    """Lengths [B, T, 1] with those that count as zero set to 0, and where they are not zero."""
    length = norms(grads)
    nonzero = length > ZERO * length.amax(1, keepdim=True).clamp(min=1)
    return length * nonzero, nonzero


def units(grads: Grads) -> tuple[Grads, Tensor]:
    """Unit gradients [B, T, D] (0 for a zero gradient) and lengths [B, T, 1]."""
    length, _ = nonzero_lengths(grads)
    return safe_divide(grads, length), length


def gram(grads: Grads) -> Tensor:
    """All inner products between tasks, [B, T, T]."""
    return grads @ grads.mT


def weigh(weights: Tensor, grads: Grads) -> Grads:
    """Each gradient times its task's weight; ``weights`` is [B, T]."""
    return weights.unsqueeze(-1) * grads
