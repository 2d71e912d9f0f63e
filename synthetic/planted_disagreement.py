"""Two tasks taught by one network but for a single layer: where does the quarrel show?"""

from dataclasses import dataclass
from math import sqrt

import torch
from torch import Generator, Tensor

from samgs_core.layered import Examples, LayeredProblem
from samgs_core.params import choice, param
from samgs_core.values import count

GAIN = 1.2
N_TEST = 512


@dataclass(frozen=True)
class PlantedDisagreement(LayeredProblem):
    """A teacher for each task, the same in every layer but the planted one.

        h ← tanh(W h) through five layers, y = V h + noise;  each task has a V of its own
        planted layer:  task 1 uses A,  task 2 uses r A + √(1 − r²) D;  without one, A as well

    The weights W, A and D are independent Gaussians of standard deviation 1.2 / √8, the inputs
    are standard normal in eight dimensions, and every one of the four outputs is scaled to unit
    variance. With relatedness r = 1 the tasks share the whole trunk, with r = 0 the planted layers
    have nothing in common. (The opposite sign is no quarrel: tanh is odd, so the heads undo it.)

    *Clean* is 512 examples with noise of standard deviation 0.1; *scarce* is 256 with 0.5. The
    noise is on the examples to train on only; the 512 to test with have none.
    """

    layer: int = param(
        1, 0, 5, "Planted layer", "The layer where the tasks differ; 0: none.", whole=True, step=1
    )
    relatedness: float = param(
        0.4, -1.0, 1.0, "Relatedness r", "1: the tasks agree there; 0: nothing in common."
    )
    width: int = param(
        8, 2, 32, "Width", "Room: units per layer of the network.", whole=True, step=1
    )
    batch: int = param(
        128,
        8,
        512,
        "Batch",
        "Examples per step; all of them if there are no more.",
        whole=True,
        step=8,
    )
    regime: str = choice(
        "clean", ("clean", "scarce"), "Data", "Many clean examples, or few and noisy ones."
    )

    key = "planted-disagreement"
    title = "Planted disagreement"
    n_tasks = 2
    n_layers = 5
    n_inputs = 8
    n_outputs = 4

    @property
    def differs_in(self) -> int | None:
        """The layer where the tasks differ, if there is one; the opposite sign is none."""
        return self.layer if self.layer and abs(self.relatedness) < 1 else None

    def examples(self, seed: int) -> Examples:
        n, noise = {"clean": (512, 0.1), "scarce": (256, 0.5)}[self.regime]
        seed = count(seed, "examples.seed", 0, 2**32 - 1)
        source = Generator().manual_seed(4 * seed)  # training uses the three after it
        x = _normal(source, n + N_TEST, self.n_inputs)
        y = torch.stack([_normalise(outputs) for outputs in self._teach(source, x)], dim=1)
        noisy = y[:n] + noise * _normal(source, *y[:n].shape)
        return Examples(x[:n], noisy, x[n:], y[n:])

    def _teach(self, source: Generator, x: Tensor) -> tuple[Tensor, Tensor]:
        """The exact outputs [N, outputs] of both tasks."""
        size = self.n_inputs
        scale = GAIN / sqrt(size)
        layers = scale * _normal(source, self.n_layers, size, size)
        other = scale * _normal(source, size, size)
        heads = scale * _normal(source, self.n_tasks, self.n_outputs, size)
        second = layers.clone()
        r = self.relatedness
        if self.layer:
            second[self.layer - 1] = r * layers[self.layer - 1] + sqrt(1 - r * r) * other
        return _outputs(layers, heads[0], x), _outputs(second, heads[1], x)


def _outputs(layers: Tensor, head: Tensor, x: Tensor) -> Tensor:
    for weights in layers:
        x = torch.tanh(x @ weights.mT)
    return x @ head.mT


def _normal(source: Generator, *shape: int) -> Tensor:
    return torch.randn(shape, generator=source, dtype=torch.float64)


def _normalise(outputs: Tensor) -> Tensor:
    return outputs / outputs.std(0)
