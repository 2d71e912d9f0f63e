"""The summary of every run as a table, on the page and as CSV."""

import csv
import io
from collections.abc import Sequence
from typing import NamedTuple

from streamlit.column_config import CheckboxColumn, NumberColumn
from streamlit.elements.lib.column_types import ColumnConfig

from app.runs.records import MethodResult
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


def csv_text(table: Sequence[Row]) -> str:
    """The table as CSV with a heading line; numbers read back exactly, empty where undefined."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(Row._fields)
    writer.writerows(table)
    return out.getvalue()


def columns() -> dict[str, ColumnConfig | str | None]:
    """How the columns are headed and formatted on the page."""
    share = "percent"
    return {
        "method": "Method",
        "start": NumberColumn("Start"),
        "theta1_start": None,
        "theta2_start": None,
        "theta1_end": None,
        "theta2_end": None,
        "loss1_end": NumberColumn("L₁ at the end", format="%.3f"),
        "loss2_end": NumberColumn("L₂ at the end", format="%.3f"),
        "distance_to_front": NumberColumn("Distance to front", format="%.3f"),
        "conflict_rate": NumberColumn("Angle conflict", format=share),
        "equalised_share": NumberColumn("Equalised", format=share),
        "clipped_share": NumberColumn("Clipped", format=share),
        "steps_to_goal": NumberColumn("Steps to goal"),
        "at_goal": CheckboxColumn("Ends at goal"),
        "outcome": "Outcome",
        "steps_taken": NumberColumn("Steps taken"),
    }


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
        conflict_rate=run.conflict_rate,
        equalised_share=run.regime_share,
        clipped_share=run.clipped_share,
        steps_to_goal=run.steps_to_goal,
        at_goal=run.at_goal,
        outcome=run.outcome.name.lower(),
        steps_taken=run.stopped_at,
    )
