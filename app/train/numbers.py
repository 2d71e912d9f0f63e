"""Every loss and metric of the page Train in the long form."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from app.train.state import State
from app.train.table import Standing, title_of
from app.words.csv_file import csv_file
from samgs_core.benchmark.log import LaneLog


class Number(NamedTuple):
    """One number of one network; the field names are the columns of the CSV file."""

    network: str
    method: str
    split: str
    seed: int
    quantity: str
    """The training loss of a batch, or a metric of the whole test set."""
    task: str
    step: int
    """How many steps were taken before."""
    value: float


def numbers(state: State) -> Iterator[Number]:
    """All that is known so far, network by network."""
    for each in state.trainings:
        if each.log is not None:
            yield from _of(each.title, each.log)


class Mean(NamedTuple):
    """One cell of the table: a mean over n seeds, and their standard deviation."""

    network: str
    step: int
    task: str
    quantity: str
    mean: float
    spread: float
    n_seeds: int


def means(found: Standing) -> Iterator[Mean]:
    """The table, cell by cell."""
    for row in found.table.rows:
        metrics = [(task.key, metric.key) for task, metric in found.table.columns]
        cells = [*zip(metrics, row.cells, strict=True), (("", "seconds_per_step"), row.seconds)]
        if row.method is not None:
            cells += [(("", "delta_m_percent"), row.delta), (("", "mean_rank"), row.rank)]
        for (task, quantity), (mean, spread, n) in cells:
            yield Mean(title_of(row), found.step, task, quantity, mean, spread, n)


def csv_text(kind: type[NamedTuple], lines: Iterable[NamedTuple]) -> str:
    """Lines of a kind as CSV with a heading; numbers read back exactly, empty where undefined."""
    return csv_file(kind._fields, lines)


def _of(title: str, log: LaneLog) -> Iterator[Number]:
    lane = log.lane
    method = "" if lane.method is None else lane.method.title
    begin = title, method, " ".join(lane.split), lane.seed
    for k, task in enumerate(log.tasks):
        for step, value in enumerate(log.losses[:, k].tolist()):
            yield Number(*begin, "training loss", task.key, step, value)
    for step, values in zip(log.evaluated_at.tolist(), log.metrics.tolist(), strict=True):
        for (key, metric), value in zip(log.names, values, strict=True):
            yield Number(*begin, metric, key, step, value)
