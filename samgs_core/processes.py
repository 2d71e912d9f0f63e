"""Means over the processes that train copies of one network on parts of each batch."""

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.distributed import ProcessGroup, ReduceOp, all_reduce, get_world_size


def average(group: ProcessGroup, tensors: Sequence[Tensor]) -> None:
    """Replace each tensor by its mean over the processes, in place."""
    size = get_world_size(group)
    for tensor in tensors:
        all_reduce(tensor, group=group)
        tensor /= size


def in_any(group: ProcessGroup, flags: Sequence[bool], like: Tensor) -> list[bool]:
    """Which flags are set in any of the processes; ``like`` says on which device they meet."""
    counts = torch.tensor(flags, dtype=torch.int32, device=like.device)
    all_reduce(counts, op=ReduceOp.MAX, group=group)
    return [bool(count) for count in counts.tolist()]
