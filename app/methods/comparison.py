"""All methods side by side: a row for each, on the page and as CSV."""

from collections.abc import Sequence

from streamlit.column_config import CheckboxColumn, NumberColumn, TextColumn
from streamlit.elements.lib.column_types import ColumnConfig

from app.methods.facts import Facts
from app.words.csv_file import csv_file
from samgs_core.method import Claim

Cell = str | int | bool


def row(facts: Facts) -> dict[str, Cell]:
    """The method's facts by the names of the columns; claims are those for two tasks."""
    cells: dict[str, Cell] = {
        "method": facts.method.title,
        "family": facts.method.family.value,
        "backward passes": facts.backward_passes,
        "losses above zero": facts.positive,
        "memory": facts.has_memory,
        "random numbers": facts.random,
    }
    cells |= {claim.value: claim in facts.holds for claim in Claim}
    return cells | {
        "more work, two tasks": facts.solve,
        "more work, three or more": facts.solve_more,
        "hyperparameters": facts.n_hyperparameters,
        "paper": facts.method.paper,
    }


def columns() -> dict[str, ColumnConfig | str | None]:
    """How the columns are headed on the page."""
    capital = {name: name[0].upper() + name[1:] for name in _NAMES}
    return {
        "method": TextColumn("Method", pinned=True, width=100),
        **{name: TextColumn(capital[name]) for name in _NAMES},
        **{claim.value: CheckboxColumn(claim.value.capitalize()) for claim in Claim},
        "losses above zero": TextColumn("Losses above zero", width=140),
        "memory": CheckboxColumn("Memory"),
        "random numbers": TextColumn("Random numbers", width=140),
        "hyperparameters": NumberColumn("Hyperparameters"),
    }


def csv_text(rows: Sequence[dict[str, Cell]]) -> str:
    """The rows as CSV with a heading line."""
    return csv_file(tuple(rows[0]) if rows else (), (row.values() for row in rows))


_NAMES = (
    "family",
    "backward passes",
    "more work, two tasks",
    "more work, three or more",
    "paper",
)
