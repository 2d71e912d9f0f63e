"""What the arithmetic of torch becomes, for tensors of scalars."""

import math
from collections.abc import Callable
from functools import reduce
from typing import Any

import numpy as np

from samgs_core.native.scalars import (
    Scalars,
    Statements,
    Untranslatable,
    axes_of,
    literal,
    mapped,
    operand,
)


def elementwise(template: str) -> Callable[..., Scalars]:
    """A handler of an operation that treats every element alike."""

    def handle(write: Statements, *values: Any, **_: Any) -> Scalars:
        return mapped(write, template, *values)

    return handle


def _scaled(template: str) -> Callable[..., Scalars]:
    """Sums and differences, whose second operand may carry a factor ``alpha``."""

    def handle(write: Statements, a: Any, b: Any, *, alpha: Any = 1) -> Scalars:
        return mapped(write, template, a, b if alpha == 1 else mapped(write, "{} * {}", b, alpha))

    return handle


def _folded(
    write: Statements, array: Scalars, dim: Any, keepdim: bool, fold: Callable[[list[str]], str]
) -> Scalars:
    axes = axes_of(array, dim)
    kept = [axis for axis in range(array.ndim) if axis not in axes]
    rows = np.transpose(array, [*kept, *axes]).reshape(*(array.shape[axis] for axis in kept), -1)
    folded = np.empty(rows.shape[:-1], dtype=object)
    for place in np.ndindex(folded.shape):
        folded[place] = fold(list(rows[place]))
    return np.expand_dims(folded, axes) if keepdim else folded


def _reduction(template: str, empty: float | None = None) -> Callable[..., Scalars]:
    def handle(
        write: Statements, array: Scalars, dim: Any = None, keepdim: bool = False, **_: Any
    ) -> Scalars:
        def fold(values: list[str]) -> str:
            if not values and empty is not None:
                return literal(empty)
            return reduce(lambda a, b: write(template.format(a, b)), values)

        return _folded(write, array, dim, keepdim, fold)

    return handle


_sum = _reduction("{} + {}", 0.0)
_amax = _reduction("MAXIMUM({}, {})")


def _mean(
    write: Statements, array: Scalars, dim: Any = None, keepdim: bool = False, **_: Any
) -> Scalars:
    count = math.prod(array.shape[axis] for axis in axes_of(array, dim))
    return mapped(write, "{} / {}", _sum(write, array, dim, keepdim), count)


def _norm(
    write: Statements,
    array: Scalars,
    ord: Any = 2,
    dim: Any = None,
    keepdim: bool = False,
    **_: Any,
) -> Scalars:
    if ord == math.inf:
        return _amax(write, mapped(write, "ABS({})", array), dim, keepdim)
    if ord != 2:
        raise Untranslatable(f"a norm of order {ord}")
    squares = mapped(write, "{0} * {0}", array)
    return mapped(write, "SQRT({})", _sum(write, squares, dim, keepdim))


def _power(write: Statements, base: Any, exponent: Any) -> Scalars:
    if isinstance(exponent, int | float) and exponent in (2, 3, 0.5, -1, -0.5):
        return mapped(write, POWERS[exponent], base)
    return mapped(write, "POWER({}, {})", base, exponent)


POWERS = {
    2: "{0} * {0}",
    3: "{0} * {0} * {0}",
    0.5: "SQRT({})",
    -1: "1.0 / {}",
    -0.5: "1.0 / SQRT({})",
}


def _clamp(write: Statements, array: Scalars, low: Any = None, high: Any = None) -> Scalars:
    if low is not None:
        array = mapped(write, "WHERE(LESS({0}, {1}), {1}, {0})", array, low)
    if high is not None:
        array = mapped(write, "WHERE(MORE({0}, {1}), {1}, {0})", array, high)
    return array


def _softmax(write: Statements, array: Scalars, dim: int, _: bool = False) -> Scalars:
    largest = _amax(write, array, [dim], True)
    powers = mapped(write, "EXP({} - {})", array, largest)
    return mapped(write, "{} / {}", powers, _sum(write, powers, [dim], True))


def _softplus(write: Statements, array: Scalars, beta: float = 1, reach: float = 20) -> Scalars:
    scaled = mapped(write, "{} * {}", array, beta)
    soft = mapped(write, "LOG1P(EXP({})) / {}", scaled, beta)
    return mapped(write, "WHERE(MORE({}, {}), {}, {})", scaled, reach, array, soft)


def _where(write: Statements, condition: Scalars, yes: Any, no: Any) -> Scalars:
    return mapped(write, "WHERE({}, {}, {})", condition, yes, no)


ARITHMETIC: dict[str, Callable[..., Any]] = {
    "add": _scaled("{} + {}"),
    "sub": _scaled("{} - {}"),
    "rsub": _scaled("{1} - {0}"),
    "mul": elementwise("{} * {}"),
    "div": elementwise("{} / {}"),
    "neg": elementwise("-{}"),
    "reciprocal": elementwise("1.0 / {}"),
    "abs": elementwise("ABS({})"),
    "sqrt": elementwise("SQRT({})"),
    "rsqrt": elementwise("1.0 / SQRT({})"),
    "exp": elementwise("EXP({})"),
    "log": elementwise("LOG({})"),
    "sin": elementwise("SIN({})"),
    "cos": elementwise("COS({})"),
    "deg2rad": elementwise("{} * (M_PI / 180)"),
    "cosh": elementwise("COSH({})"),
    "tanh": elementwise("TANH({})"),
    "sign": elementwise("SIGN({})"),
    "maximum": elementwise("MAXIMUM({}, {})"),
    "minimum": elementwise("MINIMUM({}, {})"),
    "lerp": elementwise("LERP({}, {}, {})"),
    "addcmul": lambda write, a, b, c, value=1: mapped(
        write, "{} + {} * {} * {}", a, operand(value), b, c
    ),
    "addcdiv": lambda write, a, b, c, value=1: mapped(
        write, "{} + {} * {} / {}", a, operand(value), b, c
    ),
    "isnan": elementwise("UNEQUAL({0}, {0})"),
    "lt": elementwise("LESS({}, {})"),
    "le": elementwise("LESS_EQUAL({}, {})"),
    "gt": elementwise("MORE({}, {})"),
    "ge": elementwise("MORE_EQUAL({}, {})"),
    "eq": elementwise("EQUAL({}, {})"),
    "bitwise_and": elementwise("{} * {}"),
    "bitwise_or": elementwise("MAXIMUM({}, {})"),
    "where": _where,
    "masked_fill": lambda write, array, mask, value: _where(write, mask, value, array),
    "hardshrink": lambda write, array, reach=0.5: mapped(
        write, "WHERE(LESS_EQUAL(ABS({0}), {1}), 0.0, {0})", array, reach
    ),
    "softplus": _softplus,
    "pow": _power,
    "sum": _sum,
    "mean": _mean,
    "amax": _amax,
    "amin": _reduction("MINIMUM({}, {})"),
    "all": _reduction("{} * {}", 1.0),
    "linalg_vector_norm": _norm,
    "_softmax": _softmax,
    "clamp": _clamp,
    "clamp_min": lambda write, array, low: _clamp(write, array, low),
    "clamp_max": lambda write, array, high: _clamp(write, array, None, high),
    "threshold": lambda write, array, least, value: mapped(
        write, "WHERE(LESS_EQUAL({0}, {1}), {2}, {0})", array, least, value
    ),
}
"""What the core operations become. Booleans are numbers, 0 or 1, as C++ takes them."""
