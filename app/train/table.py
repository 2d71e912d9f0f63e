"""The table of the page Train, filled while the networks learn: all after the same steps."""

from dataclasses import replace
from html import escape
from math import isnan
from typing import NamedTuple

from app.figures.train.lane import ALONE, colour, look
from app.look.swatch import swatch
from app.look.theme import Theme
from app.train.state import State
from app.words.numbers import NOTHING, fixed
from samgs_core.benchmark.log import LaneLog
from samgs_core.benchmark.table import Cell, Column, Row, Table, table


class Standing(NamedTuple):
    """How the networks stand after so many steps, which all of them have taken."""

    step: int
    n_steps: int
    n_lanes: int
    table: Table

    @property
    def is_last(self) -> bool:
        """Whether the training is over."""
        return self.step == self.n_steps


def standing(state: State) -> Standing:
    """Where those that have begun stand at the last look at the test set that all have had."""
    going = [log for log in state.logs if log.diverged_at is None]
    step = min((int(log.evaluated_at[-1]) for log in going), default=0)
    logs = [cut(log, step) for log in state.logs]
    return Standing(step, state.settings.steps, len(logs), table(logs))


def cut(log: LaneLog, step: int) -> LaneLog:
    """What was known of a lane after so many steps, as if it had been meant to take no more."""
    if log.diverged_at is not None:
        return log
    looks = log.evaluated_at <= step
    return replace(
        log,
        steps=step,
        losses=log.losses[:step],
        seconds=log.seconds[:step],
        evaluated_at=log.evaluated_at[looks],
        metrics=log.metrics[looks],
    )


def markup(found: Standing, theme: Theme, is_full: bool = False) -> str:
    """The table as HTML; each task's first metric, or all of them. The best is bold."""
    shown = [k for k, column in enumerate(found.table.columns) if is_full or _is_first(column)]
    columns = [found.table.columns[k] for k in shown]
    heads = [*map(_head, columns), "Δ<i>m</i>, % ↓", "mean<br>rank ↓"]
    heads += ["ms a step"] if is_full else []
    head = "".join(f'<th scope="col">{each}</th>' for each in heads)
    best = {k: _best(found.table, k) for k in shown}
    lines = [_line(row, shown, best, found.table, theme, is_full) for row in found.table.rows]
    return (
        '<div class="train-table" role="region" aria-label="Results" tabindex="0">'
        f"<table><thead><tr><td></td>{head}</tr></thead>"
        f"<tbody>{''.join(lines)}</tbody></table></div>"
    )


def title_of(row: Row) -> str:
    """What a row is called."""
    if row.method is None:
        return ALONE
    return f"{row.method.title}, split {', '.join(row.split)}" if row.split else row.method.title


def value(cell: Cell, column: Column) -> str:
    """A mean with its unit, without its spread."""
    return f"{fixed(cell.mean, _decimals(column))}{_unit(column)}"


def _is_first(column: Column) -> bool:
    return column.metric == column.task.metrics[0]


def _decimals(column: Column) -> int:
    return 1 if column.metric.unit else 3


def _unit(column: Column) -> str:
    unit = column.metric.unit
    return f" {unit}" if unit == "%" else unit


def _head(column: Column) -> str:
    arrow = "↑" if column.metric.higher_is_better else "↓"
    unit = f", {column.metric.unit}" if column.metric.unit else ""
    return f"{escape(column.task.title)}<br>{escape(column.metric.title)}{unit} {arrow}"


def _best(found: Table, k: int) -> float:
    """The best mean of a column; NaN if all are alike."""
    sign = 1 if found.columns[k].metric.higher_is_better else -1
    known = [row.cells[k].mean for row in found.rows if row.method and not isnan(row.cells[k].mean)]
    return max(known, key=lambda mean: sign * mean) if len(set(known)) > 1 else float("nan")


def _least(cells: list[Cell]) -> float:
    """The least mean of some cells; NaN if all are alike."""
    known = {cell.mean for cell in cells if cell.n}
    return min(known) if len(known) > 1 else float("nan")


def _line(
    row: Row, shown: list[int], best: dict[int, float], found: Table, theme: Theme, is_full: bool
) -> str:
    is_method = row.method is not None
    cells = [
        _cell(mean, _decimals(found.columns[k]), is_method and mean.mean == best[k])
        for k, mean in ((k, row.cells[k]) for k in shown)
    ]
    methods = [each for each in found.rows if each.method]
    least = _least([each.delta for each in methods])
    first = _least([each.rank for each in methods])
    cells += [
        _cell(row.delta, 1, row.delta.mean == least),
        _cell(row.rank, 1, row.rank.mean == first),
    ]
    if is_full:
        milliseconds = 1000 * row.seconds.mean
        cells.append(_cell(row.seconds._replace(mean=milliseconds, spread=float("nan")), 0))
    own = look(type(row.method) if row.method else None, bool(row.split))
    mark = swatch(own, colour(own, theme), theme.page, 32)
    over = f" <small>({row.n_diverged} diverged)</small>" if row.n_diverged else ""
    title = f'<th scope="row">{mark}{escape(title_of(row))}{over}</th>'
    return f"<tr>{title}{''.join(cells)}</tr>"


def _cell(cell: Cell, decimals: int, is_best: bool = False) -> str:
    if isnan(cell.mean):
        return f"<td>{NOTHING}</td>"
    text = fixed(cell.mean, decimals)
    text = f"<b>{text}</b>" if is_best else text
    spread = "" if isnan(cell.spread) else f" <small>± {fixed(cell.spread, decimals)}</small>"
    return f"<td>{text}{spread}</td>"
