"""What became of every start of a run, in a few numbers."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from samgs_core.metrics import clipped_share, conflict_rate, live, regime_share
from samgs_core.pareto import distance_to_front
from samgs_core.record import Outcome, Record
from samgs_core.survey import Survey


class RunSummary(NamedTuple):
    """One start of one method. Shares and rates are over its own recorded steps.

    A number is None where the question does not arise: no front, no goal, no clip norm, a method
    without regimes.
    """

    start: tuple[float, ...]
    outcome: Outcome
    stopped_at: int
    """The number of steps taken."""
    end: tuple[float, ...]
    losses: tuple[float, ...]
    """At the end."""
    to_front: float | None
    """Euclidean distance of the end from the front, in loss space."""
    on_front: bool | None
    """Whether that is near enough to count as on the front; None also outside the window that the
    front was found in. A diverged run never is."""
    conflict_rate: float
    """Mean share of pairs of tasks in angle conflict."""
    regime_share: float | None
    clipped_share: float | None
    steps_to_goal: int | None
    """The first recorded step at the goal; None also if there was none."""
    at_goal: bool | None
    """Whether the end is at the goal. A diverged run never is."""


class Score(NamedTuple):
    """How many of the starts ended at the goal; without a goal, on the front."""

    reached: int
    total: int
    distance: float | None = None
    """The mean distance of the ends from the front, where each has one and none is on it."""

    @property
    def text(self) -> str:
        """As in 2/7."""
        return f"{self.reached}/{self.total}"


def summarise(record: Record, survey: Survey | None) -> tuple[RunSummary, ...]:
    """One summary per start; the survey is the landscape's, None where it is not known."""
    n_starts = len(record.x)
    nobody = np.full(n_starts, None)
    ends = record.losses[:, -1]
    goal = record.experiment.landscape.goal
    to_front, on_front = nobody, nobody
    if survey is not None and len(survey.front):
        to_front = distance_to_front(ends, survey.front)
        on_front = ((to_front <= survey.near) & ~record.diverged).astype(object)
        on_front[survey.is_beyond(record.x[:, -1]) & ~record.diverged] = None
    columns = zip(
        record.experiment.starts,
        record.outcome,
        record.stopped_at.tolist(),
        record.x[:, -1].tolist(),
        ends.tolist(),
        to_front.tolist(),
        on_front.tolist(),
        conflict_rate(record).tolist(),
        _or_none(regime_share(record)),
        _or_none(clipped_share(record)),
        _steps_to_goal(record),
        nobody if goal is None else at_goal(record).tolist(),
        strict=True,
    )
    return tuple(
        RunSummary(start, outcome, stopped_at, tuple(end), tuple(losses), *rest)
        for start, outcome, stopped_at, end, losses, *rest in columns
    )


def score(summaries: Sequence[RunSummary]) -> Score | None:
    """How many of the starts ended at the goal, or on the front if the landscape has no goal.

    None if it has no front either, because no loss is finite in its window.
    """
    n = len(summaries)
    if all(summary.at_goal is not None for summary in summaries):
        return Score(sum(bool(summary.at_goal) for summary in summaries), n)
    distances = [summary.to_front for summary in summaries if summary.to_front is not None]
    if not distances:
        return None
    reached = sum(bool(summary.on_front) for summary in summaries)
    is_off = all(
        summary.on_front is False and summary.outcome is Outcome.FINISHED for summary in summaries
    )
    return Score(reached, n, float(np.mean(distances)) if is_off else None)


def at_goal(record: Record) -> np.ndarray:
    """Which starts ended at the goal, booleans [B]; none without a goal, none that diverged."""
    goal = record.experiment.landscape.goal
    if goal is None:
        return np.zeros(len(record.x), dtype=bool)
    return goal.reached(record.losses[:, -1]) & ~record.diverged


def _steps_to_goal(record: Record) -> list[int | None]:
    goal = record.experiment.landscape.goal
    if goal is None:
        return [None] * len(record.x)
    reached = goal.reached(record.losses) & live(record)
    first = record.steps[reached.argmax(axis=1)].tolist()
    return [step if any_ else None for step, any_ in zip(first, reached.any(axis=1), strict=True)]


def _or_none(values: np.ndarray) -> list[float | None]:
    return [None if np.isnan(value) else value for value in values.tolist()]
