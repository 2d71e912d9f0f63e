"""Every loss and metric of the page Train in the long form."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from app.train.state import State
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


def csv_text(lines: Iterable[Number]) -> str:
    """The numbers as CSV with a heading; they read back exactly, empty where undefined."""
    return csv_file(Number._fields, lines)


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
