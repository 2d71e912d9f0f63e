"""What does recording cost? Run with ``python -m tests.benchmarks.recorder``.

Prints how long a step of surgery takes on a network of a million shared parameters in ten layers,
without and with a recorder: processor time of ``backward`` on one thread, both taking turns. Then
how long a file of 100,000 steps and 20 layers takes to open.
"""

import statistics
import tempfile
import time
from pathlib import Path

import torch
from torch import nn

from samgs_core.methods import LS, SAMGS, CAGrad, GradDrop, PCGrad
from samgs_core.recorder import Recorder, Recording
from samgs_core.surgery import Surgery
from tests.core.recorder.networks import long_recording

ROUNDS, N_LAYERS, WIDTH, BATCH = 41, 10, 316, 64


class Network(nn.Module):
    """Ten square layers of 10⁵ parameters each, and a head for each task."""

    def __init__(self, n_tasks: int) -> None:
        super().__init__()
        torch.manual_seed(0)
        self.layers = nn.ModuleList(nn.Linear(WIDTH, WIDTH) for _ in range(N_LAYERS))
        self.heads = nn.ModuleList(nn.Linear(WIDTH, 4) for _ in range(n_tasks))
        self.x, self.y = torch.randn(BATCH, WIDTH), torch.randn(n_tasks, BATCH, 4)

    def losses(self) -> list[torch.Tensor]:
        """The task losses."""
        hidden = self.x
        for layer in self.layers:
            hidden = layer(hidden).relu()
        return [
            (head(hidden) - y).square().mean() for head, y in zip(self.heads, self.y, strict=True)
        ]

    def seconds(self, surgery: Surgery) -> float:
        """The processor time of one ``backward``."""
        self.zero_grad()
        losses = self.losses()
        began = time.process_time()
        surgery.backward(losses)
        return time.process_time() - began


def main() -> None:
    """Print the table."""
    torch.set_num_threads(1)
    print("One step of surgery, 1e6 parameters in 10 layers, with a recorder and without.")
    print(f"{'tasks':6}{'method':10}{'without, ms':>14}{'with, ms':>10}{'more':>8}")
    for n_tasks in (2, 3):
        network = Network(n_tasks)
        shared = list(network.layers.parameters())
        names = {f"layer {n}": layer for n, layer in enumerate(network.layers)}
        for method in (LS(), PCGrad(), CAGrad(), SAMGS(), GradDrop()):
            pair = [
                Surgery(method, shared, recorder=recorder)
                for recorder in (None, Recorder(layers=names))
            ]
            rounds = [[network.seconds(each) for each in pair] for _ in range(ROUNDS)][2:]
            plain, recorded = (
                1e3 * statistics.median(times) for times in zip(*rounds, strict=True)
            )
            more = 100 * (recorded / plain - 1)
            print(f"{n_tasks:<6}{method.key:10}{plain:14.2f}{recorded:10.2f}{more:7.1f}%")
    print(f"100,000 steps of 20 layers are opened in {seconds_to_open():.2f} s.")


def seconds_to_open() -> float:
    """The processor time from a long file to its conflicts and Recon's scores."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "long.npz"
        long_recording(100_000, 20).save(path)
        began = time.process_time()
        Recording.load(path).scores()
        return time.process_time() - began


if __name__ == "__main__":
    main()
