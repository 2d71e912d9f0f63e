"""Tables as CSV files."""

import csv
import io
from collections.abc import Iterable, Sequence


def csv_file(heading: Sequence[str], rows: Iterable[Iterable[object]]) -> str:
    """The rows below a heading line; numbers read back exactly, empty where undefined."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    if heading:
        writer.writerow(heading)
    writer.writerows(["" if value != value else value for value in row] for row in rows)
    return out.getvalue()
