"""The table of a benchmark as text and as plain values."""

from collections.abc import Sequence
from math import isfinite
from typing import Any

from samgs_core.benchmark.problem import Benchmark
from samgs_core.benchmark.published import PUBLISHED, PublishedTable
from samgs_core.benchmark.settings import HALVED, Settings
from samgs_core.benchmark.table import Cell, Column, Row, Table
from samgs_core.method import Method
from samgs_core.params import Declared

EMPTY = "–"


def text(table: Table, benchmark: Benchmark, settings: Settings) -> str:
    """A block for every task, and one that sums them up."""
    blocks = [f"{described(benchmark)}\n{_budget(settings)}"]
    if not table.rows:
        return "\n".join((*blocks, "Nothing is done yet."))
    names = _titles(table.rows)
    for task in dict.fromkeys(column.task for column in table.columns):
        at = [k for k, column in enumerate(table.columns) if column.task == task]
        head = [task.title, *(_head(table.columns[k]) for k in at)]
        rows = [
            [title, *(_cell(row.cells[k]) for k in at)]
            for title, row in zip(names, table.rows, strict=True)
        ]
        blocks.append(_aligned([head, *rows]))
    head = ["All", "Δm % ↓", "mean rank ↓", "p", "ms a step", "seeds"]
    blocks.append(_aligned([head, *map(_sum, names, table.rows)]))
    beside = [_published(each) for each in PUBLISHED if each.key == benchmark.key]
    return "\n\n".join((*blocks, _legend(table), *beside))


def as_values(table: Table, benchmark: Benchmark, settings: Settings) -> dict[str, Any]:
    """The table for ``json``; None stands for what is unknown."""
    names = [f"{column.task.key}/{column.metric.key}" for column in table.columns]
    return {
        "benchmark": {"key": benchmark.key, **_numbers(benchmark)},
        "settings": _numbers(settings),
        "rows": [
            {
                "method": None if row.method is None else row.method.key,
                "numbers": {} if row.method is None else _numbers(row.method),
                "split": row.split,
                "metrics": dict(zip(names, map(_plain, row.cells), strict=True)),
                "delta": _plain(row.delta),
                "rank": _plain(row.rank),
                "p": row.p if isfinite(row.p) else None,
                "seconds": _plain(row.seconds),
                "seeds": row.n_seeds,
                "diverged": row.n_diverged,
            }
            for row in table.rows
        ],
    }


def _titles(rows: Sequence[Row]) -> list[str]:
    """What the rows are called: methods with the numbers that are their own, or tell them apart."""
    kinds: dict[type, list[Method]] = {}
    for row in rows:
        if row.method is not None:
            kinds.setdefault(type(row.method), []).append(row.method)
    return [
        f"{described(row.method, kinds[type(row.method)])}{split(row.split)}"
        if row.method is not None
        else "each task alone"
        for row in rows
    ]


def described(declared: Declared, among: Sequence[Declared] = ()) -> str:
    """What something is, with its numbers that are not the default or not those of all others."""
    own = [
        f"{field.name} {_number(value)}"
        for field in declared.declared()
        if (value := getattr(declared, field.name)) != field.default
        or any(getattr(other, field.name) != value for other in among)
    ]
    return f"{declared.title} ({', '.join(own)})" if own else declared.title


def _budget(settings: Settings) -> str:
    halved = ", halved at half time" if settings.schedule == HALVED else ""
    clipped = "" if settings.clip_norm is None else f", clipped at {settings.clip_norm:g}"
    steps = "1 step" if settings.steps == 1 else f"{settings.steps:,} steps"
    return f"{steps} of Adam at {settings.lr:g}{halved}, batches of {settings.batch}{clipped}"


def split(layers: Sequence[str]) -> str:
    """Which layers are split, behind the name of a method."""
    return f", split {', '.join(layers)}" if layers else ""


def _head(column: Column) -> str:
    arrow = "↑" if column.metric.higher_is_better else "↓"
    return " ".join(filter(None, (column.metric.title, column.metric.unit, arrow)))


def _sum(title: str, row: Row) -> list[str]:
    n_diverged = f", {row.n_diverged} diverged" if row.n_diverged else ""
    p = f"{row.p:.3f}" if isfinite(row.p) else EMPTY
    ms = Cell(1e3 * row.seconds.mean, 1e3 * row.seconds.spread, row.seconds.n)
    return [
        title,
        _cell(row.delta),
        _cell(row.rank),
        p,
        _cell(ms),
        f"{row.n_seeds}{n_diverged}",
    ]


def _cell(cell: Cell) -> str:
    if not cell.n:
        return EMPTY
    digits = 2 if abs(cell.mean) >= 1 else 4
    spread = f" ± {cell.spread:.{digits}f}" if cell.n > 1 else ""
    return f"{cell.mean:.{digits}f}{spread}"


def _published(table: PublishedTable) -> str:
    """What the papers say of the same benchmark, by itself."""
    arrows = ["↑" if is_better else "↓" for is_better in table.higher_is_better]
    pairs = zip(table.metrics, arrows, strict=True)
    head = ["Published", *map(" ".join, pairs), "mean rank ↓", "Δm % ↓"]
    rows = [
        [row.title, *map(_known, row.values), _known(row.mean_rank), _known(row.delta)]
        for row in table.rows
    ]
    return f"{_aligned([head, *rows])}\n\nSource: {table.source} {table.note}".rstrip()


def _known(value: float | None) -> str:
    return EMPTY if value is None else f"{value:g}"


def _legend(table: Table) -> str:
    n = max(row.n_seeds for row in table.rows)
    least = f", never below {2 / 2**n:.2g} with {n} seeds" if n > 1 else ""
    return (
        "± is the standard deviation over seeds. Δm: the mean over the metrics of how much worse "
        "than each task alone.\nMean rank: the place among the methods, in the mean over the "
        "metrics; 1 is best.\np: sign-flip test of Δm against the sum, seed by seed" + least + "."
    )


def _aligned(rows: Sequence[Sequence[str]]) -> str:
    """Rows of text, the first column to the left and the others to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        first = row[0].ljust(widths[0])
        rest = [text.rjust(width) for text, width in zip(row[1:], widths[1:], strict=True)]
        lines.append("  ".join((first, *rest)))
    return "\n".join((lines[0], "─" * len(lines[0]), *lines[1:]))


def _plain(cell: Cell) -> dict[str, float | int | None]:
    known = {name: value if isfinite(value) else None for name, value in cell._asdict().items()}
    return {"mean": known["mean"], "sd": known["spread"], "n": cell.n}


def _numbers(declared: Declared) -> dict[str, Any]:
    return {field.name: getattr(declared, field.name) for field in declared.declared()}


def _number(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
