"""What the ends of a sweep are judged by: one number for every lane, and one for many lanes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from samgs_core.pareto import distance_to_front, known_front
from samgs_core.survey import Survey
from samgs_core.sweep import Ends


@dataclass(frozen=True)
class Yardstick:
    """A number for every lane of a sweep, NaN where the question does not arise.

    ``of(ends, survey, steps)`` has the shape of ``ends.done``; the survey is the landscape's.
    ``is_share`` says that a lane has 0 or 1, so that the mean over lanes is a share of them.
    """

    key: str
    label: str
    is_share: bool
    of: Callable[[Ends, Survey, int], np.ndarray]


class Summary(NamedTuple):
    """Many lanes in three numbers: [...] each, NaN without a single value.

    Of a share the mean, and no spread; of other numbers the median and the quartiles.
    """

    middle: np.ndarray
    low: np.ndarray
    high: np.ndarray


def summary(values: np.ndarray, is_share: bool) -> Summary:
    """Sum up the values [..., lanes]; NaN is left out."""
    known = ~np.isnan(values)
    nothing = ~known.any(-1)
    filled = np.where(nothing[..., None], 0.0, values)
    if is_share:
        middle = np.where(nothing, np.nan, np.nanmean(filled, axis=-1))
        return Summary(middle, middle, middle)
    with np.errstate(invalid="ignore"):  # between infinite values
        low, middle, high = np.nanpercentile(filled, (25, 50, 75), axis=-1)
    return Summary(*(np.where(nothing, np.nan, each) for each in (middle, low, high)))


def place_on_front(losses: np.ndarray, front: np.ndarray) -> np.ndarray:
    """Where along the front losses [..., 2] lie: −1 at task 1's end, 0 balanced, 1 at task 2's end.

        place = u₁ − u₂,  uₖ = (Lₖ − min Lₖ) / (max Lₖ − min Lₖ) over the front

    At task 1's end L₁ is least. NaN on a front of a single point, which has no ends.
    """
    known = known_front(front)
    if not len(known) or not np.ptp(known, axis=0).all():
        return np.full(losses.shape[:-1], np.nan)
    with np.errstate(invalid="ignore", over="ignore"):
        u = (losses - known.min(0)) / np.ptp(known, axis=0)
        return np.clip(u[..., 0] - u[..., 1], -1, 1)


def is_on_front(ends: Ends, survey: Survey, steps: int) -> np.ndarray:
    """Which lanes ended at the goal or as near the front as counts: booleans."""
    near = distance_to_front(ends.losses, survey.front) <= survey.near
    near &= ~survey.is_beyond(ends.x)
    return (near | (ends.at_goal == 1)) & ends.done & ~ends.diverged(steps)


def _finished(values: np.ndarray, ends: Ends, steps: int) -> np.ndarray:
    """The values of the lanes that took all their steps."""
    return np.where(ends.done & ~ends.diverged(steps), values, np.nan)


YARDSTICKS = (
    Yardstick(
        "goal", "Share of starts at the goal", True, lambda ends, survey, steps: ends.at_goal
    ),
    Yardstick(
        "on-front",
        "Share of starts on the Pareto front",
        True,
        lambda ends, survey, steps: np.where(ends.done, is_on_front(ends, survey, steps), np.nan),
    ),
    Yardstick(
        "place",
        "Place on the front, from task 1’s end (−1) to task 2’s (1)",
        False,
        lambda ends, survey, steps: np.where(
            is_on_front(ends, survey, steps), place_on_front(ends.losses, survey.front), np.nan
        ),
    ),
    Yardstick(
        "distance",
        "Distance to the front",
        False,
        lambda ends, survey, steps: _finished(
            distance_to_front(ends.losses, survey.front), ends, steps
        ),
    ),
    Yardstick(
        "loss",
        "Final L₁ + L₂",
        False,
        lambda ends, survey, steps: _finished(ends.losses.sum(-1), ends, steps),
    ),
    Yardstick("steps", "Steps to the goal", False, lambda ends, survey, steps: ends.steps_to_goal),
    Yardstick(
        "equalised",
        "Share of equalised steps",
        False,
        lambda ends, survey, steps: ends.regime_share,
    ),
    Yardstick(
        "conflict", "Angle conflict rate", False, lambda ends, survey, steps: ends.conflict_rate
    ),
    Yardstick(
        "clipped", "Share of clipped steps", False, lambda ends, survey, steps: ends.clipped_share
    ),
    Yardstick(
        "diverged",
        "Share of starts that diverge",
        True,
        lambda ends, survey, steps: np.where(ends.done, ends.diverged(steps), np.nan),
    ),
)


def yardstick_of(key: str) -> Yardstick:
    """The yardstick with this key."""
    return next(each for each in YARDSTICKS if each.key == key)
