"""What is known of a benchmark before any training."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import torch

from samgs_core.benchmark.feed import START, source
from samgs_core.benchmark.problem import Benchmark


class Glance(NamedTuple):
    """The first n examples of a test set, and what comes out of a network before its first step."""

    images: np.ndarray  # [n, ...]
    targets: tuple[np.ndarray, ...]  # T times [n, ...]
    outputs: tuple[np.ndarray, ...]  # T times [n, ...]


@lru_cache(maxsize=8)
def glance(benchmark: Benchmark, seed: int, n: int = 4) -> Glance:
    """The first examples, seen by the untrained network that every lane of a seed begins with."""
    batch = benchmark.test().batch(range(min(n, len(benchmark.test()))))
    network = benchmark.network(_all_tasks(benchmark), source(seed, START)).eval()
    with torch.inference_mode():
        outputs = network(batch.x)
    return Glance(
        batch.x.numpy(),
        tuple(target.numpy() for target in batch.targets),
        tuple(output.numpy() for output in outputs),
    )


@lru_cache(maxsize=64)
def layer_names(benchmark: Benchmark) -> tuple[str, ...]:
    """The names of the layers of the trunk, in the order in which data goes through them."""
    return tuple(benchmark.network(_all_tasks(benchmark), source(0, START)).layers())


@lru_cache(maxsize=64)
def n_parameters(benchmark: Benchmark) -> int:
    """How many numbers the network of all tasks learns."""
    network = benchmark.network(_all_tasks(benchmark), source(0, START))
    return sum(leaf.numel() for leaf in network.parameters())


def _all_tasks(benchmark: Benchmark) -> Sequence[int]:
    return range(len(benchmark.tasks))
