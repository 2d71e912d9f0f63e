"""Small networks for benchmarks: a U-shaped one for pictures, a short one for whole examples."""

from collections.abc import Callable, Mapping, Sequence

import torch
from torch import Generator, Tensor, nn
from torch.nn.functional import interpolate, max_pool2d
from torch.nn.utils import skip_init

from samgs_core.benchmark.problem import Network
from samgs_core.benchmark.task import Task

GROUPS = 4
"""Groups of channels that are normalised together."""
LAST = 2**62
"""Seeds of heads lie below it."""


class UNet(Network):
    """A net for pictures [N, C, H, W] of any size, with a number or more for every pixel.

    The trunk goes down to a quarter of the resolution and up again, with skips, in five blocks of
    two convolutions of 3 x 3; they have ``width`` maps at full resolution and twice as many below.
    A head is a convolution of 3 x 3 and one of 1 x 1; ``scales``, one for each of all tasks,
    multiply what they put out. Channels are normalised in groups of one example at a time: no
    example depends on the others of its batch, and there is no running mean to keep.

    Weights are Gaussian with variance 2 / (number of inputs), biases are zero.
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

        def head(task: Task) -> nn.Module:
            return nn.Sequential(_conv(width, width, 3), nn.ReLU(), _conv(width, task.n_outputs, 1))

        self.trunk = _UTrunk(n_inputs, width)
        self.heads = begin(self.trunk, head, tasks, chosen, generator)
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
    Weights begin as those of ``UNet``.
    """

    def __init__(
        self,
        tasks: Sequence[Task],
        chosen: Sequence[int],
        width: int,
        generator: Generator,
        *,
        height: int,
        breadth: int,
    ) -> None:
        super().__init__()
        n_flat = 16 * (height // 2) * (breadth // 2)
        self.trunk = nn.Sequential()
        self.trunk.add_module("conv1", nn.Sequential(_conv(1, 8, 3), nn.ReLU()))
        self.trunk.add_module("conv2", nn.Sequential(_conv(8, 16, 3), nn.ReLU(), nn.MaxPool2d(2)))
        dense = nn.Sequential(nn.Flatten(), skip_init(nn.Linear, n_flat, width), nn.ReLU())
        self.trunk.add_module("dense", dense)
        self.heads = begin(
            self.trunk,
            lambda task: skip_init(nn.Linear, width, task.n_outputs),
            tasks,
            chosen,
            generator,
        )

    def layers(self) -> Mapping[str, nn.Module]:
        return dict(self.trunk.named_children())

    def forward(self, x: Tensor) -> tuple[Tensor, ...]:
        """One output [N, outputs] for each task."""
        shared = self.trunk(x)
        return tuple(head(shared) for head in self.heads)


def begin(
    trunk: nn.Module,
    head: Callable[[Task], nn.Module],
    tasks: Sequence[Task],
    chosen: Sequence[int],
    generator: Generator,
) -> nn.ModuleList:
    """Give the trunk its first weights; the heads of the chosen tasks, with theirs.

    The weights of the trunk, and those of a task's head, are the same whichever heads there are.
    """
    _start(trunk, generator)
    seeds = torch.randint(LAST, (len(tasks),), generator=generator).tolist()
    heads = nn.ModuleList(head(tasks[k]) for k in chosen)
    for k, made in zip(chosen, heads, strict=True):
        _start(made, Generator().manual_seed(seeds[k]))
    return heads


class _Block(nn.Module):
    """Two convolutions of 3 x 3, each normalised in groups of channels, then rectified."""

    def __init__(self, n_in: int, n_out: int) -> None:
        super().__init__()
        self.conv1, self.conv2 = _conv(n_in, n_out, 3), _conv(n_out, n_out, 3)
        self.norm1, self.norm2 = (skip_init(nn.GroupNorm, GROUPS, n_out) for _ in range(2))

    def forward(self, x: Tensor) -> Tensor:
        x = self.norm1(self.conv1(x)).relu()
        return self.norm2(self.conv2(x)).relu()


class _UTrunk(nn.Module):
    def __init__(self, n_inputs: int, width: int) -> None:
        super().__init__()
        self.down1 = _Block(n_inputs, width)
        self.down2 = _Block(width, 2 * width)
        self.bottom = _Block(2 * width, 2 * width)
        self.up2 = _Block(4 * width, width)
        self.up1 = _Block(2 * width, width)

    def forward(self, x: Tensor) -> Tensor:
        fine = self.down1(x)
        coarse = self.down2(_halved(fine))
        bottom = self.bottom(_halved(coarse))
        coarse = self.up2(torch.cat([coarse, _spread(bottom, coarse)], dim=1))
        return self.up1(torch.cat([fine, _spread(coarse, fine)], dim=1))


def _conv(n_in: int, n_out: int, size: int) -> nn.Module:
    return skip_init(nn.Conv2d, n_in, n_out, size, padding=size // 2)


def _halved(x: Tensor) -> Tensor:
    return max_pool2d(x, 2, ceil_mode=True)


def _spread(x: Tensor, over: Tensor) -> Tensor:
    """A map at the resolution of another, by its nearest values."""
    return interpolate(x, size=over.shape[-2:])


def _start(module: nn.Module, generator: Generator) -> None:
    for part in module.modules():
        if isinstance(part, nn.Conv2d | nn.Linear):
            nn.init.kaiming_normal_(part.weight, nonlinearity="relu", generator=generator)
            nn.init.zeros_(part.bias)  # type: ignore[arg-type]
        elif isinstance(part, nn.GroupNorm):
            nn.init.ones_(part.weight)
            nn.init.zeros_(part.bias)
