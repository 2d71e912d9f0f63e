"""What torch operations that only move numbers become, for tensors of scalars."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from samgs_core.native.scalars import Scalars, Statements, axes_of, operand


def _shaping(change: Callable[..., Scalars]) -> Callable[..., Scalars]:
    def handle(write: Statements, array: Scalars, *args: Any, **_: Any) -> Scalars:
        return change(array, *args)

    return handle


def _filled(
    shape_of: Callable[..., tuple[int, ...]], value: float | None
) -> Callable[..., Scalars]:
    def handle(write: Statements, *args: Any, **_: Any) -> Scalars:
        filling = args[1] if value is None else value
        return np.broadcast_to(operand(filling), shape_of(args[0])).copy()

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


def _scattered(write: Statements, array: Scalars, part: Scalars, dim: int, index: int) -> Scalars:
    scattered = np.moveaxis(array, dim, 0).copy()
    scattered[index] = part
    return np.moveaxis(scattered, 0, dim)


def _reshaped(array: Scalars, shape: Sequence[int]) -> Scalars:
    return array.reshape(tuple(shape))


def _expanded(array: Scalars, shape: Sequence[int], *_: Any) -> Scalars:
    own = (1,) * (len(shape) - array.ndim) + array.shape
    return np.broadcast_to(
        array, [mine if each == -1 else each for mine, each in zip(own, shape, strict=True)]
    )


def _squeezed(array: Scalars, dim: Any = None) -> Scalars:
    axes = [axis for axis in axes_of(array, dim) if array.shape[axis] == 1]
    return array.reshape([n for axis, n in enumerate(array.shape) if axis not in axes])


def _same(write: Statements, array: Any, *_: Any, **__: Any) -> Any:
    return array


SHAPING: dict[str, Callable[..., Any]] = {
    "select_scatter": _scattered,
    "view": _shaping(_reshaped),
    "expand": _shaping(_expanded),
    "squeeze": _shaping(_squeezed),
    "unsqueeze": _shaping(
        lambda array, dim: np.expand_dims(array, dim if dim >= 0 else dim + array.ndim + 1)
    ),
    "flip": _shaping(lambda array, dims: np.flip(array, dims)),
    "select": _shaping(lambda array, dim, index: np.take(array, index, axis=dim)),
    "slice": _slice,
    "unbind": lambda write, array, dim=0: [operand(each) for each in np.moveaxis(array, dim, 0)],
    "split": _split,
    "stack": lambda write, arrays, dim=0: np.stack(np.broadcast_arrays(*arrays), axis=dim),
    "cat": lambda write, arrays, dim=0: np.concatenate(arrays, axis=dim),
    "getitem": lambda write, values, place: values[place],
    "zeros_like": _filled(np.shape, 0.0),
    "ones_like": _filled(np.shape, 1.0),
    "full_like": _filled(np.shape, None),
    "scalar_tensor": lambda write, value, **_: operand(value),
    "new_ones": lambda write, array, shape, **_: _filled(tuple, 1.0)(write, shape),
    "detach": _same,
    "_to": _same,
    "fill": lambda write, array, value: np.broadcast_to(operand(value), array.shape),
    "lift_fresh": _same,
}
