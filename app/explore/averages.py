"""Each method in a row: the mean and the spread of its runs."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
import streamlit as st

from app.runs.records import MethodResult
from app.words.csv_file import csv_file
from app.words.numbers import NOTHING, fixed, number
from samgs_core.record import Outcome
from samgs_core.summary import RunSummary


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


def averages(runs: Sequence[RunSummary]) -> tuple[Average, ...]:
    """One for each of ``QUANTITIES``, over all runs of a method."""
    return tuple(map(_average, zip(*map(_numbers, runs), strict=True)))


def csv_text(results: Sequence[MethodResult]) -> str:
    """A row for each method: how many runs, then mean, spread and count of every quantity."""
    parts = ("mean", "spread", "known")
    heading = ["method", "runs", *(f"{q.name}_{part}" for q in QUANTITIES for part in parts)]
    rows = (
        [each.method.title, len(each.summaries)]
        + [value for average in averages(each.summaries) for value in average]
        for each in results
    )
    return csv_file(heading, rows)


def draw(results: Sequence[MethodResult]) -> None:
    """The table in the current place, as mean ± spread; columns without a number are left out."""
    rows = [
        {"Method": each.method.title, "Runs": len(each.summaries)}
        | {
            quantity.title: _text(average)
            for quantity, average in zip(QUANTITIES, averages(each.summaries), strict=True)
        }
        for each in results
    ]
    frame = pd.DataFrame(rows)
    shown = frame.loc[:, (frame != NOTHING).any()] if rows else frame
    help = "Mean ± standard deviation over the starts and seeds where the number is known."
    st.dataframe(shown, hide_index=True, placeholder=NOTHING, alt=help)
    st.caption(help)


def _text(average: Average) -> str:
    if not average.n:
        return NOTHING
    spread = NOTHING if np.isnan(average.spread) else number(average.spread, 2)
    return f"{fixed(average.mean, 3)} ± {spread}"


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


def _average(values: Sequence[float]) -> Average:
    known = np.array(values)[~np.isnan(values)]
    n = len(known)
    with np.errstate(invalid="ignore", over="ignore"):  # a loss may be infinite
        mean = float(known.mean()) if n else np.nan
        spread = float(known.std(ddof=1)) if n > 1 else np.nan
    return Average(mean, spread, n)
