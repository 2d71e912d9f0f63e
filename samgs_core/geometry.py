"""Small geometry on batches of gradients, with zero gradients and 0/0 settled once."""

from collections.abc import Callable

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


def interior_point(
    derivatives: Callable[[Tensor], tuple[Tensor, Tensor]],
    start: Tensor,
    normal: Tensor | None,
    floor: float,
) -> Tensor:
    """The minimiser [B, N] of a convex function over x > 0, with normal · x fixed if it is given.

    ``derivatives`` gives the gradient [B, N] and the Hessian [B, N, N]; ``start`` > 0 sets the
    value of normal · x. Each step solves the perturbed optimality conditions

        ∇f(x) − z = ν · normal,   xₖ zₖ = μ,   normal · x fixed

    to first order, with μ a fraction of the mean xₖ zₖ (Nocedal and Wright 2006, Numerical
    Optimization, chapter 19). The number of steps is fixed: nothing waits for the device. ``floor``
    is the least μ: the solution is that far from the minimum, and steps below it are noise.
    """
    x, z = start, 1 / start
    # Neither term moves the solution: along the steps normal · x does not change, and the small
    # multiple of the identity only holds back directions in which the function is flat.
    fixed = torch.diag_embed(torch.full_like(x, 1e4 * torch.finfo(x.dtype).eps))
    if normal is not None:
        fixed = fixed + normal.unsqueeze(2) * normal.unsqueeze(1)
    for _ in range(INTERIOR_STEPS):
        gradient, hessian = derivatives(x)
        size = 1 + hessian.diagonal(dim1=1, dim2=2).sum(1).reshape(-1, 1, 1)
        matrix = hessian + size * fixed + torch.diag_embed(z / x)
        mu = (INTERIOR_SHRINK * (x * z).mean(1, keepdim=True)).clamp_min(floor)
        dx = _newton_step(matrix, mu / x - gradient, normal)
        dz = (mu - z * dx) / x - z
        shrink = torch.maximum(-dx / x, -dz / z).amax(1, keepdim=True)
        step = INTERIOR_REACH / shrink.clamp_min(INTERIOR_REACH)
        x, z = x + step * dx, z + step * dz
    return x


def above(least: Tensor, products: Tensor) -> Tensor:
    """The v ≥ least [B, N] with the smallest vᵀ G v, for inner products G [B, N, N] of vectors.

    Σₖ vₖ gₖ is then the vector nearest to Σₖ leastₖ gₖ that has no negative inner product with any
    gₖ.
    """

    def derivatives(extra: Tensor) -> tuple[Tensor, Tensor]:
        return (products @ (least + extra).unsqueeze(-1)).squeeze(-1), products

    return least + interior_point(derivatives, torch.ones_like(least), None, 1e-30)


def _newton_step(matrix: Tensor, side: Tensor, normal: Tensor | None) -> Tensor:
    """The solution [B, N] of matrix · x = side, up to a multiple of the normal in the side."""
    if normal is None:
        return torch.linalg.solve_ex(matrix, side.unsqueeze(-1)).result.squeeze(-1)
    sides = torch.stack((side, normal), dim=-1)
    free, pull = torch.linalg.solve_ex(matrix, sides).result.unbind(-1)
    return free - pull * (dot(normal, free) / dot(normal, pull))


INTERIOR_STEPS = 60
INTERIOR_SHRINK = 0.3
INTERIOR_REACH = 0.9
