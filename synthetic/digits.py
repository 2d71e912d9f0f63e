"""Digits: two handwritten digits laid over each other, the one to name the left, one the right."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
import torch
from torch import Generator

from samgs_core.benchmark.nets import ConvNet
from samgs_core.benchmark.problem import Benchmark, InMemory, Network
from samgs_core.benchmark.task import Task
from samgs_core.benchmark.tasks import Classification
from samgs_core.params import param
from synthetic.draws import Stream

SIDE, N_CLASSES = 8, 10
FOR_TEST = 360
"""How many of the 1,797 digits pictures to be judged by are made of."""
SPLIT, TRAIN, TEST = range(3)
"""What random numbers of a seed are for."""


@dataclass(frozen=True)
class Digits(Benchmark):
    """Two handwritten digits in one picture, partly over each other: which is left, which right?

    The digits are the 1,797 of 8 x 8 pixels that scikit-learn brings along (from the UCI test set
    of Alpaydin and Kaynak). Every picture [1, 8, 8 + shift], in [0, 1], has one at the left edge
    and one at the right edge; where both are, the brighter pixel counts. Both tasks name a digit,
    from 0 to 9. This is the idea of the field's MultiMNIST (Sener and Koltun 2018,
    arXiv:1810.04650) with smaller pictures, in one row.

    A fifth of the digits, chosen by the seed, is in pictures to be judged by only.

    What the tasks quarrel about can be set: the smaller the *shift*, the more of each digit lies
    under the other, which is noise to its task. At 8 they lie side by side.
    """

    shift: int = param(
        4, 1, 8, "Shift", "Pixels from the left digit to the right one.", whole=True, step=1
    )
    n_train: int = param(2048, 64, 65536, "Examples", "To train on.", whole=True, step=64, log=True)
    n_test: int = param(512, 64, 8192, "Test examples", "To be judged by.", whole=True, step=64)
    width: int = param(
        32, 4, 256, "Width", "Units of the dense layer that both share.", whole=True, step=4
    )
    seed: int = param(0, 0, 9999, "Data seed", "What is drawn from it: pairs.", whole=True, step=1)

    key = "digits"
    title = "Digits"

    @property
    def tasks(self) -> tuple[Task, ...]:
        return (
            Classification("left", "Left digit", N_CLASSES),
            Classification("right", "Right digit", N_CLASSES),
        )

    def train(self) -> InMemory:
        return _examples(self, TRAIN)

    def test(self) -> InMemory:
        return _examples(self, TEST)

    def network(self, tasks: Sequence[int], generator: Generator) -> Network:
        size = (SIDE, SIDE + self.shift)
        return ConvNet(self.tasks, tasks, self.width, generator, size=size)


@lru_cache(maxsize=4)
def _examples(digits: Digits, purpose: int) -> InMemory:
    images, labels = _handwritten()
    order = np.argsort(Stream(digits.seed, SPLIT).words(len(labels)), kind="stable")
    pool = order[:FOR_TEST] if purpose == TEST else order[FOR_TEST:]
    n = digits.n_test if purpose == TEST else digits.n_train
    picks = pool[Stream(digits.seed, purpose).words(2 * n) % np.uint64(len(pool))].reshape(n, 2)
    pictures = np.zeros((n, 1, SIDE, SIDE + digits.shift), dtype=np.float32)
    pictures[:, 0, :, :SIDE] = images[picks[:, 0]]
    right = pictures[:, 0, :, digits.shift :]
    np.maximum(right, images[picks[:, 1]], out=right)
    left_label, right_label = torch.from_numpy(labels[picks]).unbind(1)
    return InMemory(torch.from_numpy(pictures), (left_label.clone(), right_label.clone()))


@cache
def _handwritten() -> tuple[np.ndarray, np.ndarray]:
    """Images [1797, 8, 8] in [0, 1], and labels."""
    try:
        from sklearn.datasets import load_digits
    except ModuleNotFoundError:
        needs = "Digits needs scikit-learn: pip install 'gradient-surgery-explorer[digits]'"
        raise ModuleNotFoundError(needs) from None
    images, labels = load_digits(return_X_y=True)
    return images.reshape(-1, SIDE, SIDE) / 16, labels.astype(np.int64)
