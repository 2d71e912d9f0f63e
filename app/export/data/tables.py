"""Tables as files: CSV for spreadsheets, Parquet and NumPy for programs; equal numbers in all."""

import io
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from app.export.data.columns import Meaning, meaning_of
from app.words.csv_file import guarded


class Column(NamedTuple):
    """A column; numbers that are not defined are NaN, texts and marks are never missing."""

    name: str
    values: np.ndarray
    meaning: Meaning


class Table(NamedTuple):
    """Columns of one length under the name of a file."""

    name: str
    columns: Sequence[Column]

    @property
    def meanings(self) -> dict[str, dict[str, str]]:
        """Unit and meaning of each column, by its name."""
        return {
            each.name: {"unit": each.meaning.unit, "meaning": each.meaning.words}
            for each in self.columns
        }


def arrow(table: Table) -> Any:
    """The table for pyarrow, which is loaded when first asked for; empty where undefined."""
    import pyarrow

    arrays = [_array(each.values) for each in table.columns]
    fields = [
        pyarrow.field(each.name, array.type, metadata=each.meaning._asdict())
        for each, array in zip(table.columns, arrays, strict=True)
    ]
    return pyarrow.Table.from_arrays(arrays, schema=pyarrow.schema(fields))


def csv_bytes(table: Any) -> bytes:
    """A table of pyarrow as CSV with a mark of its coding; numbers read back exactly."""
    import pyarrow
    from pyarrow import csv

    safe = [_safe(table.column(name)) for name in table.column_names]
    out = io.BytesIO()
    out.write(b"\xef\xbb\xbf")
    options = csv.WriteOptions(quoting_style="needed")
    csv.write_csv(pyarrow.Table.from_arrays(safe, names=table.column_names), out, options)
    return out.getvalue()


def parquet_bytes(table: Any) -> bytes:
    """A table of pyarrow as Parquet."""
    from pyarrow import parquet

    out = io.BytesIO()
    parquet.write_table(table, out)
    return out.getvalue()


def npz_bytes(arrays: dict[str, np.ndarray]) -> bytes:
    """Arrays for ``numpy.load``, without pickle."""
    out = io.BytesIO()
    np.savez_compressed(out, allow_pickle=False, **arrays)
    return out.getvalue()


def parsed(name: str, text: str) -> Table:
    """The table of a CSV file of the app."""
    import pyarrow
    from pyarrow import csv

    if not text:
        return Table(name, ())
    options = csv.ConvertOptions(strings_can_be_null=False)
    read = csv.read_csv(pyarrow.BufferReader(text.encode()), convert_options=options)
    columns = [(each, _values(read.column(each))) for each in read.column_names]
    return Table(name, [Column(each, values, meaning_of(each)) for each, values in columns])


def _values(column: Any) -> np.ndarray:
    import pyarrow

    if pyarrow.types.is_null(column.type):
        return np.full(len(column), np.nan)
    if pyarrow.types.is_integer(column.type) and column.null_count:
        column = column.cast("float64")
    if pyarrow.types.is_boolean(column.type) and column.null_count:
        column = column.cast("string").fill_null("")
    values = column.to_numpy(zero_copy_only=False)
    return values.astype(str) if values.dtype == object else values


def _array(values: np.ndarray) -> Any:
    import pyarrow

    is_float = np.issubdtype(values.dtype, np.floating)
    return pyarrow.array(values, mask=np.isnan(values) if is_float else None)


def _safe(column: Any) -> Any:
    """Texts that no spreadsheet takes for a formula."""
    import pyarrow

    if not pyarrow.types.is_string(column.type):
        return column
    return pyarrow.array([guarded(each) for each in column.to_pylist()], column.type)
