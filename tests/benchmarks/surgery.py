"""What does surgery cost in a training loop? Run with ``python -m tests.benchmarks.surgery``.

Prints, for every method, how many times as long a step of surgery takes as the plain backward
passes of the task losses alone, beside torchjd's aggregator of the same name on the same network:
processor time on one thread, all of them taking turns.
"""

import statistics
import time
import warnings
from collections.abc import Callable

import torch
from torch import Tensor, nn
from torchjd import aggregation
from torchjd.autojac import jac_to_grad, mtl_backward

from samgs_core.methods import METHODS
from samgs_core.surgery import Surgery

ROUNDS = 15
SETTINGS = ((2, 64), (2, 256), (3, 256))  # tasks, examples in a batch
Step = Callable[[list[Tensor], Tensor], object]

THEIRS: dict[str, Callable[[int], aggregation.Aggregator]] = {
    "ls": lambda n_tasks: aggregation.Sum(),
    "pcgrad": lambda n_tasks: aggregation.PCGrad(),
    "gradvac": lambda n_tasks: aggregation.GradVac(),
    "mgda": lambda n_tasks: aggregation.MGDA(),
    "cagrad": lambda n_tasks: aggregation.CAGrad(c=0.5),
    "nash-mtl": lambda n_tasks: aggregation.NashMTL(n_tasks=n_tasks),
    "imtl-g": lambda n_tasks: aggregation.IMTLG(),
    "aligned-mtl": lambda n_tasks: aggregation.AlignedMTL(),
    "graddrop": lambda n_tasks: aggregation.GradDrop(),
    "fairgrad": lambda n_tasks: aggregation.FairGrad(alpha=2.0),
    "upgrad": lambda n_tasks: aggregation.UPGrad(),
    "dualproj": lambda n_tasks: aggregation.DualProj(),
    "config": lambda n_tasks: aggregation.ConFIG(),
    "rlw": lambda n_tasks: aggregation.Random(),
    "excessmtl": lambda n_tasks: aggregation.ExcessMTL(),
}


class Network(nn.Module):
    """A million shared parameters and a small head for each task."""

    def __init__(self, n_tasks: int, batch: int) -> None:
        super().__init__()
        torch.manual_seed(0)
        self.trunk = nn.Sequential(nn.Linear(500, 800), nn.ReLU(), nn.Linear(800, 748), nn.ReLU())
        self.heads = nn.ModuleList(nn.Linear(748, 4) for _ in range(n_tasks))
        self.x, self.y = torch.randn(batch, 500), torch.randn(n_tasks, batch, 4)

    def losses(self) -> tuple[list[Tensor], Tensor]:
        """The task losses, and the shared features that they are made from."""
        features = self.trunk(self.x)
        pairs = zip(self.heads, self.y, strict=True)
        return [(head(features) - y).square().mean() for head, y in pairs], features

    def seconds(self, step: Step) -> float:
        """The processor time of one step, after a forward pass that is not counted."""
        self.zero_grad()
        losses, features = self.losses()
        began = time.process_time()
        step(losses, features)
        return time.process_time() - began


def plain(losses: list[Tensor], features: Tensor) -> None:
    """The backward passes alone."""
    for k, loss in enumerate(losses):
        loss.backward(retain_graph=k < len(losses) - 1)


def ours(method: type, network: Network) -> Step:
    """A step of surgery."""
    surgery = Surgery(method(), network.trunk.parameters(), lower_bounds=0.0)
    return lambda losses, features: surgery.backward(losses)


def theirs(aggregator: aggregation.Aggregator, network: Network, by_gramian: bool) -> Step:
    """A step of torchjd, whose Gramian way is open to some of its aggregators."""
    shared = list(network.trunk.parameters())

    def step(losses: list[Tensor], features: Tensor) -> None:
        mtl_backward(losses, features=features)
        jac_to_grad(shared, aggregator, optimize_gramian_computation=by_gramian)

    return step


def row(method: type, network: Network) -> list[float]:
    """Times of a step, over those of the plain passes: ours, then torchjd's ways."""
    steps = [plain, ours(method, network)]
    if method.key in THEIRS:
        aggregator = THEIRS[method.key](len(network.heads))
        steps.append(theirs(aggregator, network, by_gramian=False))
        if isinstance(aggregator, aggregation.GramianWeightedAggregator):
            steps.append(theirs(aggregator, network, by_gramian=True))
    rounds = [[network.seconds(step) for step in steps] for _ in range(ROUNDS + 2)][2:]
    first, *others = (statistics.median(times) for times in zip(*rounds, strict=True))
    return [first * 1e3, *(other / first for other in others)]


def main() -> None:
    """Print the table."""
    warnings.simplefilter("ignore")  # of the solvers behind some aggregators
    torch.set_num_threads(1)
    print("Time of a step over that of its plain backward passes, 1e6 shared parameters.")
    for n_tasks, batch in SETTINGS:
        network = Network(n_tasks, batch)
        print(f"\n{n_tasks} tasks, {batch} examples")
        print(
            f"{'method':14}{'plain, ms':>10}{'surgery':>10}{'torchjd':>10}{'its Gramian way':>18}"
        )
        for method in METHODS:
            passes, *ratios = row(method, network)
            cells = "".join(
                f"{r:{width}.2f}" for r, width in zip(ratios, (10, 10, 18), strict=False)
            )
            print(f"{method.key:14}{passes:10.1f}{cells}")


if __name__ == "__main__":
    main()
