"""Numbers as people pass them: plain ones, those of numpy, and tensors or arrays of one number."""

import math
from collections.abc import Iterable
from numbers import Integral, Real
from typing import Any


def real(value: object) -> float | None:
    """The value as a float; None if it is no number. One too large for a float is infinite."""
    if type(value) is float:
        return value
    value = _single(value)
    if isinstance(value, bool) or not isinstance(value, Real):
        return None
    try:
        return float(value)
    except OverflowError:
        return math.inf


def whole(value: object) -> int | None:
    """The value as an int; None if it is no whole number, or one with a decimal point."""
    value = _single(value)
    return int(value) if isinstance(value, Integral) and not isinstance(value, bool) else None


def is_seed(value: object) -> bool:
    """Whether the value is a whole number in [0, 2³²)."""
    number = whole(value)
    return number is not None and 0 <= number < 2**32


def count(value: object, name: str, low: int, high: int) -> int:
    """The value as an int; raises ``ValueError`` if it is no whole number in [low, high]."""
    number = whole(value)
    if number is None or not low <= number <= high:
        raise ValueError(f"{name} must be a whole number in [{low}, {high}]; got {shown(value)}.")
    return number


def listed(values: object, name: str, kind: str) -> tuple[Any, ...]:
    """The values as a tuple; raises ``TypeError`` if they are no collection, or are a text."""
    if isinstance(values, str | bytes) or not isinstance(values, Iterable):
        raise TypeError(f"{name} must hold {kind}; got {shown(values)}.")
    try:
        return tuple(values)
    except TypeError:  # arrays without axes
        raise TypeError(f"{name} must hold {kind}; got {shown(values)}.") from None


def shown(value: object) -> str:
    """A value in a sentence, at most 80 characters of it."""
    try:
        text = repr(value)
    except ValueError:  # a whole number of thousands of digits
        text = f"a value of type {type(value).__name__}"
    return text if len(text) <= 80 else f"{text[:77]}..."


def _single(value: object) -> object:
    """What an array or a tensor without axes holds; anything else as it is."""
    item = getattr(value, "item", None)
    return item() if callable(item) and getattr(value, "ndim", None) == 0 else value
