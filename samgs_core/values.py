"""Numbers as people pass them: plain ones, those of numpy, and tensors or arrays of one number."""

import math
from numbers import Integral, Real


def real(value: object) -> float | None:
    """The value as a float; None if it is no number. One too large for a float is infinite."""
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


def _single(value: object) -> object:
    """What an array or a tensor without axes holds; anything else as it is."""
    item = getattr(value, "item", None)
    return item() if callable(item) and getattr(value, "ndim", None) == 0 else value
