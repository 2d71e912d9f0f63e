"""The summary of every run as a table, on the page and as CSV."""

import csv
import io
from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd
from streamlit.column_config import CheckboxColumn, NumberColumn

from app.caption import Shown


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


def rows(shown: Sequence[Shown]) -> list[Row]:
    """One row for each start of each drawn method."""
    return [
        Row(
            each.method.title,
            index + 1,
            *run.start,
            *run.end,
            *run.losses,
            run.to_front,
            run.conflict_rate,
            run.equalised_share,
            run.clipped_share,
            run.steps_to_goal,
            run.at_goal,
            run.outcome.name.lower(),
            run.stopped_at,
        )
        for each in shown
        for index, run in enumerate(each.summaries)
    ]


def csv_text(table: Sequence[Row]) -> str:
    """The table as CSV with a heading line; numbers read back exactly, empty where undefined."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(Row._fields)
    writer.writerows(table)
    return out.getvalue()


def frame(table: Sequence[Row]) -> pd.DataFrame:
    """The table as a data frame with the fields of ``Row`` as columns."""
    return pd.DataFrame(table, columns=Row._fields)


def columns() -> dict[str, object]:
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
