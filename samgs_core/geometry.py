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


def infinite_if_zero(lengths: Tensor) -> Tensor:
    """Lengths [B, T, 1], infinite for a gradient that counts as zero.

    A gradient divided by it is its unit vector, and 0 for a gradient that counts as zero.
    """
    longest = lengths.amax(1, keepdim=True).clamp_min(1.0)
    return torch.where(lengths > ZERO * longest, lengths, torch.inf)


def scaled(grads: Grads) -> Grads:
    """The gradients of each lane over their largest entry, so that no square overflows."""
    largest = torch.linalg.vector_norm(grads, ord=torch.inf, dim=(1, 2), keepdim=True)
    return grads / largest.clamp_min(tiny(grads))


def gram(grads: Grads) -> Tensor:
    """All inner products between tasks, [B, T, T]."""
    return grads @ grads.mT


def visiting_order(draws: Draws, n_tasks: int) -> Tensor:
    """For each task the other tasks in random order, [T, T − 1], from T² uniform numbers."""
    order = draws.reshape(n_tasks, n_tasks).clone()
    order.fill_diagonal_(2)  # a task comes last in its own order, and that place is left out
    return order.argsort(dim=1)[:, :-1]


def interior_point(
    derivatives: Callable[[Tensor], tuple[Tensor, Tensor]],
    start: Tensor,
    normal: Tensor,
    floor: float,
) -> Tensor:
    """The minimiser [B, N] of a convex function over x > 0 with normal · x fixed.

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
    fixed = normal.unsqueeze(2) * normal.unsqueeze(1)
    fixed = fixed + torch.diag_embed(torch.full_like(x, 1e4 * torch.finfo(x.dtype).eps))
    for _ in range(INTERIOR_STEPS):
        gradient, hessian = derivatives(x)
        size = 1 + hessian.diagonal(dim1=1, dim2=2).sum(1).reshape(-1, 1, 1)
        matrix = hessian + size * fixed + torch.diag_embed(z / x)
        mu = (INTERIOR_SHRINK * (x * z).mean(1, keepdim=True)).clamp_min(floor)
        sides = torch.stack((mu / x - gradient, normal), dim=-1)
        free, pull = torch.linalg.solve_ex(matrix, sides).result.unbind(-1)
        dx = free - pull * (dot(normal, free) / dot(normal, pull))
        dz = (mu - z * dx) / x - z
        shrink = torch.maximum(-dx / x, -dz / z).amax(1, keepdim=True)
        step = INTERIOR_REACH / shrink.clamp_min(INTERIOR_REACH)
        x, z = x + step * dx, z + step * dz
    return x


INTERIOR_STEPS = 60
INTERIOR_SHRINK = 0.3
INTERIOR_REACH = 0.9
