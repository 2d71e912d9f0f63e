"""Torch operations on small tensors as statements about scalars, one lane at a time."""

import math
from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import Any

import numpy as np
import torch
from torch.fx import GraphModule, Node

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


def translate(graph: GraphModule, inputs: Sequence[Scalars], write: Statements) -> list[Scalars]:
    """The outputs of a traced graph, given its inputs; the statements go to ``write``."""
    known: dict[Node, Any] = {}
    waiting = iter(inputs)
    for node in graph.graph.nodes:
        if node.op == "placeholder":
            known[node] = next(waiting)
        elif node.op == "get_attr":
            known[node] = constant(getattr(graph, node.target))
        elif node.op == "call_function":
            known[node] = _call(node, known, write)
        elif node.op == "output":
            return [known[each] for each in torch.utils._pytree.tree_leaves(node.args[0])]
    raise Untranslatable("a graph without an output")


def constant(tensor: torch.Tensor) -> Scalars:
    """A tensor as literals."""
    values = tensor.detach().cpu().double().numpy()
    return np.frompyfunc(literal, 1, 1)(values) if values.ndim else _lone(literal(values.item()))


def _call(node: Node, known: Mapping[Node, Any], write: Statements) -> Any:
    name = _name_of(node.target)
    handler = HANDLERS.get(name)
    if handler is None:
        raise Untranslatable(f"{name} has no translation")

    def value(argument: Any) -> Any:
        return known[argument] if isinstance(argument, Node) else argument

    args = torch.utils._pytree.tree_map(value, node.args)
    kwargs = torch.utils._pytree.tree_map(value, dict(node.kwargs))
    return handler(write, *args, **kwargs)


def _name_of(target: Any) -> str:
    if isinstance(target, torch._ops.OpOverload):
        return str(target._schema.name).removeprefix("aten::").removesuffix("_copy")
    return getattr(target, "__name__", str(target))


def _lone(value: object) -> Scalars:
    array = np.empty((), dtype=object)
    array[()] = value
    return array


def _operand(value: Any) -> Scalars:
    return value if isinstance(value, np.ndarray) else _lone(literal(value))


def _map(write: Statements, template: str, *values: Any) -> Scalars:
    """The expression with every combination of elements, broadcast as torch does."""
    arrays = np.broadcast_arrays(*(_operand(value) for value in values))
    found = np.empty(arrays[0].shape, dtype=object)
    for place in np.ndindex(found.shape):
        found[place] = write(template.format(*(array[place] for array in arrays)))
    return found


def elementwise(template: str) -> Callable[..., Scalars]:
    """A handler of an operation that treats every element alike."""

    def handle(write: Statements, *values: Any, **_: Any) -> Scalars:
        return _map(write, template, *values)

    return handle


def _scaled(template: str) -> Callable[..., Scalars]:
    """Sums and differences, whose second operand may carry a factor ``alpha``."""

    def handle(write: Statements, a: Any, b: Any, *, alpha: Any = 1) -> Scalars:
        return _map(write, template, a, b if alpha == 1 else _map(write, "{} * {}", b, alpha))

    return handle


def _shaping(change: Callable[..., Scalars]) -> Callable[..., Scalars]:
    def handle(write: Statements, array: Scalars, *args: Any, **_: Any) -> Scalars:
        return change(array, *args)

    return handle


def _axes(array: Scalars, dim: Any) -> tuple[int, ...]:
    if dim is None or dim == []:
        return tuple(range(array.ndim))
    dims = [dim] if isinstance(dim, int) else dim
    return tuple(sorted(each % array.ndim for each in dims))


def _folded(
    write: Statements, array: Scalars, dim: Any, keepdim: bool, fold: Callable[[list[str]], str]
) -> Scalars:
    axes = _axes(array, dim)
    kept = [axis for axis in range(array.ndim) if axis not in axes]
    rows = np.transpose(array, [*kept, *axes]).reshape(*(array.shape[axis] for axis in kept), -1)
    found = np.empty(rows.shape[:-1], dtype=object)
    for place in np.ndindex(found.shape):
        found[place] = fold(list(rows[place]))
    return np.expand_dims(found, axes) if keepdim else found


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


