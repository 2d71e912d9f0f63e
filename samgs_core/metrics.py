"""What can be measured on a record, step by step.

A measure of the record alone is [B, S], NaN where it is undefined. After ``stopped_at`` it repeats
the last point, as the record does: ``live`` tells these copies apart. Angle, similarity and
curvature bound are Definitions 1, 2 and 5 of Yu et al. 2020, arXiv:2001.06782; stationarity is that
of Désidéri 2012, C. R. Math. 350.
"""

from functools import lru_cache

import numpy as np

from samgs_core.measures import (
    ZERO,
    lengths,
    pair_cosines,
    pair_similarities,
    shortest_combination,
    units,
)
from samgs_core.pareto import distance_to_front
from samgs_core.record import Record


def angle(record: Record) -> np.ndarray:
    """φ = arccos c in degrees, the mean over pairs of tasks; NaN where a gradient is zero."""
    return np.degrees(np.arccos(_cosines(record))).mean(-1)


def cosine(record: Record) -> np.ndarray:
    """c = g₁·g₂ / (‖g₁‖‖g₂‖), the mean over pairs of tasks; NaN where a gradient is zero."""
    return _cosines(record).mean(-1)


def similarity(record: Record) -> np.ndarray:
    """ψ = 2‖g₁‖‖g₂‖ / (‖g₁‖² + ‖g₂‖²), the mean over pairs of tasks.

    Two zero gradients are alike (1), one zero gradient is unlike any other (0).
    """
    return pair_similarities(record.grads).mean(-1)


def curvature_bound(record: Record) -> np.ndarray:
    """ξ = (1 − c²)(1 − ψc) / (1 + ψc), the mean over pairs of tasks.

    Equal to (1 − c²) ‖g₁ − g₂‖² / ‖g₁ + g₂‖². NaN where a gradient is zero, and where the two
    cancel (c = −1 and ψ = 1): there the limit depends on the way towards it.
    """
    c = _cosines(record)
    product = pair_similarities(record.grads) * c
    bound = (1 - c**2) * (1 - product) / np.where(1 + product > ZERO, 1 + product, np.nan)
    return bound.mean(-1)


def stationarity(record: Record) -> np.ndarray:
    """ρ, the length of the shortest convex combination of the task gradients.

    Zero exactly at Pareto-stationary points; any number of tasks, no averaging.
    """
    return shortest_combination(record.grads)


def unit_stationarity(record: Record) -> np.ndarray:
    """ρ of the unit gradients, free of every loss's scale: √((1 + c) / 2) for two tasks.

    Zero where a gradient is zero, because such a point is Pareto-stationary.
    """
    return shortest_combination(units(record.grads))


def conflict_share(record: Record) -> np.ndarray:
    """The share of pairs of tasks with c < 0. A zero gradient is in conflict with none."""
    cosines = _cosines(record)
    return (cosines < 0).mean(-1)  # false for NaN


def harmed_share(record: Record) -> np.ndarray:
    """The share of tasks whose loss the merged gradient d raises to first order: d·gₖ < 0.

    Judged on unit vectors with a tolerance of 10⁻⁹, so that rounding harms nobody.
    """
    slopes = units(record.grads) @ units(record.merged[..., None, :]).swapaxes(-1, -2)
    return (slopes[..., 0] < -1e-9).mean(-1)


@lru_cache(maxsize=8)
def _cosines(record: Record) -> np.ndarray:
    """The cosines of all pairs [B, S, pairs]: several measures of a record ask for them at once."""
    cosines = pair_cosines(record.grads)
    cosines.flags.writeable = False
    return cosines


def live(record: Record) -> np.ndarray:
    """Which recorded steps are the run's own, [B, S]: after ``stopped_at`` they are copies."""
    return record.steps <= record.stopped_at[:, None]


def conflict_rate(record: Record) -> np.ndarray:
    """The mean share of pairs in angle conflict over each run's own recorded steps, [B]."""
    return _mean_while_live(record, conflict_share(record))


def regime_share(record: Record) -> np.ndarray:
    """The share of each run's own recorded steps whose flag is true, [B].

    For SAM-GS the share that equalised. NaN for methods that do not change between two regimes.
    """
    regime = record.regime
    return np.full(len(record.x), np.nan) if regime is None else _mean_while_live(record, regime)


def clipped_share(record: Record) -> np.ndarray:
    """The share of each run's own recorded steps whose merged gradient is clipped, [B].

    NaN without a clip norm. A step is clipped if ‖d‖ + 10⁻⁶ exceeds the clip norm.
    """
    norm = record.experiment.clip_norm
    if norm is None:
        return np.full(len(record.x), np.nan)
    return _mean_while_live(record, lengths(record.merged) + 1e-6 > norm)


def front_distance(record: Record, front: np.ndarray) -> np.ndarray:
    """The distance of every recorded point to the front [m, 2] in loss space, [B, S]."""
    return distance_to_front(record.losses, front)


def _mean_while_live(record: Record, values: np.ndarray) -> np.ndarray:
    return values.mean(axis=1, where=live(record))
