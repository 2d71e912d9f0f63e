"""Each method in a row: the mean and the spread of its runs."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from app.runs.records import MethodResult, survey_of
from app.runs.seeds import ends_of
from app.study.study import Study
from app.words.csv_file import csv_file
from samgs_core.pareto import distance_to_front
from samgs_core.record import Outcome
from samgs_core.summary import RunSummary
from samgs_core.yardsticks import is_on_front


class Average(NamedTuple):
    """Mean and sample standard deviation of the runs where a number is known, and of how many."""

    mean: float
    spread: float
    n: int


class Quantity(NamedTuple):
    """A number of a run: its name in a file, its heading on the page, and how to take it."""

    name: str
    title: str
    meaning: str


QUANTITIES = (
    Quantity("loss1_end", "L₁ at the end", "The loss of task 1 after the last step."),
    Quantity("loss2_end", "L₂ at the end", "The loss of task 2 after the last step."),
    Quantity("distance_to_front", "Distance to front", "Of the end, in loss space."),
    Quantity("at_goal", "Ends at goal", "1 if the run ends at the goal, else 0."),
    Quantity("on_front", "On the front", "1 if the run ends on the front, else 0."),
    Quantity("diverged", "Diverges", "1 if the run diverged, else 0."),
    Quantity("steps_to_goal", "First at goal", "The first step at the goal."),
    Quantity("conflict_rate", "Angle conflict", "Share of steps with an angle above 90°."),
    Quantity("equalised_share", "Equalised", "Share of steps in which the method equalised."),
    Quantity("clipped_share", "Clipped", "Share of steps that were clipped."),
)
"""What is averaged, in the order of the columns."""


class Row(NamedTuple):
    """A method's title, over how many runs it is averaged, and one average for each quantity."""

    title: str
    n_runs: int
    averages: tuple[Average, ...]


def rows(study: Study, results: Sequence[MethodResult]) -> list[Row]:
    """One row for each result, over the starts and, if the study has several, over its seeds."""
    return [_row(each.method.title, _values(study, each)) for each in results]


def csv_text(table: Sequence[Row]) -> str:
    """A row for each method: how many runs, then mean, spread and count of every quantity."""
    parts = ("mean", "spread", "known")
    heading = ["method", "runs", *(f"{q.name}_{part}" for q in QUANTITIES for part in parts)]
    cells = ((value for average in row.averages for value in average) for row in table)
    return csv_file(
        heading, ([row.title, row.n_runs, *each] for row, each in zip(table, cells, strict=True))
    )


def _row(title: str, values: np.ndarray) -> Row:
    return Row(title, len(values), tuple(map(_average, values.T)))


def _values(study: Study, result: MethodResult) -> np.ndarray:
    """The quantities of all runs of a method, [runs, quantities]; NaN where there is none."""
    if study.seeds == 1:
        return np.array([_numbers(run) for run in result.summaries])
    survey, record = survey_of(study.landscape), result.record
    ends = ends_of(replace(record.experiment, record_every=1), study.all_seeds, record.engine)
    on_front = np.where(survey.is_beyond(ends.x), np.nan, is_on_front(ends, survey, study.steps))
    columns = (
        ends.losses[..., 0],
        ends.losses[..., 1],
        distance_to_front(ends.losses, survey.front),
        ends.at_goal,
        np.where(ends.diverged(study.steps), 0.0, on_front),
        ends.diverged(study.steps),
        ends.steps_to_goal,
        ends.conflict_rate,
        ends.regime_share,
        ends.clipped_share,
    )
    return np.stack([np.asarray(each, dtype=float).reshape(-1) for each in columns], axis=1)


def _numbers(run: RunSummary) -> tuple[float, ...]:
    """The quantities of one run; NaN where a question does not arise."""
    values = (
        *run.losses,
        run.to_front,
        run.at_goal,
        run.on_front,
        run.outcome is Outcome.DIVERGED,
        run.steps_to_goal,
        run.conflict_rate,
        run.regime_share,
        run.clipped_share,
    )
    return tuple(np.nan if value is None else float(value) for value in values)


def _average(values: np.ndarray) -> Average:
    known = values[~np.isnan(values)]
    n = len(known)
    with np.errstate(invalid="ignore", over="ignore"):  # a loss may be infinite
        mean = float(known.mean()) if n else np.nan
        spread = float(known.std(ddof=1)) if n > 1 else np.nan
    return Average(mean, spread, n)
