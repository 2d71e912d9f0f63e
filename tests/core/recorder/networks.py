"""Small networks of two kinds, and recordings of their training."""

import numpy as np
import torch
from torch import nn

from samgs_core.recorder import Recorder, Recording
from samgs_core.surgery import Surgery

BOUND = -0.5


class Network(nn.Module):
    """A shared trunk, and a head for each task."""

    def __init__(self, trunk, x, width, n_tasks):
        super().__init__()
        self.trunk, self.x = trunk, x
        self.heads = nn.ModuleList(nn.Linear(width, 3) for _ in range(n_tasks))
        self.y = torch.stack([torch.randn(len(x), 3) * 2**k for k in range(n_tasks)])

    def losses(self, part=slice(None)):
        features = self.trunk(self.x[part]).flatten(1)
        pairs = zip(self.heads, self.y, strict=True)
        return [(head(features).float() - y[part]).square().mean() for head, y in pairs]

    @property
    def shared(self):
        return list(self.trunk.parameters())

    @property
    def layers(self):
        return {name: part for name, part in self.trunk.named_children() if list(part.parameters())}


def conv_net(n_tasks=2):
    torch.manual_seed(2)
    trunk = nn.Sequential(
        nn.Conv2d(1, 4, 3), nn.ReLU(), nn.Conv2d(4, 4, 3), nn.BatchNorm2d(4), nn.ReLU()
    )
    return Network(trunk, torch.randn(12, 1, 8, 8), 4 * 16, n_tasks)


def transformer(n_tasks=2):
    torch.manual_seed(3)
    block = nn.TransformerEncoderLayer(8, 2, 16, dropout=0.0, batch_first=True)
    return Network(block, torch.randn(10, 5, 8), 5 * 8, n_tasks)


def direct(losses, tensors):
    """The inner products [T, T] of the gradients, computed one by one."""
    rows = []
    for loss in losses:
        grads = torch.autograd.grad(loss, tensors, retain_graph=True, allow_unused=True)
        pairs = zip(tensors, grads, strict=True)
        kept = [torch.zeros_like(t) if g is None else g for t, g in pairs]
        rows.append(torch.cat([grad.double().reshape(-1) for grad in kept]))
    matrix = torch.stack(rows)
    return (matrix @ matrix.T).numpy()


def recorded(method, network=None, steps=6, recorder=None, seed=3):
    """The recording of a training with a method, and what each step reported and left in grad."""
    network = network or conv_net()
    recorder = recorder or Recorder(layers=network.layers)
    optimizer = torch.optim.SGD(network.parameters(), lr=1e-3)
    surgery = Surgery(method, network.shared, lower_bounds=BOUND, seed=seed, recorder=recorder)
    reports, merged = [], []
    for _ in range(steps):
        optimizer.zero_grad()
        reports.append(surgery.backward(network.losses()))
        merged.append(torch.cat([p.grad.double().reshape(-1) for p in network.shared]))
        optimizer.step()
    return recorder.recording(), reports, torch.stack(merged)


def long_recording(n_steps, n_layers):
    """Random gradients of two tasks, as a training of so many steps would record them."""
    rows = np.random.default_rng(0).normal(size=(n_steps, 2, 3))
    layer = rows @ rows.swapaxes(1, 2)
    layers = np.repeat(layer[:, None], n_layers, axis=1)
    return Recording(
        steps=np.arange(n_steps),
        losses=np.ones((n_steps, 2)),
        gram=layers.sum(1),
        names=("a", "b"),
        layer_gram=layers,
        layers=tuple(f"layer {n}" for n in range(n_layers)),
        layer_sizes=(100,) * n_layers,
    )
