"""Small networks for benchmarks: a U-shaped one for pictures, a short one for whole examples."""

from collections.abc import Mapping, Sequence

import torch
from torch import Generator, Tensor, nn
from torch.nn.functional import interpolate, max_pool2d
from torch.nn.utils import skip_init

from samgs_core.benchmark.blocks import Normed, begin, conv, pixel_head
from samgs_core.benchmark.problem import Network
from samgs_core.benchmark.task import Task


class UNet(Network):
    """A net for pictures [N, C, H, W] of any size, with a number or more for every pixel.

    The trunk goes down to a quarter of the resolution and up again, with skips, in five layers of
    two convolutions of 3 x 3 each; they have ``width`` maps at full resolution and twice as many
    below. A head is a convolution of 3 x 3 and one of 1 x 1. ``scales``, one for each of all tasks,
    multiply what the heads put out.
    """

    def __init__(
        self,
        tasks: Sequence[Task],
        chosen: Sequence[int],
        width: int,
        generator: Generator,
        *,
        n_inputs: int = 3,
        scales: Sequence[float] | None = None,
    ) -> None:
        super().__init__()
        self.trunk = _UTrunk(n_inputs, width)
        self.heads = begin(
            self.trunk, lambda task: pixel_head(width, task.n_outputs), tasks, chosen, generator
        )
        self.scales = [1.0 if scales is None else scales[k] for k in chosen]
        self.to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # a sixth faster

    def layers(self) -> Mapping[str, nn.Module]:
        return dict(self.trunk.named_children())

    def forward(self, x: Tensor) -> tuple[Tensor, ...]:
        """One output [N, outputs, H, W] for each task."""
        shared = self.trunk(x.contiguous(memory_format=torch.channels_last))
        outputs = [head(shared) for head in self.heads]
        return tuple(
            output if scale == 1 else scale * output
            for output, scale in zip(outputs, self.scales, strict=True)
        )


class ConvNet(Network):
    """A net for pictures [N, 1, H, W] with one answer each: two convolutions and a dense layer.

    The convolutions of 3 x 3 have 8 and 16 maps, each followed by a rectifier and the second by the
    largest of every 2 x 2; the dense layer has ``width`` units. A head is a linear layer.
    """

    def __init__(
        self,
        tasks: Sequence[Task],
        chosen: Sequence[int],
        width: int,
        generator: Generator,
        *,
        size: tuple[int, int],
    ) -> None:
        super().__init__()
        height, breadth = size
        n_flat = 16 * (height // 2) * (breadth // 2)
        self.trunk = nn.Sequential()
        self.trunk.add_module("conv1", nn.Sequential(conv(1, 8, 3), nn.ReLU()))
        self.trunk.add_module("conv2", nn.Sequential(conv(8, 16, 3), nn.ReLU(), nn.MaxPool2d(2)))
        dense = nn.Sequential(nn.Flatten(), skip_init(nn.Linear, n_flat, width), nn.ReLU())
        self.trunk.add_module("dense", dense)

        def head(task: Task) -> nn.Module:
            return skip_init(nn.Linear, width, task.n_outputs)

        self.heads = begin(self.trunk, head, tasks, chosen, generator)

    def layers(self) -> Mapping[str, nn.Module]:
        return dict(self.trunk.named_children())

    def forward(self, x: Tensor) -> tuple[Tensor, ...]:
        """One output [N, outputs] for each task."""
        shared = self.trunk(x)
        return tuple(head(shared) for head in self.heads)


class _UTrunk(nn.Module):
    def __init__(self, n_inputs: int, width: int) -> None:
        super().__init__()
        self.down1 = _twice(n_inputs, width)
        self.down2 = _twice(width, 2 * width)
        self.bottom = _twice(2 * width, 2 * width)
        self.up2 = _twice(4 * width, width)
        self.up1 = _twice(2 * width, width)

    def forward(self, x: Tensor) -> Tensor:
        fine = self.down1(x)
        coarse = self.down2(_halved(fine))
        bottom = self.bottom(_halved(coarse))
        coarse = self.up2(torch.cat([coarse, _spread(bottom, coarse)], dim=1))
        result: Tensor = self.up1(torch.cat([fine, _spread(coarse, fine)], dim=1))
        return result


def _twice(n_in: int, n_out: int) -> nn.Module:
    return nn.Sequential(Normed(n_in, n_out), Normed(n_out, n_out))


def _halved(x: Tensor) -> Tensor:
    return max_pool2d(x, 2, ceil_mode=True)


def _spread(x: Tensor, over: Tensor) -> Tensor:
    """A map at the resolution of another, by its nearest values."""
    return interpolate(x, size=over.shape[-2:])
