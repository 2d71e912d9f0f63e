"""Numbers that a method learns beside the parameters, one for each task, by an Adam of its own."""

from typing import NamedTuple

import torch
from torch import Tensor

from samgs_core.params import Number, lanes
from samgs_core.shapes import Grads

BETA1, BETA2, EPS = 0.9, 0.999, 1e-8


class Learned(NamedTuple):
    """The numbers and the moments of their Adam (Kingma and Ba 2015, β₁ 0.9, β₂ 0.999)."""

    value: Tensor  # [B, T]
    first: Tensor  # [B, T]
    second: Tensor  # [B, T]
    t: int


def untrained(grads: Grads) -> Learned:
    """Zeros, one for each of the task gradients [B, T, D]."""
    zeros = torch.zeros_like(grads[:, :, 0])
    return Learned(zeros, zeros, zeros, 0)


def descend(learned: Learned, slope: Tensor, lr: Number) -> Learned:
    """The numbers one Adam step of rate ``lr`` down the slope [B, T]."""
    t = learned.t + 1
    first = torch.lerp(learned.first, slope, 1 - BETA1)
    second = torch.lerp(learned.second, slope.square(), 1 - BETA2)
    scale = (second / (1 - BETA2**t)).sqrt_().add_(EPS)
    step = (first * (lanes(lr, first) / (1 - BETA1**t))).div_(scale)
    return Learned(learned.value - step, first, second, t)
