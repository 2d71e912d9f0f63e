"""A small layered problem of the tests' own, and its network in plain torch."""

from dataclasses import dataclass

import torch
from torch import nn

from samgs_core.layered import Examples, LayeredProblem
from samgs_core.recon.network import Chain


@dataclass(frozen=True)
class Toy(LayeredProblem):
    """Two tasks that want opposite signs of the same wave."""

    width: int = 5
    batch: int = 16

    key = "toy"
    title = "Toy"
    n_tasks = 2
    n_layers = 3
    n_inputs = 4
    n_outputs = 2

    def examples(self, seed):
        source = torch.Generator().manual_seed(seed)
        x = torch.randn(60, self.n_inputs, generator=source, dtype=torch.float64)
        wave = torch.sin(x[:, : self.n_outputs] + x[:, [3]])
        y = torch.stack([(-1.0) ** task * wave + 0.1 * task for task in range(self.n_tasks)], dim=1)
        return Examples(x[:40], y[:40], x[40:], y[40:])


@dataclass(frozen=True)
class Trio(Toy):
    """Three tasks."""

    n_tasks = 3


def chain(problem, width=None):
    """The chain of a problem, as wide as it needs to be."""
    width = max(problem.n_inputs, width or problem.width)
    return Chain(problem.n_tasks, problem.n_layers, problem.n_outputs, width)


class Stream(nn.Module):
    """One task's path through a chain, in plain torch, with the parameters of one row of theta."""

    def __init__(self, chain, theta):
        super().__init__()
        width, outputs = chain.width, chain.n_outputs
        shapes = [(width, width)] * chain.n_layers + [(outputs, width)]
        self.layers = nn.ModuleList(nn.Linear(n, m).to(theta) for m, n in shapes)
        nn.utils.vector_to_parameters(theta.clone(), self.parameters())

    def forward(self, x):
        *trunk, head = self.layers
        for layer in trunk:
            x = torch.tanh(layer(x))
        return head(x)
