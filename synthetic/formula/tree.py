"""A formula as a tree of frozen nodes."""

from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

VARIABLES = ("x", "y")
"""θ₁ and θ₂."""


@dataclass(frozen=True)
class Number:
    """A number of zero or more."""

    value: float


@dataclass(frozen=True)
class Name:
    """A coordinate, x or y, or a constant, pi or e."""

    name: str


@dataclass(frozen=True)
class Negative:
    """−a."""

    inner: "Tree"


@dataclass(frozen=True)
class Operation:
    """a + b, a − b, a · b, a / b or a to the power b."""

    sign: str
    left: "Tree"
    right: "Tree"


@dataclass(frozen=True)
class Call:
    """A function of the catalogue with its arguments."""

    function: str
    arguments: tuple["Tree", ...]


Tree: TypeAlias = Number | Name | Negative | Operation | Call


class Strength(NamedTuple):
    """How strongly a sign binds what stands to its left and to its right."""

    left: int
    right: int


STRENGTHS = {
    "+": Strength(1, 2),
    "-": Strength(1, 2),
    "*": Strength(3, 4),
    "/": Strength(3, 4),
    "^": Strength(8, 6),  # from right to left; -x ^ 2 is -(x ^ 2), and x ^ -2 may be written
}
NEGATION = 5
"""How strongly a leading minus binds: more than a product, less than a power."""
