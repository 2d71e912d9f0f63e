"""Tables as CSV files."""

import csv
import io
from collections.abc import Iterable, Sequence

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that a spreadsheet would compute."""


def csv_file(heading: Sequence[str], rows: Iterable[Iterable[object]]) -> str:
    """The rows below a heading line; numbers read back exactly, empty where undefined.

    A number that has grown beyond all others is ``inf`` or ``-inf``: pandas, numpy and R read it
    as that, a spreadsheet as text, which its sums and means leave out.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    if heading:
        writer.writerow(heading)
    writer.writerows([_written(value) for value in row] for row in rows)
    return out.getvalue()


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula: one that begins like one gets a mark."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _written(value: object) -> object:
    if value != value:
        return ""
    return guarded(value) if isinstance(value, str) else value
