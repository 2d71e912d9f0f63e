"""MTAN, the network of the papers' tables: a shared SegNet, and attention to it for each task."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import torch
from torch import Generator, Tensor, nn
from torch.nn.functional import interpolate, max_pool2d, max_unpool2d

from samgs_core.benchmark.blocks import Normed, begin, conv, pixel_head
from samgs_core.benchmark.problem import Network
from samgs_core.benchmark.task import Task

DEPTHS = (2, 2, 3, 3, 3)
"""Convolutions of each stage, as in VGG-16."""
GROWTH = (1, 2, 4, 8, 8)
"""Maps of each stage, in widths."""


class MTAN(Network):
    """A multi-task attention network for pictures [N, 3, H, W] of at least 32 x 32.

    The trunk is a SegNet: five stages down, each halved by the largest of every 2 x 2, and five up,
    which put values back where they came from. Each task weighs the maps of every stage by a mask
    in (0, 1), for every pixel and map, made of the stage's first maps and of what the task kept of
    the stage before. The masks are part of the heads: methods that merge gradients see the SegNet.

    Source: Liu, Johns and Davison 2019, arXiv:1803.10704. We depart from it in two points: channels
    are normalised in groups of one example, not over the batch, and tasks have every convolution of
    their attention to themselves.
    """

    def __init__(
        self, tasks: Sequence[Task], chosen: Sequence[int], width: int, generator: Generator
    ) -> None:
        super().__init__()
        sizes = [width * growth for growth in GROWTH]
        self.trunk = _SegNet(sizes)
        self.heads = begin(
            self.trunk, lambda task: _Attention(sizes, task.n_outputs), tasks, chosen, generator
        )
        self.to(memory_format=torch.channels_last)  # type: ignore[call-overload]

    def layers(self) -> Mapping[str, nn.Module]:
        return dict(self.trunk.named_children())

    def forward(self, x: Tensor) -> tuple[Tensor, ...]:
        """One output [N, outputs, H, W] for each task."""
        shared = self.trunk(x.contiguous(memory_format=torch.channels_last))
        return tuple(head(shared) for head in self.heads)


class _Seen(NamedTuple):
    """What a task sees of a stage: what its mask is made of, and what it masks."""

    first: Tensor
    last: Tensor


class _Stage(nn.Module):
    """Some convolutions; gives what comes out of the first and of the last."""

    def __init__(self, n_in: int, n_out: int, depth: int) -> None:
        super().__init__()
        self.first = Normed(n_in, n_out)
        self.rest = nn.Sequential(*(Normed(n_out, n_out) for _ in range(depth - 1)))

    def forward(self, x: Tensor) -> _Seen:
        first = self.first(x)
        return _Seen(first, self.rest(first))


class _SegNet(nn.Module):
    """The shared stages, from the input to the full resolution again."""

    def __init__(self, sizes: Sequence[int]) -> None:
        super().__init__()
        for k, (n_in, n_out) in enumerate(_pairs([3, *sizes])):
            self.add_module(f"down{k + 1}", _Stage(n_in, n_out, DEPTHS[k]))
        for k, (n_out, n_in) in reversed([*enumerate(_pairs([sizes[0], *sizes]))]):
            self.add_module(f"up{k + 1}", _Stage(n_in, n_out, DEPTHS[k]))

    def forward(self, x: Tensor) -> list[_Seen]:
        """The five stages down, then the five up."""
        n, seen, places = len(DEPTHS), list[_Seen](), []
        for k in range(n):
            seen.append(self.get_submodule(f"down{k + 1}")(x))
            x, place = max_pool2d(seen[-1].last, 2, return_indices=True)
            places.append(place)
        for k in reversed(range(n)):
            x = max_unpool2d(x, places[k], [2, 2], output_size=seen[k].last.shape[-2:])
            up = self.get_submodule(f"up{k + 1}")(x)
            seen.append(_Seen(x, up.last))
            x = up.last
        return seen


class _Attention(nn.Module):
    """What one task makes of the shared stages."""

    def __init__(self, sizes: Sequence[int], n_outputs: int) -> None:
        super().__init__()
        last = sizes[-1]
        kept = [0, *sizes[1:]]  # how many maps come from the stage before
        self.masks_down = nn.ModuleList(
            _mask(size + more, size) for size, more in zip(sizes, kept, strict=True)
        )
        self.down = nn.ModuleList(Normed(*pair) for pair in _pairs([*sizes, last]))
        up = [*reversed(_pairs([sizes[0], *sizes]))]  # maps put out by and put into a stage
        self.masks_up = nn.ModuleList(_mask(n_in + n_out, n_out) for n_out, n_in in up)
        before = [last, *(n_out for n_out, _ in up)]
        self.up = nn.ModuleList(
            Normed(n_in, n_out) for n_in, (n_out, _) in zip(before, up, strict=False)
        )
        self.put_out = pixel_head(sizes[0], n_outputs)

    def forward(self, seen: list[_Seen]) -> Tensor:
        n = len(DEPTHS)
        x: Tensor | None = None
        for stage, mask, layer in zip(seen[:n], self.masks_down, self.down, strict=True):
            heard = stage.first if x is None else torch.cat([stage.first, x], dim=1)
            x = max_pool2d(layer(mask(heard) * stage.last), 2)
        assert x is not None
        for stage, mask, layer in zip(seen[n:], self.masks_up, self.up, strict=True):
            size = stage.first.shape[-2:]
            x = layer(interpolate(x, size=size, mode="bilinear", align_corners=True))
            x = mask(torch.cat([stage.first, x], dim=1)) * stage.last
        result: Tensor = self.put_out(x)
        return result


def _mask(n_in: int, n_out: int) -> nn.Module:
    return nn.Sequential(conv(n_in, n_out, 1), nn.ReLU(), conv(n_out, n_out, 1), nn.Sigmoid())


def _pairs(sizes: Sequence[int]) -> list[tuple[int, int]]:
    """Neighbours."""
    return [*zip(sizes, sizes[1:], strict=False)]
