"""A chain of layers with a copy for every task: how many networks are evaluated as one."""

from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Generator, Tensor

from samgs_core.shapes import Grads, Losses


@dataclass(frozen=True)
class Chain:
    """The networks of all lanes: h ← tanh(W h + b) through every layer, then y = V h + c.

    A lane is one network. It has a stream for each of its T tasks, and every stream has a full copy
    of the parameters: theta is [B, T, P]. A layer is shared while its copies are equal and take the
    same steps; which layers are is no concern of this class, so that lanes may differ in it. The
    gradient of a task's loss with respect to its own copy is the task gradient, shared or not.

    Lanes may differ in width too: ``width`` is the widest (or the number of inputs, if larger).
    Units that a lane lacks have zeros for weights and biases; their gradients are exactly zero.
    """

    n_tasks: int
    n_layers: int
    n_outputs: int
    width: int

    @property
    def trunk_size(self) -> int:
        """How many numbers of a stream belong to the layers; the head's follow them."""
        return self.n_layers * self.width * (self.width + 1)

    @property
    def size(self) -> int:
        """How many numbers a stream has."""
        return self.trunk_size + self.n_outputs * (self.width + 1)

    def outputs(self, theta: Tensor, x: Tensor) -> Tensor:
        """The outputs [B, T, outputs, N] for the inputs x [width, N]."""
        return self._flow(self._parts(theta), x)[-1].unflatten(0, theta.shape[:2])

    def losses(self, theta: Tensor, x: Tensor, y: Tensor) -> Losses:
        """Mean squared errors [B, T] against the targets y [T, outputs, N]."""
        return (self.outputs(theta, x) - y).square().mean((2, 3))

    def losses_and_grads(self, theta: Tensor, x: Tensor, y: Tensor) -> tuple[Losses, Grads]:
        """Mean squared errors [B, T], and their gradients [B, T, P], each to the task's own copy.

        In closed form: it takes a third of the time of automatic differentiation.
        """
        parts = self._parts(theta)
        *h, outputs = self._flow(parts, x)
        error = outputs.unflatten(0, theta.shape[:2]) - y
        delta = (error * (2 / error[0, 0].numel())).flatten(0, 1)
        grads = [delta.sum(2), torch.bmm(delta, h[-1].mT).flatten(1)]  # from the last to the first
        above = parts.head
        for layer in reversed(range(self.n_layers)):
            delta = torch.ops.aten.tanh_backward(torch.bmm(above.mT, delta), h[layer + 1])
            grads += [delta.sum(2), torch.bmm(delta, h[layer].mT).flatten(1)]
            above = parts.weights[layer]
        flat = torch.cat(grads[::-1], dim=1)
        return error.square().mean((2, 3)), flat.unflatten(0, theta.shape[:2])

    def products(self, grads: Grads) -> Tensor:
        """Inner products of the task gradients in every layer, [B, layers, T, T]."""
        layers = grads[..., : self.trunk_size].unflatten(2, (self.n_layers, -1)).transpose(1, 2)
        return layers @ layers.mT

    def start(self, n_inputs: int, width: int, source: Generator) -> Tensor:
        """Parameters [T, P] of a lane of this width: equal copies of the layers, separate heads.

        Weights are Gaussian with standard deviation 1 / √(number of inputs), biases are zero.
        """
        fan_in = [n_inputs] + [width] * (self.n_layers - 1)
        layers = [_gaussian(width, size, self.width, self.width, source) for size in fan_in]
        heads = [
            _gaussian(self.n_outputs, width, self.n_outputs, self.width, source)
            for _ in range(self.n_tasks)
        ]
        return torch.stack([torch.cat([*layers, head]) for head in heads])

    def _flow(self, parts: "_Parts", x: Tensor) -> list[Tensor]:
        """What goes into every layer and the head, and what comes out: each [B T, ..., N]."""
        flow = [x.expand(len(parts.head), *x.shape)]
        for weights, biases in zip(parts.weights, parts.biases, strict=True):
            flow.append(torch.baddbmm(biases, weights, flow[-1]).tanh_())
        return [*flow, torch.baddbmm(parts.head_biases, parts.head, flow[-1])]

    def _parts(self, theta: Tensor) -> "_Parts":
        width, n_outputs = self.width, self.n_outputs
        sizes = [width * width, width] * self.n_layers + [n_outputs * width, n_outputs]
        *trunk, head, head_biases = theta.flatten(0, 1).split(sizes, dim=1)
        return _Parts(
            [weights.unflatten(1, (width, width)) for weights in trunk[::2]],
            [biases.unsqueeze(2) for biases in trunk[1::2]],
            head.unflatten(1, (n_outputs, width)),
            head_biases.unsqueeze(2),
        )


class _Parts(NamedTuple):
    """The parameters by layer, for all B T streams."""

    weights: list[Tensor]  # of every layer, [B T, width, width]
    biases: list[Tensor]  # of every layer, [B T, width, 1]
    head: Tensor  # [B T, outputs, width]
    head_biases: Tensor  # [B T, outputs, 1]


def _gaussian(rows: int, columns: int, n_rows: int, n_columns: int, source: Generator) -> Tensor:
    """Gaussian weights [rows, columns] within zeros [n_rows, n_columns], flat, and zero biases."""
    weights = torch.zeros(n_rows, n_columns, dtype=torch.float64)
    normal = torch.randn(rows, columns, generator=source, dtype=torch.float64)
    weights[:rows, :columns] = normal / columns**0.5
    return torch.cat([weights.flatten(), weights.new_zeros(n_rows)])
