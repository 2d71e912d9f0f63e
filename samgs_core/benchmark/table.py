"""The table of a benchmark: metrics, Δm and mean rank of every method, over seeds."""

from collections.abc import Iterable, Sequence
from math import nan, sqrt
from typing import NamedTuple

import numpy as np

from samgs_core.benchmark.log import LaneLog
from samgs_core.benchmark.paired import paired
from samgs_core.benchmark.settings import Lane
from samgs_core.benchmark.task import Metric, Task
from samgs_core.method import Method
from samgs_core.methods import LS


class Cell(NamedTuple):
    """A mean over seeds and the standard deviation (NaN for one seed) of so many."""

    mean: float
    spread: float
    n: int


class Column(NamedTuple):
    """A metric of a task."""

    task: Task
    metric: Metric


class Row(NamedTuple):
    """A method over its seeds, or the single-task references as one row (``method`` None).

    Seeds in which it diverged count in no mean; ``n_diverged`` says how many they are. ``p`` is of
    the paired test of Δm against the row of the plain sum, NaN where there is none.
    """

    method: Method | None
    split: tuple[str, ...]
    cells: tuple[Cell, ...]  # one for each column
    delta: Cell  # Δm in per cent, lower is better
    rank: Cell  # mean rank over the metrics, 1 is best
    p: float
    seconds: Cell  # of a step; of the references, the mean over the tasks
    n_seeds: int
    n_diverged: int


class Table(NamedTuple):
    """A row for the single-task references, if there are any, and one for every method."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


def table(logs: Iterable[LaneLog]) -> Table:
    """What came of these lanes, all of one benchmark and one budget; those not over are left out.

    Of method m and its single-task references b, over M metrics of which σ is 1 where higher is
    better and 0 where lower is:

        Δm = 100 / M Σ (−1)^σ (m − b) / b        per seed, with the references of that seed

    The rank of a method in a metric is among the methods of the same seed, over the seeds in which
    all of them are over; equal ones share the mean of theirs, and those that diverged are last.

    Source: Borsani et al. 2025, arXiv:2506.06130, whose definitions are those of Maninis et al.
    2019, arXiv:1904.08918.
    """
    over = [log for log in logs if log.is_over]
    seen = {task: None for log in over for task in log.tasks}
    tasks = max((log.tasks for log in over), key=len, default=())
    tasks = tasks if set(seen) <= set(tasks) else tuple(seen)
    columns = tuple(Column(task, metric) for task in tasks for metric in task.metrics)
    alone = _references(over)
    lines = dict[tuple[Method, tuple[str, ...]], dict[int, LaneLog]]()
    for log in over:
        if log.lane.method is not None:
            lines.setdefault(_line(log.lane), {})[log.lane.seed] = log
    values = {key: _values(of, columns) for key, of in lines.items()}
    deltas = {key: _deltas(of, alone, columns) for key, of in values.items()}
    ranks = _ranks(values, columns)
    plain = deltas.get((LS(), ()), {})
    rows = [_reference_row(alone, over, columns)] if alone else []
    for key, of in lines.items():
        rows.append(
            Row(
                *key,
                cells=tuple(map(_cell, np.array(list(values[key].values())).T)),
                delta=_cell(deltas[key].values()),
                rank=_cell(ranks[key]),
                p=nan if key == (LS(), ()) else paired(deltas[key], plain),
                seconds=_cell(log.seconds_per_step for log in of.values()),
                n_seeds=len(of),
                n_diverged=sum(log.diverged_at is not None for log in of.values()),
            )
        )
    return Table(columns, tuple(rows))


def delta(values: np.ndarray, references: np.ndarray, higher_is_better: np.ndarray) -> np.ndarray:
    """Δm in per cent of metrics [..., M] against those of single tasks; lower is better.

    NaN where one of them is unknown, or a reference is 0.
    """
    known = np.where(references == 0, nan, references)
    signs = np.where(higher_is_better, -1.0, 1.0)
    return 100 * (signs * (values - known) / known).mean(-1)


def _line(lane: Lane) -> tuple[Method, tuple[str, ...]]:
    assert lane.method is not None
    return lane.method, lane.split


def _references(logs: Sequence[LaneLog]) -> dict[int, dict[tuple[str, str], float]]:
    """The metrics of the tasks alone, for every seed."""
    alone = dict[int, dict[tuple[str, str], float]]()
    for log in logs:
        if log.lane.method is None:
            alone.setdefault(log.lane.seed, {}).update(log.last)
    return alone


def _values(logs: dict[int, LaneLog], columns: Sequence[Column]) -> dict[int, list[float]]:
    return {seed: _in_order(log.last, columns) for seed, log in logs.items()}


def _in_order(last: dict[tuple[str, str], float], columns: Sequence[Column]) -> list[float]:
    return [last.get((task.key, metric.key), nan) for task, metric in columns]


def _deltas(
    values: dict[int, list[float]],
    alone: dict[int, dict[tuple[str, str], float]],
    columns: Sequence[Column],
) -> dict[int, float]:
    """Δm of every seed."""
    signs = np.array([column.metric.higher_is_better for column in columns])
    return {
        seed: float(delta(np.array(of), np.array(_in_order(alone.get(seed, {}), columns)), signs))
        for seed, of in values.items()
    }


def _ranks(
    values: dict[tuple[Method, tuple[str, ...]], dict[int, list[float]]],
    columns: Sequence[Column],
) -> dict[tuple[Method, tuple[str, ...]], list[float]]:
    """The mean rank of every method in every seed in which all are there."""
    seeds = set.intersection(*(set(of) for of in values.values())) if values else set()
    signs = np.array([-1.0 if column.metric.higher_is_better else 1.0 for column in columns])
    ranks: dict[tuple[Method, tuple[str, ...]], list[float]] = {key: [] for key in values}
    for seed in sorted(seeds):
        loss = signs * np.array([of[seed] for of in values.values()])  # [methods, M]
        loss = np.where(np.isnan(loss), np.inf, loss)
        better = (loss[:, None] > loss).sum(1)
        equal = (loss[:, None] == loss).sum(1)
        for key, mean in zip(values, (better + (equal + 1) / 2).mean(1), strict=True):
            ranks[key].append(float(mean))
    return ranks


def _reference_row(
    alone: dict[int, dict[tuple[str, str], float]],
    logs: Sequence[LaneLog],
    columns: Sequence[Column],
) -> Row:
    own = [log for log in logs if log.lane.method is None]
    seconds = dict[int, list[float]]()
    for log in own:
        seconds.setdefault(log.lane.seed, []).append(log.seconds_per_step)
    return Row(
        method=None,
        split=(),
        cells=tuple(map(_cell, np.array([_in_order(of, columns) for of in alone.values()]).T)),
        delta=Cell(nan, nan, 0),
        rank=Cell(nan, nan, 0),
        p=nan,
        seconds=_cell(sum(each) / len(each) for each in seconds.values()),
        n_seeds=len(alone),
        n_diverged=sum(log.diverged_at is not None for log in own),
    )


def _cell(values: Iterable[float]) -> Cell:
    """Mean and standard deviation of the values that are known."""
    known = np.array([value for value in values if np.isfinite(value)])
    n = len(known)
    if not n:
        return Cell(nan, nan, 0)
    mean = float(known.mean())
    return Cell(mean, sqrt(float(((known - mean) ** 2).sum()) / (n - 1)) if n > 1 else nan, n)
