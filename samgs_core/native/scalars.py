"""Tensors of scalars: names and literals, and the statements that compute new ones."""

import math
from typing import Any

import numpy as np
import torch

Scalars = np.ndarray  # of names and literals, with the shape of the tensor they stand for


class Untranslatable(RuntimeError):
    """An operation has no translation; the step keeps running in torch."""


class Statements:
    """Assignments in order; equal expressions are computed once."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}

    def __call__(self, expression: str) -> str:
        """The name of the expression's value."""
        return self.names.setdefault(expression, f"v{len(self.names)}")


def literal(value: float) -> str:
    """A number as C++ writes it."""
    number = float(value)
    if math.isnan(number):
        return "NAN"
    if math.isinf(number):
        return "INFINITY" if number > 0 else "(-INFINITY)"
    return f"({number!r})" if number < 0 else repr(number)


def constant(tensor: torch.Tensor) -> Scalars:
    """A tensor as literals."""
    values = tensor.detach().cpu().double().numpy()
    return np.frompyfunc(literal, 1, 1)(values) if values.ndim else lone(literal(values.item()))


def lone(value: object) -> Scalars:
    """A tensor without axes."""
    array = np.empty((), dtype=object)
    array[()] = value
    return array


def operand(value: Any) -> Scalars:
    """A number as a tensor of one literal; a tensor as it is."""
    return value if isinstance(value, np.ndarray) else lone(literal(value))


def mapped(write: Statements, template: str, *values: Any) -> Scalars:
    """The expression with every combination of elements, broadcast as torch does."""
    arrays = np.broadcast_arrays(*(operand(value) for value in values))
    expressions = np.empty(arrays[0].shape, dtype=object)
    for place in np.ndindex(expressions.shape):
        expressions[place] = write(template.format(*(array[place] for array in arrays)))
    return expressions


def axes_of(array: Scalars, dim: Any) -> tuple[int, ...]:
    """The axes that torch means by one, several, or none for all."""
    if dim is None or dim == []:
        return tuple(range(array.ndim))
    dims = [dim] if isinstance(dim, int) else dim
    return tuple(sorted(each % array.ndim for each in dims))
