"""A step in the span of the task gradients, where each of them has T coordinates instead of D.

A method that commutes with rotations answers with a combination of the gradients whose weights
depend on their inner products alone. So it may as well be given T vectors of T numbers with the
same inner products: then it costs one pass over the gradients before it and one after, whatever
the number of its own operations is.
"""

import torch
from torch import Tensor

from samgs_core.geometry import tiny
from samgs_core.memory import tensors_of
from samgs_core.method import Claim, Method
from samgs_core.products import products
from samgs_core.shapes import Direction, Grads

SMALLEST = 4 * torch.finfo(torch.float64).eps
"""Squared sine of an angle that counts as zero."""


def is_enough(method: Method, n_tasks: int) -> bool:
    """Whether the inner products are all that the method sees and remembers.

    It commutes with rotations, and neither its state nor its draws grow with D.
    """
    if Claim.ROTATION_EQUIVARIANT not in method.claims(n_tasks):
        return False
    return _memory(method, n_tasks, 2) == _memory(method, n_tasks, 3)


def _memory(method: Method, n_tasks: int, dim: int) -> tuple[int, list[torch.Size]]:
    state = method.init(torch.empty(1, n_tasks, dim, device="meta"))
    return method.n_draws(n_tasks, dim), [value.shape for value in tensors_of(state)]


def coordinates(grads: Tensor) -> Grads:
    """Vectors [1, T, T] in double precision with the inner products of the gradients [T, D]."""
    return coordinates_of(products(grads))


def coordinates_of(gram: Tensor) -> Grads:
    """Vectors [..., T, T] with these inner products [..., T, T].

    The first has only a first coordinate, the second only the first two, and so on (a Cholesky
    factor). A gradient within about 3·10⁻⁸ radians of the span of those before it counts
    as a part of that span, and adds no coordinate.
    """
    length = gram.diagonal(dim1=-2, dim2=-1).sqrt().unsqueeze(-1)
    divisor = length.clamp_min(tiny(length))
    cosines = gram / divisor / divisor.mT
    columns: list[Tensor] = []
    for k in range(gram.shape[-1]):
        rest = cosines[..., k]
        for column in columns:
            rest = rest - column[..., k, None] * column
        square = rest[..., k, None]
        columns.append(rest / torch.where(square > SMALLEST, square, torch.inf).sqrt())
    return length * torch.stack(columns, dim=-1).tril()


def weights(vectors: Grads, merged: Direction) -> Tensor:
    """The weights [B, T] with which the vectors [B, T, T] of ``coordinates`` add up to ``merged``.

    That is [B, T]. A vector that adds no coordinate has the weight 0.
    """
    length = torch.linalg.vector_norm(vectors, dim=-1, keepdim=True)
    divisor = length.masked_fill(length == 0, torch.inf)
    unit = vectors / divisor
    unit = unit + torch.diag_embed((unit.diagonal(dim1=1, dim2=2) == 0).to(unit))
    coefficients = torch.linalg.solve_triangular(unit.mT, merged.unsqueeze(-1), upper=True)
    return (coefficients / divisor).squeeze(-1)
