"""Small constant tensors, made once for each dtype and device."""

from functools import lru_cache
from typing import Any

import torch
from torch import Tensor

from samgs_core.params import Number


def constants(values: tuple[Any, ...], like: Tensor) -> tuple[Tensor, ...]:
    """Each value, a number or nested tuples of numbers, as a tensor like ``like``; read only."""
    return _constants(values, like.dtype, like.device)


def per_task(values: tuple[Number, ...], like: Tensor) -> Tensor:
    """One number for each task as [T, 1], or [B, T, 1] if one of them has a value per lane."""
    for value in values:
        if isinstance(value, Tensor):
            columns = [torch.as_tensor(each).to(like).expand(len(like)) for each in values]
            return torch.stack(columns, dim=1).unsqueeze(2)
    column = tuple([(value,) for value in values])
    return _constants((column,), like.dtype, like.device)[0]


@lru_cache(maxsize=256)
def _constants(
    values: tuple[Any, ...], dtype: torch.dtype, device: torch.device
) -> tuple[Tensor, ...]:
    with torch.inference_mode(False):  # automatic differentiation may have to keep them
        return tuple(torch.tensor(value, dtype=dtype, device=device) for value in values)
