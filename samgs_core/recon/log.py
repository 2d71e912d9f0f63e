"""What the training of some networks left behind, step by step."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from samgs_core.method import Method
from samgs_core.recon.scores import cosines


class Lane(NamedTuple):
    """One network: the layers that every task has to itself, and how wide it is.

    A lane may have a method of its own, where the others have that of the whole training.
    """

    split: tuple[int, ...]  # layer numbers from 1, ascending
    width: int
    method: Method | None = None


@dataclass(frozen=True, eq=False)
class TrainingLog:
    """B lanes of one seed, up to some step. A step is recorded before it is taken."""

    lanes: tuple[Lane, ...]
    products: np.ndarray  # [steps, B, layers, T, T] inner products of the raw task gradients
    tested: np.ndarray  # [tests] numbers of steps after which the test losses were taken
    test_losses: np.ndarray  # [tests, B, T]

    def layer_cosine(self, lane: Lane) -> np.ndarray:
        """Cosine in every layer, the mean over pairs of tasks: [steps, layers]. NaN if undefined.

        In a split layer it is the cosine between gradients of different copies.
        """
        return cosines(self.products[:, self.lanes.index(lane)]).mean(2)

    def cosine(self, lane: Lane, without: tuple[int, ...] = ()) -> np.ndarray:
        """Cosines over all layers that the lane shares, as one vector: [steps, pairs].

        NaN if it shares none. ``without`` leaves out layers that are shared as well.
        """
        products = self.products[:, self.lanes.index(lane)]
        left_out = {*lane.split, *without}
        kept = [layer not in left_out for layer in range(1, products.shape[1] + 1)]
        return cosines(products[:, kept].sum(1))

    def network(self, lane: Lane) -> "Network":
        """One lane by itself."""
        return Network(self, lane)

    def test_curve(self, lane: Lane) -> np.ndarray:
        """Test loss, the mean over the tasks: [tests]."""
        return self.test_losses[:, self.lanes.index(lane)].mean(1)


class Network(NamedTuple):
    """One lane of a log."""

    log: TrainingLog
    lane: Lane

    @property
    def cosine(self) -> np.ndarray:
        """Cosines over the layers that it shares, as one vector: [steps, pairs]."""
        return self.log.cosine(self.lane)

    @property
    def test_curve(self) -> np.ndarray:
        """Test loss at ``log.tested``, the mean over the tasks: [tests]."""
        return self.log.test_curve(self.lane)
