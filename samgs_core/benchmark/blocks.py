"""What the networks of benchmarks are built of, and the weights that they begin with."""

from collections.abc import Callable, Sequence
from math import gcd

import torch
from torch import Generator, Tensor, nn
from torch.nn.utils import skip_init

from samgs_core.benchmark.task import Task

GROUPS = 4
"""Groups of channels that are normalised together; fewer where they do not divide the channels."""
MOST = 2**62
"""Seeds of heads lie below it."""


class Normed(nn.Module):
    """A convolution of 3 x 3, normalised in groups of the channels of an example, then rectified.

    No example depends on the others of its batch, and there is no running mean to keep.
    """

    def __init__(self, n_in: int, n_out: int) -> None:
        super().__init__()
        self.conv = conv(n_in, n_out, 3)
        self.norm = skip_init(nn.GroupNorm, gcd(GROUPS, n_out), n_out)

    def forward(self, x: Tensor) -> Tensor:
        normed: Tensor = self.norm(self.conv(x))
        return normed.relu()


def conv(n_in: int, n_out: int, size: int) -> nn.Module:
    """A convolution that keeps the resolution, without weights as yet."""
    return skip_init(nn.Conv2d, n_in, n_out, size, padding=size // 2)


def pixel_head(n_in: int, n_outputs: int) -> nn.Module:
    """From maps to outputs for every pixel: a convolution of 3 x 3, rectified, and one of 1 x 1."""
    return nn.Sequential(conv(n_in, n_in, 3), nn.ReLU(), conv(n_in, n_outputs, 1))


def begin(
    trunk: nn.Module,
    head: Callable[[Task], nn.Module],
    tasks: Sequence[Task],
    chosen: Sequence[int],
    generator: Generator,
) -> nn.ModuleList:
    """Give a trunk its first weights; the heads of the chosen tasks, with theirs.

    Weights are Gaussian with variance 2 / (number of inputs), biases are zero. Those of the trunk,
    and those of a task's head, are the same whichever heads there are.
    """
    _start(trunk, generator)
    seeds = torch.randint(MOST, (len(tasks),), generator=generator).tolist()
    heads = nn.ModuleList(head(tasks[k]) for k in chosen)
    for k, made in zip(chosen, heads, strict=True):
        _start(made, Generator().manual_seed(seeds[k]))
    return heads


def _start(module: nn.Module, generator: Generator) -> None:
    for part in module.modules():
        if isinstance(part, nn.Conv2d | nn.Linear):
            nn.init.kaiming_normal_(part.weight, nonlinearity="relu", generator=generator)
            nn.init.zeros_(part.bias)  # type: ignore[arg-type]
        elif isinstance(part, nn.GroupNorm):
            nn.init.ones_(part.weight)
            nn.init.zeros_(part.bias)
