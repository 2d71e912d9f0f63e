"""A tree, computed with torch."""

from collections.abc import Callable

import torch
from torch import Tensor

from synthetic.formula.functions import CONSTANTS, function
from synthetic.formula.tree import Call, Name, Negative, Number, Operation, Tree

OPERATIONS: dict[str, Callable[[Tensor, Tensor], Tensor]] = {
    "+": torch.add,
    "-": torch.sub,
    "*": torch.mul,
    "/": torch.div,
    "^": torch.pow,
}


def values(tree: Tree, x: Tensor, y: Tensor) -> Tensor:
    """The tree at the coordinates x and y, [B] each: [B].

    Beyond the domain of a function, as at log(−1) or 1/0, the value is NaN or infinite.
    """
    match tree:
        case Number(value):
            return torch.full_like(x, value)
        case Name(name):
            return _named(name, x, y)
        case Negative(inner):
            return -values(inner, x, y)
        case Operation(sign, left, right):
            return OPERATIONS[sign](values(left, x, y), values(right, x, y))
        case Call(name, arguments):
            return function(name).torch(*(values(each, x, y) for each in arguments))


def constant(tree: Tree) -> float | None:
    """The value of a tree without coordinates; None if it has any."""
    if _has_coordinates(tree):
        return None
    zero = torch.zeros(1, dtype=torch.float64)
    return float(values(tree, zero, zero))


def _named(name: str, x: Tensor, y: Tensor) -> Tensor:
    if name == "x":
        return x
    return y if name == "y" else torch.full_like(x, CONSTANTS[name])


def _has_coordinates(tree: Tree) -> bool:
    match tree:
        case Number():
            return False
        case Name(name):
            return name not in CONSTANTS
        case Negative(inner):
            return _has_coordinates(inner)
        case Operation(_, left, right):
            return _has_coordinates(left) or _has_coordinates(right)
        case Call(_, arguments):
            return any(_has_coordinates(each) for each in arguments)
