"""A small network of several tasks, and the engine that surgery on it is held against."""

import pytest
import torch
from torch import nn

from samgs_core.methods import METHODS

BOUND = -0.5
methods = pytest.mark.parametrize("method", [cls() for cls in METHODS], ids=lambda m: m.key)
task_counts = pytest.mark.parametrize("n_tasks", [2, 3])


class Network(nn.Module):
    """A trunk and a head for each task, with data of its own."""

    def __init__(self, n_tasks=2, dtype=torch.float64):
        super().__init__()
        torch.manual_seed(1)
        self.trunk = nn.Sequential(nn.Linear(4, 8), nn.Tanh(), nn.Linear(8, 6), nn.Tanh())
        self.heads = nn.ModuleList(nn.Linear(6, 2) for _ in range(n_tasks))
        self.to(dtype)
        self.x = torch.randn(32, 4, dtype=dtype)
        self.y = torch.stack([torch.randn(32, 2, dtype=dtype) * 2**k for k in range(n_tasks)])

    def losses(self):
        features = self.trunk(self.x)
        pairs = zip(self.heads, self.y, strict=True)
        return [(head(features) - y).square().mean() for head, y in pairs]

    @property
    def shared(self):
        return list(self.trunk.parameters())


def flat(tensors):
    return torch.cat([tensor.detach().reshape(-1) for tensor in tensors])


def grads_of(module):
    """Copies of all ``grad`` of a module."""
    return [None if p.grad is None else p.grad.clone() for p in module.parameters()]


class Engine:
    """The method as the batched engine runs it, on the whole gradients in double precision."""

    def __init__(self, method, seed=0, bound=BOUND):
        self.method, self.bound, self.state = method, bound, None
        self.generator = torch.Generator().manual_seed(seed)

    def step(self, losses, shared):
        """The task gradients [T, D] and the merged gradient [D]."""
        rows = [flat(torch.autograd.grad(loss, shared, retain_graph=True)) for loss in losses]
        grads = torch.stack(rows)[None].double()
        seen = flat(losses)[None].double()
        if self.method.needs_positive_losses():
            seen = seen - self.bound
        if self.state is None:
            self.state = self.method.init(grads)
        n_draws = self.method.n_draws(*grads.shape[1:])
        draws = torch.rand(n_draws, generator=self.generator, dtype=shared[0].dtype).double()
        operated, self.state = self.method.operate(grads, seen, self.state, draws)
        return grads[0], operated.sum(1)[0]