def _mean(
    write: Statements, array: Scalars, dim: Any = None, keepdim: bool = False, **_: Any
) -> Scalars:
    count = math.prod(array.shape[axis] for axis in _axes(array, dim))
    return _map(write, "{} / {}", _sum(write, array, dim, keepdim), count)


def _norm(
    write: Statements,
    array: Scalars,
    ord: Any = 2,
    dim: Any = None,
    keepdim: bool = False,
    **_: Any,
) -> Scalars:
    if ord == math.inf:
        return HANDLERS["amax"](write, _map(write, "std::fabs({})", array), dim, keepdim)
    if ord != 2:
        raise Untranslatable(f"a norm of order {ord}")
    squares = _map(write, "{0} * {0}", array)
    return _map(write, "std::sqrt({})", _sum(write, squares, dim, keepdim))


def _power(write: Statements, base: Any, exponent: Any) -> Scalars:
    if isinstance(exponent, int | float) and exponent in (2, 3, 0.5, -1, -0.5):
        return _map(write, POWERS[exponent], base)
    return _map(write, "std::pow({}, {})", base, exponent)


POWERS = {
    2: "{0} * {0}",
    3: "{0} * {0} * {0}",
    0.5: "std::sqrt({})",
    -1: "1.0 / {}",
    -0.5: "1.0 / std::sqrt({})",
}


def _product(write: Statements, a: Scalars, b: Scalars) -> Scalars:
    """Matrix products of any batch shape."""
    spread = _map(write, "{} * {}", a[..., :, :, None], b[..., None, :, :])
    return _sum(write, spread, [-2])


def _clamp(write: Statements, array: Scalars, low: Any = None, high: Any = None) -> Scalars:
    if low is not None:
        array = _map(write, "({0} < {1} ? {1} : {0})", array, low)
    if high is not None:
        array = _map(write, "({0} > {1} ? {1} : {0})", array, high)
    return array


def _softmax(write: Statements, array: Scalars, dim: int, _: bool = False) -> Scalars:
    largest = HANDLERS["amax"](write, array, [dim], True)
    powers = _map(write, "std::exp({} - {})", array, largest)
    return _map(write, "{} / {}", powers, _sum(write, powers, [dim], True))


def _log_softmax(write: Statements, array: Scalars, dim: int, _: bool = False) -> Scalars:
    away = _map(write, "{} - {}", array, HANDLERS["amax"](write, array, [dim], True))
    total = _sum(write, _map(write, "std::exp({})", away), [dim], True)
    return _map(write, "{} - std::log({})", away, total)


def _filled(
    shape_of: Callable[..., tuple[int, ...]], value: float | None
) -> Callable[..., Scalars]:
    def handle(write: Statements, *args: Any, **_: Any) -> Scalars:
        filling = args[1] if value is None else value
        return np.broadcast_to(_operand(filling), shape_of(args[0])).copy()

    return handle


def _slice(
    write: Statements,
    array: Scalars,
    dim: int = 0,
    start: Any = None,
    end: Any = None,
    step: int = 1,
) -> Scalars:
    return array[(slice(None),) * (dim % array.ndim) + (slice(start, end, step),)]


def _split(write: Statements, array: Scalars, size: Any, dim: int = 0) -> list[Scalars]:
    places = np.cumsum(size)[:-1] if isinstance(size, list) else range(size, array.shape[dim], size)
    return np.split(array, list(places), axis=dim)


def _sorted(
    write: Statements, array: Scalars, dim: int = -1, descending: bool = False, **_: Any
) -> tuple[Scalars, None]:
    """Values in order, by exchanging neighbours; the order of equal ones is not kept."""
    rows = np.moveaxis(array, dim, -1).copy()
    first, second = ("MAXIMUM", "MINIMUM") if descending else ("MINIMUM", "MAXIMUM")
    for place in np.ndindex(rows.shape[:-1]):
        row = rows[place]
        for end in range(len(row) - 1, 0, -1):
            for i in range(end):
                low, high = row[i], row[i + 1]
                row[i] = write(f"{first}({low}, {high})")
                row[i + 1] = write(f"{second}({low}, {high})")
    return np.moveaxis(rows, -1, dim), None


