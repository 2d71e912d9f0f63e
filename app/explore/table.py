"""The summary of every run as a table, on the page and as CSV."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import pandas as pd
import streamlit as st
from streamlit.column_config import CheckboxColumn, NumberColumn
from streamlit.elements.lib.column_types import ColumnConfig

from app.runs.records import MethodResult
from app.words.csv_file import csv_file
from app.words.glossary import ANGLE_CONFLICT, CLIPPED, EQUALISE, ON_FRONT
from app.words.numbers import NOTHING, fixed
from samgs_core.summary import RunSummary


class Row(NamedTuple):
    """One start of one method; the field names are the columns of the CSV file."""

    method: str
    start: int
    theta1_start: float
    theta2_start: float
    theta1_end: float
    theta2_end: float
    loss1_end: float
    loss2_end: float
    distance_to_front: float | None
    on_front: bool | None
    conflict_rate: float
    equalised_share: float | None
    clipped_share: float | None
    steps_to_goal: int | None
    at_goal: bool | None
    outcome: str
    steps_taken: int


def rows(results: Sequence[MethodResult]) -> list[Row]:
    """One row for each start of each drawn method."""
    return [
        _row(each.method.title, index + 1, run)
        for each in results
        for index, run in enumerate(each.summaries)
    ]


def draw(table: Sequence[Row]) -> None:
    """The table in the current place; columns that say nothing of any run are left out."""
    frame = pd.DataFrame(table, columns=Row._fields)
    shown = frame.dropna(axis="columns", how="all") if table else frame
    written = {name: write for name, write in WRITTEN.items() if name in shown}
    st.dataframe(
        shown.style.format(written, na_rep=NOTHING),
        hide_index=True,
        column_config=COLUMNS,
        placeholder=NOTHING,
        alt="What became of every run; the same numbers can be downloaded as CSV.",
    )


def csv_text(table: Sequence[Row]) -> str:
    """The table as CSV with a heading line; numbers read back exactly, empty where undefined."""
    return csv_file(Row._fields, table)


def _share(value: float) -> str:
    return f"{value:.1%}".replace("%", " %")


def _decimals(value: float) -> str:
    return fixed(value, 3)


def _whole(value: float) -> str:
    return f"{value:,.0f}"


WRITTEN: dict[str, Callable[[Any], str]] = {
    **{name: _decimals for name in Row._fields if name.startswith(("theta", "loss", "distance"))},
    "conflict_rate": _share,
    "equalised_share": _share,
    "clipped_share": _share,
    "steps_to_goal": _whole,
    "steps_taken": _whole,
}
"""How values are written on the page; columns are sorted by the values themselves."""

COLUMNS: dict[str, ColumnConfig | str | None] = {
    "method": "Method",
    "start": NumberColumn("Start"),
    "theta1_start": None,
    "theta2_start": None,
    "theta1_end": None,
    "theta2_end": None,
    "loss1_end": NumberColumn("L₁ at the end"),
    "loss2_end": NumberColumn("L₂ at the end"),
    "distance_to_front": NumberColumn(
        "Distance to front", help="In loss space, at the end; 0 also for what lies below the front."
    ),
    "on_front": CheckboxColumn("On the front", help=ON_FRONT.meaning),
    "conflict_rate": NumberColumn(
        "Angle conflict", help=f"Share of steps. {ANGLE_CONFLICT.meaning}"
    ),
    "equalised_share": NumberColumn("Equalised", help=f"Share of steps. {EQUALISE.meaning}"),
    "clipped_share": NumberColumn("Clipped", help=f"Share of steps. {CLIPPED.meaning}"),
    "steps_to_goal": NumberColumn(
        "First at goal", help="The first step at the goal; a run may leave it again."
    ),
    "at_goal": CheckboxColumn("Ends at goal"),
    "outcome": "Outcome",
    "steps_taken": NumberColumn("Steps taken"),
}
"""How the columns are headed on the page; those of None are for the CSV file alone."""


def _row(method: str, start: int, run: RunSummary) -> Row:
    (theta1, theta2), (theta1_end, theta2_end), (loss1, loss2) = run.start, run.end, run.losses
    return Row(
        method=method,
        start=start,
        theta1_start=theta1,
        theta2_start=theta2,
        theta1_end=theta1_end,
        theta2_end=theta2_end,
        loss1_end=loss1,
        loss2_end=loss2,
        distance_to_front=run.to_front,
        on_front=run.on_front,
        conflict_rate=run.conflict_rate,
        equalised_share=run.regime_share,
        clipped_share=run.clipped_share,
        steps_to_goal=run.steps_to_goal,
        at_goal=run.at_goal,
        outcome=run.outcome.name.lower(),
        steps_taken=run.stopped_at,
    )
