"""What does merging cost? Run with ``python -m tests.benchmarks.merging``.

Prints the milliseconds on one thread that every method takes for one pair of gradients, for three
gradients, and for all the pairs of a fingerprint at once; the last line adds them up.
"""

import statistics
import time

import numpy as np
import torch

from samgs_core import merge
from samgs_core.methods import METHODS

PAIRS = (121 * 81, 2, 2)


def milliseconds(method: type, grads: np.ndarray, rounds: int) -> float:
    """The median over some rounds."""
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        merge(method(), grads)
        times.append(time.perf_counter() - began)
    return 1e3 * statistics.median(times)


def main() -> None:
    """Print the table."""
    torch.set_num_threads(1)
    grads = np.random.default_rng(0).standard_normal(PAIRS)
    inputs = ((grads[0], 21), (np.concatenate([grads[1], grads[2, :1]]), 21), (grads, 3))
    print(f"{'method':18}{'pair':>8}{'three':>8}{'all pairs':>11}")
    rows = []
    for method in METHODS:
        rows.append([milliseconds(method, *each) for each in inputs])
        print(f"{method.title:18}{rows[-1][0]:8.2f}{rows[-1][1]:8.2f}{rows[-1][2]:11.1f}")
    pair, three, every = np.sum(rows, axis=0)
    print(f"{'together':18}{pair:8.2f}{three:8.2f}{every:11.1f}")


if __name__ == "__main__":
    main()
