"""Tables as CSV files."""

import csv
import io
from collections.abc import Iterable, Sequence


def csv_file(heading: Sequence[str], rows: Iterable[Iterable[object]]) -> str:
    """The rows below a heading line; numbers read back exactly, empty where undefined.

    A number that has grown beyond all others is ``inf`` or ``-inf``: pandas, numpy and R read it
    as that, a spreadsheet as text, which its sums and means leave out.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    if heading:
        writer.writerow(heading)
    writer.writerows(["" if value != value else value for value in row] for row in rows)
    return out.getvalue()
