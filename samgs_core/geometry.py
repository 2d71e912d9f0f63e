"""Small geometry on batches of gradients, with zero gradients and 0/0 settled once."""

import torch
from torch import Tensor

from samgs_core.shapes import Draws, Grads

ZERO = 1e-12
"""A gradient counts as zero if its length is at most ZERO · max(1, longest length)."""


def dot(a: Tensor, b: Tensor) -> Tensor:
    """Inner product over the last axis, which is kept with length 1."""
    return (a * b).sum(-1, keepdim=True)


def norms(grads: Tensor) -> Tensor:
    """Euclidean lengths over the last axis, which is kept with length 1."""
    return torch.linalg.vector_norm(grads, dim=-1, keepdim=True)


def tiny(like: Tensor) -> float:
    """The smallest normal number of this precision: what a denominator is kept above.

    A numerator that is 0 wherever its denominator is 0 then gives 0.
    """
    return torch.finfo(like.dtype).tiny


def ridge(like: Tensor) -> float:
    """What keeps a singular matrix of cosines solvable: 10⁻⁸, or more where rounding is coarser."""
    return max(1e-8, 16 * torch.finfo(like.dtype).eps)


def infinite_if_zero(lengths: Tensor) -> Tensor:
    """Lengths [B, T, 1], infinite for a gradient that counts as zero.

    A gradient divided by it is its unit vector, and 0 for a gradient that counts as zero.
    """
    least = lengths.amax(1, keepdim=True).clamp_min_(1.0).mul_(ZERO)
    return lengths.masked_fill(lengths <= least, torch.inf)


def scaled(grads: Grads) -> Grads:
    """The gradients of each lane over their largest entry, so that no square overflows."""
    largest = torch.linalg.vector_norm(grads, ord=torch.inf, dim=(1, 2), keepdim=True)
    return grads / largest.clamp_min(tiny(grads))


def by_length(grads: Grads) -> tuple[Grads, Tensor]:
    """Unit gradients [B, T, D] and how many times as long as the shortest each is, [B, T, 1].

    A gradient that counts as zero beside the longest is near zero here too, but nothing is infinite
    then. What is solved in these units does not lose a short gradient beside a long one.
    """
    part = scaled(grads)
    length = norms(part).clamp_min(ZERO)
    return part / length, length / length.amin(1, keepdim=True)


def gram(grads: Grads) -> Tensor:
    """All inner products between tasks, [B, T, T]."""
    return grads @ grads.mT


def eigen(matrix: Tensor) -> tuple[Tensor, Tensor]:
    """Eigenvalues [B, N] and eigenvectors [B, N, N], in columns, of symmetric matrices [B, N, N].

    Jacobi's method (Golub and Van Loan 2013, Matrix Computations, section 8.5) with a fixed number
    of rounds: nothing waits for the device. Each round turns neighbours until they are orthogonal
    and swaps them, so that in N rounds every pair meets. The order is any.
    """
    size = matrix.shape[-1]
    vectors = torch.eye(size, dtype=matrix.dtype, device=matrix.device).expand_as(matrix)
    for turn in range(JACOBI_SWEEPS * size):
        rotation = _rotation(matrix, turn % 2)
        matrix = rotation.mT @ matrix @ rotation
        vectors = vectors @ rotation
    return matrix.diagonal(dim1=1, dim2=2), vectors


def _rotation(matrix: Tensor, first: int) -> Tensor:
    """What turns and swaps the neighbours (first, first + 1), (first + 2, first + 3), ..."""
    n_pairs = (matrix.shape[-1] - first) // 2
    left = slice(first, first + 2 * n_pairs, 2)
    right = slice(first + 1, first + 2 * n_pairs, 2)
    values, beside = matrix.diagonal(dim1=1, dim2=2), matrix.diagonal(1, dim1=1, dim2=2)[:, left]
    gap = values[:, left] - values[:, right]
    angle = torch.atan2(2 * torch.where(gap < 0, -beside, beside), gap.abs()) / 2
    sine, cosine = angle.sin(), angle.cos()
    rotation = torch.eye(matrix.shape[-1], dtype=matrix.dtype, device=matrix.device)
    rotation = rotation.repeat(len(matrix), 1, 1)
    rotation.diagonal(dim1=1, dim2=2)[:, left] = -sine
    rotation.diagonal(dim1=1, dim2=2)[:, right] = sine
    rotation.diagonal(1, dim1=1, dim2=2)[:, left] = cosine
    rotation.diagonal(-1, dim1=1, dim2=2)[:, left] = cosine
    return rotation


JACOBI_SWEEPS = 8


def visiting_order(draws: Draws, n_tasks: int) -> Tensor:
    """For each task the other tasks in random order, [T, T − 1], from T² uniform numbers."""
    order = draws.reshape(n_tasks, n_tasks).clone()
    order.fill_diagonal_(2)  # a task comes last in its own order, and that place is left out
    return order.argsort(dim=1)[:, :-1]
