"""How much do the tasks quarrel in a layer? Scores from inner products of task gradients."""

from dataclasses import dataclass
from functools import cached_property
from math import erfc, sqrt

import numpy as np

SCORES = ("rate", "calibrated", "energy")


@dataclass(frozen=True, eq=False)
class Scores:
    """Conflict scores of every layer over some steps of training, from the raw task gradients.

    With cᵢⱼ the cosine of the gradients of tasks i and j in a layer of d numbers, over all steps
    and pairs of tasks:

        rate       = share with cᵢⱼ < S                        the count of Shi et al., in [0, 1]
        null       = Φ(S √d)                                   the rate of unrelated gradients
        calibrated = rate − null                               in [−1, 1]
        energy     = mean per step of the sum of max(0, −gᵢ·gⱼ)    0 or more

    The count favours small layers when S < 0, because cosines in few dimensions vary more; the
    calibrated rate makes up for it. To first order, a step of rate α on the sum of the losses gets
    2 α gᵢ·gⱼ lower for each pair if the layer is split: hence the energy, which needs no
    threshold. A pair without a cosine, because a gradient is zero, does not conflict. A step in
    which an inner product of a layer is not finite does not count in that layer: ``left_out`` says
    how many there are. The scores of a layer in which none counts are NaN.

    Source of the count: Shi, Li, Zhang, Chen and Wu 2023, arXiv:2302.11289, Section 4.
    """

    products: np.ndarray  # [steps, layers, T, T] inner products of the task gradients
    sizes: tuple[int, ...]  # how many numbers each layer has
    threshold: float = -0.1
    names: tuple[str, ...] = ()

    @cached_property
    def rate(self) -> np.ndarray:
        """Share of steps and pairs in which each layer conflicts, [layers]."""
        return self._mean((cosines(self.products) < self.threshold).mean(2))

    @cached_property
    def left_out(self) -> np.ndarray:
        """How many steps do not count in each layer, because something is not finite, [layers]."""
        return (~self._counts).sum(0)

    @cached_property
    def _counts(self) -> np.ndarray:
        return np.isfinite(self.products).all((2, 3))

    def _mean(self, values: np.ndarray) -> np.ndarray:
        """The mean [layers] of values [steps, layers] over the steps that count."""
        n_counted = self._counts.sum(0)
        total = np.where(self._counts, values, 0.0).sum(0)
        return np.divide(total, n_counted, out=np.full(len(total), np.nan), where=n_counted > 0)

    @cached_property
    def null(self) -> np.ndarray:
        """The rate that unrelated Gaussian gradients of each layer's size would have, [layers]."""
        return np.array([erfc(-self.threshold * sqrt(d / 2)) / 2 for d in self.sizes])

    @property
    def calibrated(self) -> np.ndarray:
        """The rate less the null rate, [layers]."""
        return self.rate - self.null

    @cached_property
    def energy(self) -> np.ndarray:
        """What the conflicts of each layer cost per step and unit of learning rate, [layers]."""
        return self._mean(np.maximum(0, -_pairs(self.products)).sum(2))

    def of(self, score: str) -> np.ndarray:
        """The score of this name, one of ``SCORES``, [layers]."""
        return {"rate": self.rate, "calibrated": self.calibrated, "energy": self.energy}[score]

    def ranking(self, score: str = "rate") -> tuple[int, ...]:
        """Layer numbers from 1, the worst first; of equal ones, the one nearer the input first."""
        return tuple((np.argsort(-self.of(score), kind="stable") + 1).tolist())

    def worst(self, k: int, score: str = "rate") -> tuple[int, ...]:
        """The numbers of the k layers with the highest score, in ascending order."""
        return tuple(sorted(self.ranking(score)[:k]))


def cosines(products: np.ndarray) -> np.ndarray:
    """Cosines of all distinct pairs of tasks, [..., pairs], from inner products [..., T, T].

    NaN where a gradient is zero or not finite.
    """
    lengths = np.sqrt(np.diagonal(products, axis1=-2, axis2=-1))
    first, second = np.triu_indices(lengths.shape[-1], 1)
    scale = lengths[..., first] * lengths[..., second]
    undefined = np.full_like(scale, np.nan)
    ratio = np.divide(_pairs(products), scale, out=undefined, where=(scale > 0) & (scale < np.inf))
    return np.clip(ratio, -1, 1)


def _pairs(products: np.ndarray) -> np.ndarray:
    first, second = np.triu_indices(products.shape[-1], 1)
    return products[..., first, second]


def rank_correlation(a: np.ndarray, b: np.ndarray) -> float:
    """Spearman's rank correlation of two series, in [−1, 1]; NaN if one of them is constant."""
    ranks = np.stack([_ranks(a), _ranks(b)])
    centred = ranks - ranks.mean(1, keepdims=True)
    scale = np.sqrt((centred**2).sum(1).prod())
    return float((centred[0] * centred[1]).sum() / scale) if scale else float("nan")


def _ranks(values: np.ndarray) -> np.ndarray:
    """Positions in ascending order; equal values share the mean of theirs."""
    return np.array([(values < v).sum() + (values == v).sum() / 2 for v in values])
