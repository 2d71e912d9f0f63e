"""A benchmark so small that a training takes a moment: 8 × 8 images, two or three tasks."""

from dataclasses import dataclass
from functools import cache

import torch
from torch import nn

from samgs_core.benchmark.problem import Benchmark, InMemory, Network
from samgs_core.benchmark.tasks import Depth, Normals, Segmentation
from samgs_core.params import param


class TinyNetwork(Network):
    """Two convolutions that are shared, and a convolution for each task."""

    def __init__(self, n_outputs):
        super().__init__()
        self.trunk = nn.Sequential(
            nn.Conv2d(3, 4, 3, padding=1),
            nn.BatchNorm2d(4),
            nn.ReLU(),
            nn.Conv2d(4, 4, 3, padding=1),
            nn.ReLU(),
        )
        self.heads = nn.ModuleList(nn.Conv2d(4, n, 1) for n in n_outputs)

    def layers(self):
        return {"first": self.trunk[0], "second": self.trunk[3]}

    def forward(self, x):
        features = self.trunk(x)
        return tuple(head(features) for head in self.heads)


@dataclass(frozen=True)
class Tiny(Benchmark):
    """Colours as classes and brightness as depth; ``n_tasks`` 3 asks for normals too."""

    n_tasks: int = param(2, 2, 3, "Tasks", "How many tasks there are.", whole=True)
    scale: float = param(1.0, 0.0, 1e38, "Scale", "What depth is multiplied by.")

    key = "tiny"
    title = "Tiny"

    @property
    def tasks(self):
        every = (
            Segmentation("kinds", "Kinds", 3),
            Depth("depth", "Depth"),
            Normals("n", "Normals"),
        )
        return every[: self.n_tasks]

    def train(self):
        return _examples(self, 12, 1)

    def test(self):
        return _examples(self, 6, 2)

    def network(self, tasks, generator):
        network = TinyNetwork([self.tasks[k].n_outputs for k in tasks])
        with torch.no_grad():
            for leaf in network.parameters():
                leaf.copy_(0.3 * torch.randn(leaf.shape, generator=generator))
        return network


@cache
def _examples(benchmark, n, seed):
    source = torch.Generator().manual_seed(seed)
    x = torch.rand(n, 3, 8, 8, generator=source)
    depth = benchmark.scale * x.sum(1, keepdim=True)
    return InMemory(x, (x.argmax(1), depth, x - 0.5)[: benchmark.n_tasks])
