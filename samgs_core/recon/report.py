"""What Recon found for one seed: the scores, the choice, and what it bought beside the controls."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from types import MappingProxyType

import numpy as np

from samgs_core.layered import LayeredProblem
from samgs_core.method import Method
from samgs_core.recon.log import Lane, TrainingLog
from samgs_core.recon.plan import Plan
from samgs_core.recon.scores import Scores, rank_correlation

SEVERE = -0.1
"""A step is a severe conflict if the cosine is below this."""


def layer_sizes(problem: LayeredProblem, width: int) -> tuple[int, ...]:
    """How many numbers each layer of a network of this width has."""
    return ((problem.n_inputs + 1) * width, *[(width + 1) * width] * (problem.n_layers - 1))


def trunk_size(problem: LayeredProblem, lane: Lane) -> int:
    """How many numbers the layers of a network have, all copies counted."""
    sizes = layer_sizes(problem, lane.width)
    copies = sum(sizes[layer - 1] for layer in lane.split) * (problem.n_tasks - 1)
    return sum(sizes) + copies


def planned_lanes(problem: LayeredProblem, k: int) -> tuple[Lane, ...]:
    """Every network of the lab: none split, each single layer, any k layers, all, and wider.

    The wider one is joint and the narrowest that has at least the size of any of k split layers.
    """
    layers = range(1, problem.n_layers + 1)
    splits = [(), *combinations(layers, 1), *combinations(layers, k), tuple(layers)]
    lanes = [Lane(split, problem.width) for split in dict.fromkeys(splits)]
    largest = max(trunk_size(problem, lane) for lane in lanes if len(lane.split) == k)
    width = problem.width
    while trunk_size(problem, Lane((), width)) < largest:
        width += 1
    return (*lanes, Lane((), width))


@dataclass(frozen=True, eq=False)
class Report:
    """Recon on one problem and seed, finished or under way (then up to the last step taken).

    The variants are *none* (all layers shared), *recon* (the k worst layers split), *random* (any k
    layers: the mean over all choices), *bottom* (the k layers nearest the output), *all* (every
    layer split) and *wider* (all layers shared by a network of like size).
    """

    problem: LayeredProblem
    method: Method
    k: int
    seed: int
    plan: Plan
    log: TrainingLog

    @cached_property
    def scores(self) -> Scores:
        """The conflict scores of the layers in the watching phase."""
        lane = self.log.lanes.index(self.lane(()))
        watched = self.log.products[: self.plan.watched, lane]
        sizes = layer_sizes(self.problem, self.problem.width)
        return Scores(watched, sizes, self.plan.threshold)

    @property
    def rate(self) -> np.ndarray:
        """Share of the watched steps in which each layer conflicts, [layers]."""
        return self.scores.rate

    @property
    def selected(self) -> tuple[int, ...]:
        """The k layers with the highest score, numbered from 1."""
        return self.scores.worst(self.k, self.plan.score)

    @property
    def layer_cosine(self) -> np.ndarray:
        """Cosine of the task gradients in each layer when none is split, [steps, layers]."""
        return self.log.layer_cosine(self.lane(()))

    @property
    def late_rate(self) -> np.ndarray:
        """Share of the last quarter of the steps in which each layer conflicts, [layers]."""
        lane = self.log.lanes.index(self.lane(()))
        late = self.log.products[3 * len(self.log.products) // 4 :, lane]
        return Scores(late, self.scores.sizes, self.plan.threshold).rate

    @cached_property
    def variants(self) -> Mapping[str, tuple[Lane, ...]]:
        """The networks behind each variant."""
        layers = tuple(range(1, self.problem.n_layers + 1))
        return MappingProxyType(
            {
                "none": (self.lane(()),),
                "recon": (self.lane(self.selected),),
                "random": tuple(self.lane(split) for split in combinations(layers, self.k)),
                "bottom": (self.lane(layers[-self.k :]),),
                "all": (self.lane(layers),),
                "wider": (self.log.lanes[-1],),
            }
        )

    @cached_property
    def test_loss(self) -> Mapping[str, float]:
        """Test loss of each variant after the last step, the mean over its networks and tasks."""
        return self._of_variants(lambda name: float(self.test_curve(name)[-1]))

    @cached_property
    def conflict_share(self) -> Mapping[str, float]:
        """Share of steps with a cosine below −0.1 over the layers that a variant shares.

        0 where it shares none.
        """
        return self._of_variants(lambda name: float((self.cosine(name) < SEVERE).mean()))

    @property
    def left_share(self) -> float:
        """The mechanical control: how many steps would be severe conflicts for bookkeeping alone.

        That is the share for *none*, but over only those layers that Recon leaves shared.
        """
        return float((self.left_cosine < SEVERE).mean())

    @property
    def left_cosine(self) -> np.ndarray:
        """Cosines of *none* over only those layers that Recon leaves shared, [steps, pairs]."""
        return self.log.cosine(self.lane(()), without=self.selected)

    @property
    def split_gain(self) -> np.ndarray:
        """Test loss saved by splitting each layer alone, [layers]; negative where it hurts."""
        numbers = range(1, self.problem.n_layers + 1)
        losses = [self.log.test_curve(self.lane((layer,)))[-1] for layer in numbers]
        return self.test_loss["none"] - np.array(losses)

    @property
    def agreement(self) -> float:
        """Rank correlation of the score with what splitting each layer bought, in [−1, 1]."""
        return rank_correlation(self.scores.of(self.plan.score), self.split_gain)

    def test_curve(self, variant: str) -> np.ndarray:
        """Test loss of a variant at ``log.tested``, [tests]."""
        return np.mean([self.log.test_curve(lane) for lane in self.variants[variant]], axis=0)

    def cosine(self, variant: str) -> np.ndarray:
        """Cosines over the layers that a variant's networks share, [networks, steps, pairs]."""
        return np.stack([self.log.cosine(lane) for lane in self.variants[variant]])

    def size(self, variant: str) -> int:
        """How many numbers the layers of the variant's (largest) network have."""
        return max(trunk_size(self.problem, lane) for lane in self.variants[variant])

    def lane(self, split: tuple[int, ...]) -> Lane:
        """The network of the problem's width with these layers split."""
        return Lane(split, self.problem.width)

    def _of_variants(self, value: Callable[[str], float]) -> Mapping[str, float]:
        return MappingProxyType({name: value(name) for name in self.variants})