def _cumsum(write: Statements, array: Scalars, dim: int, **_: Any) -> Scalars:
    rows = np.moveaxis(array, dim, -1).copy()
    for place in np.ndindex(rows.shape[:-1]):
        for i in range(1, rows.shape[-1]):
            rows[place][i] = write(f"{rows[place][i - 1]} + {rows[place][i]}")
    return np.moveaxis(rows, -1, dim)


def _diagonal_matrix(
    write: Statements, array: Scalars, offset: int = 0, dim1: int = -2, dim2: int = -1
) -> Scalars:
    if (offset, dim1, dim2) != (0, -2, -1):
        raise Untranslatable("a diagonal in another place")
    n = array.shape[-1]
    found = np.broadcast_to(_lone("0.0"), (*array.shape, n)).copy()
    for i in range(n):
        found[..., i, i] = array[..., i]
    return found


def _minor(write: Statements, matrix: Scalars) -> tuple[Scalars, ...]:
    if matrix.shape[-2:] != (2, 2):
        raise Untranslatable("a system of more than two unknowns")
    return matrix[..., 0, 0], matrix[..., 0, 1], matrix[..., 1, 0], matrix[..., 1, 1]


def _solved(
    write: Statements, matrix: Scalars, side: Scalars, **_: Any
) -> tuple[Scalars, None, None, None]:
    """Two unknowns, by elimination with the larger pivot, as LAPACK does."""
    a, b, c, d = _minor(write, matrix)
    is_vector = side.ndim == matrix.ndim - 1
    sides = side[..., None] if is_vector else side
    found = []
    for column in range(sides.shape[-1]):
        p, q = sides[..., 0, column], sides[..., 1, column]
        swap = _map(write, "(std::fabs({1}) > std::fabs({0}))", a, c)

        def pick(one: Scalars, other: Scalars, swap: Scalars = swap) -> Scalars:
            return _map(write, "({} ? {} : {})", swap, other, one)

        a1, b1, p1 = pick(a, c), pick(b, d), pick(p, q)
        a2, b2, p2 = pick(c, a), pick(d, b), pick(q, p)
        factor = _map(write, "{} / {}", a2, a1)
        y = _map(write, "({} - {} * {}) / ({} - {} * {})", p2, factor, p1, b2, factor, b1)
        x = _map(write, "({} - {} * {}) / {}", p1, b1, y, a1)
        found.append(np.stack([x, y], axis=-1))
    solution = np.stack(found, axis=-1)
    return (solution[..., 0] if is_vector else solution), None, None, None


def _inverted(write: Statements, matrix: Scalars, **_: Any) -> tuple[Scalars, None]:
    _minor(write, matrix)
    unit = np.array([["1.0", "0.0"], ["0.0", "1.0"]], dtype=object)
    side = np.broadcast_to(unit, matrix.shape)
    return _solved(write, matrix, side)[0], None


def _at_indices(write: Statements, array: Scalars, indices: Sequence[Any]) -> Scalars:
    places = []
    for each in indices:
        if each is None:
            places.append(slice(None))
            continue
        numbers = np.frompyfunc(lambda text: int(float(text)), 1, 1)
        try:
            places.append(numbers(each).astype(int))
        except ValueError as unknown:
            raise Untranslatable("an index that is computed") from unknown
    return array[tuple(places)]


def _scattered(write: Statements, array: Scalars, part: Scalars, dim: int, index: int) -> Scalars:
    found = np.moveaxis(array, dim, 0).copy()
    found[index] = part
    return np.moveaxis(found, 0, dim)


def _where(write: Statements, condition: Scalars, yes: Any, no: Any) -> Scalars:
    return _map(write, "({} ? {} : {})", condition, yes, no)


def _reshaped(array: Scalars, shape: Sequence[int]) -> Scalars:
    return array.reshape(tuple(shape))


