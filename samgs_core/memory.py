"""What a method remembers, as plain values and back, and whether all of it is finite."""

from collections.abc import Iterable, Iterator
from typing import Any

import torch
from torch import Tensor

from samgs_core.shapes import State
from samgs_core.values import shown


def plain(state: State) -> Any:
    """A state with lists in the place of its tuples."""
    return [plain(value) for value in state] if isinstance(state, tuple) else state


def restored(like: State, value: Any, per_task: Tensor) -> State:
    """A plain state in the types, precision and device of a state of the same shapes.

    What a method does not know before its first step is None in ``like``: it is one number for each
    task, like ``per_task`` [1, T]. Raises ``ValueError`` with what should stand there.
    """
    if isinstance(like, tuple):
        holds = isinstance(value, list | tuple) and len(value) == len(like)
        _require(holds, f"hold {len(like)} values", value)
        values = [restored(*pair, per_task) for pair in zip(like, value, strict=True)]
        return type(like)(*values) if values else like
    if isinstance(like, Tensor) or (like is None and value is not None):
        return _tensor(per_task if like is None else like, value)
    holds = type(value) is type(like) and (not isinstance(like, int) or value >= 0)
    _require(holds, "hold a whole number" if isinstance(like, int) else f"hold {like!r}", value)
    return value


def _tensor(like: Tensor, value: Any) -> Tensor:
    shape = tuple(like.shape)
    holds = isinstance(value, Tensor) and value.shape == shape
    shown = tuple(value.shape) if isinstance(value, Tensor) else value
    _require(holds, f"hold a tensor of the shape {shape}", shown)
    return value.to(like if value.is_floating_point() else like.device)


def tensors_of(state: State) -> Iterator[Tensor]:
    """Every tensor of a state, those of the parts in it as well."""
    if isinstance(state, Tensor):
        yield state
    elif isinstance(state, tuple):
        for value in state:
            yield from tensors_of(value)


def are_finite(tensors: Iterable[Tensor]) -> bool:
    """Whether there is neither NaN nor infinity; waits for the device once."""
    ends = [
        torch.stack(torch.aminmax(each)).isfinite().all()  # 20 times as fast as asking each number
        for each in tensors
        if each.is_floating_point() and each.numel()
    ]
    return bool(torch.stack(ends).all()) if ends else True


def _require(holds: bool, rule: str, value: object) -> None:
    if not holds:
        raise ValueError(f"Surgery.state_dict must {rule} in its state; got {shown(value)}.")