def _expanded(array: Scalars, shape: Sequence[int], *_: Any) -> Scalars:
    own = (1,) * (len(shape) - array.ndim) + array.shape
    return np.broadcast_to(
        array, [mine if each == -1 else each for mine, each in zip(own, shape, strict=True)]
    )


def _squeezed(array: Scalars, dim: Any = None) -> Scalars:
    axes = [axis for axis in _axes(array, dim) if array.shape[axis] == 1]
    return array.reshape([n for axis, n in enumerate(array.shape) if axis not in axes])


def _permuted(array: Scalars, dims: Sequence[int]) -> Scalars:
    return np.transpose(array, [dim % array.ndim for dim in dims])


def _same(write: Statements, array: Any, *_: Any, **__: Any) -> Any:
    return array


HANDLERS: dict[str, Callable[..., Any]] = {
    "add": _scaled("{} + {}"),
    "sub": _scaled("{} - {}"),
    "rsub": _scaled("{1} - {0}"),
    "mul": elementwise("{} * {}"),
    "div": elementwise("{} / {}"),
    "neg": elementwise("-{}"),
    "reciprocal": elementwise("1.0 / {}"),
    "abs": elementwise("std::fabs({})"),
    "sqrt": elementwise("std::sqrt({})"),
    "rsqrt": elementwise("1.0 / std::sqrt({})"),
    "square": elementwise("{0} * {0}"),
    "exp": elementwise("std::exp({})"),
    "expm1": elementwise("std::expm1({})"),
    "log": elementwise("std::log({})"),
    "log1p": elementwise("std::log1p({})"),
    "sin": elementwise("std::sin({})"),
    "cos": elementwise("std::cos({})"),
    "tan": elementwise("std::tan({})"),
    "deg2rad": elementwise("{} * (M_PI / 180)"),
    "rad2deg": elementwise("{} * (180 / M_PI)"),
    "sinh": elementwise("std::sinh({})"),
    "cosh": elementwise("std::cosh({})"),
    "tanh": elementwise("std::tanh({})"),
    "atan": elementwise("std::atan({})"),
    "acos": elementwise("std::acos({})"),
    "asin": elementwise("std::asin({})"),
    "atan2": elementwise("std::atan2({}, {})"),
    "hypot": elementwise("std::hypot({}, {})"),
    "sigmoid": elementwise("1.0 / (1.0 + std::exp(-{}))"),
    "sign": elementwise("SIGN({})"),
    "sgn": elementwise("SIGN({})"),
    "floor": elementwise("std::floor({})"),
    "maximum": elementwise("MAXIMUM({}, {})"),
    "minimum": elementwise("MINIMUM({}, {})"),
    "lerp": elementwise("LERP({}, {}, {})"),
    "addcmul": lambda write, a, b, c, value=1: _map(
        write, "{} + {} * {} * {}", a, _operand(value), b, c
    ),
    "addcdiv": lambda write, a, b, c, value=1: _map(
        write, "{} + {} * {} / {}", a, _operand(value), b, c
    ),
    "copysign": elementwise("std::copysign({}, {})"),
    "nan_to_num": lambda write, a, nan=None, *_: _map(
        write, "(std::isnan({0}) ? {1} : {0})", a, 0.0 if nan is None else nan
    ),
    "isnan": elementwise("std::isnan({})"),
    "isfinite": elementwise("std::isfinite({})"),
    "isinf": elementwise("std::isinf({})"),
    "lt": elementwise("({} < {})"),
    "le": elementwise("({} <= {})"),
    "gt": elementwise("({} > {})"),
    "ge": elementwise("({} >= {})"),
    "eq": elementwise("({} == {})"),
    "ne": elementwise("({} != {})"),
    "bitwise_and": elementwise("({} && {})"),
    "bitwise_or": elementwise("({} || {})"),
    "bitwise_not": elementwise("(!{})"),
    "logical_and": elementwise("({} && {})"),
    "logical_or": elementwise("({} || {})"),
    "logical_not": elementwise("(!{})"),
    "where": _where,
    "hardshrink": lambda write, array, reach=0.5: _map(
        write, "({0} >= -{1} && {0} <= {1} ? 0.0 : {0})", array, reach
    ),
    "softplus": lambda write, array, beta=1, reach=20: _map(
        write, "({0} * {1} > {2} ? {0} : std::log1p(std::exp({0} * {1})) / {1})", array, beta, reach
    ),
    "select_scatter": _scattered,
    "masked_fill": lambda write, array, mask, value: _where(write, mask, value, array),
    "pow": _power,
    "sum": _sum,
    "mean": _mean,
    "prod": _reduction("{} * {}", 1.0),
    "amax": _reduction("MAXIMUM({}, {})"),
    "amin": _reduction("MINIMUM({}, {})"),
    "all": _reduction("({} && {})", 1.0),
    "any": _reduction("({} || {})", 0.0),
    "linalg_vector_norm": _norm,
    "_softmax": _softmax,
    "_log_softmax": _log_softmax,
    "clamp": _clamp,
    "clamp_min": lambda write, array, low: _clamp(write, array, low),
    "clamp_max": lambda write, array, high: _clamp(write, array, None, high),
    "mm": _product,
    "bmm": _product,
    "matmul": _product,
    "mv": lambda write, a, b: _product(write, a, b[:, None])[:, 0],
    "dot": lambda write, a, b: _sum(write, _map(write, "{} * {}", a, b)),
    "cumsum": _cumsum,
    "sort": _sorted,
    "diag_embed": _diagonal_matrix,
    "_linalg_solve_ex": _solved,
    "linalg_inv_ex": _inverted,
    "view": _shaping(_reshaped),
    "reshape": _shaping(_reshaped),
    "_unsafe_view": _shaping(_reshaped),
    "expand": _shaping(_expanded),
    "squeeze": _shaping(_squeezed),
    "unsqueeze": _shaping(
        lambda array, dim: np.expand_dims(array, dim if dim >= 0 else dim + array.ndim + 1)
    ),
    "permute": _shaping(_permuted),
    "transpose": _shaping(np.swapaxes),
    "t": _shaping(np.transpose),
    "flip": _shaping(lambda array, dims: np.flip(array, dims)),
    "select": _shaping(lambda array, dim, index: np.take(array, index, axis=dim)),
    "slice": _slice,
    "index": _at_indices,
    "unbind": lambda write, array, dim=0: [_operand(each) for each in np.moveaxis(array, dim, 0)],
    "split": _split,
    "split_with_sizes": _split,
    "stack": lambda write, arrays, dim=0: np.stack(np.broadcast_arrays(*arrays), axis=dim),
    "cat": lambda write, arrays, dim=0: np.concatenate(arrays, axis=dim),
    "diagonal": lambda write, array, offset=0, dim1=0, dim2=1: np.diagonal(
        array, offset, dim1, dim2
    ),
    "getitem": lambda write, values, place: values[place],
    "zeros_like": _filled(np.shape, 0.0),
    "ones_like": _filled(np.shape, 1.0),
    "full_like": _filled(np.shape, None),
    "zeros": _filled(tuple, 0.0),
    "ones": _filled(tuple, 1.0),
    "full": _filled(tuple, None),
    "scalar_tensor": lambda write, value, **_: _operand(value),
    "new_zeros": lambda write, array, shape, **_: _filled(tuple, 0.0)(write, shape),
    "new_ones": lambda write, array, shape, **_: _filled(tuple, 1.0)(write, shape),
    "new_full": lambda write, array, shape, value, **_: _filled(tuple, None)(write, shape, value),
    "clone": _same,
    "detach": _same,
    "alias": _same,
    "contiguous": _same,
    "to": _same,
    "_to": _same,
    "fill": lambda write, array, value: np.broadcast_to(_operand(value), array.shape),
    "threshold": lambda write, array, least, value: _map(
        write, "({0} <= {1} ? {2} : {0})", array, least, value
    ),
    "lift_fresh": _same,
    "_conj": _same,
    "copy": lambda write, target, source, *_: np.broadcast_to(source, target.shape),
}
"""What the core operations become. Booleans are numbers, 0 or 1, as C++ takes them."""
