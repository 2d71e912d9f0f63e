"""The runs of a study as a table of all recorded steps, and as arrays."""

from collections.abc import Iterator, Sequence

import numpy as np

from app.export.data.columns import Meaning, meaning_of
from app.export.data.tables import Column, Table
from app.runs.records import MethodResult
from samgs_core.metrics import angle, live, similarity
from samgs_core.record import Record

MAX_ROWS = 200_000
"""The most rows of a table; of longer runs every n-th recorded step is kept, and the last."""


def every(results: Sequence[MethodResult]) -> int:
    """Of how many recorded steps one is kept."""
    n = sum(each.record.x.shape[0] * each.record.x.shape[1] for each in results)
    return max(1, -(-n // MAX_ROWS))


def trajectories(results: Sequence[MethodResult]) -> Table:
    """One row for each kept step of each run, up to where it stopped."""
    stride = every(results)
    parts = [list(_columns(each.record, stride)) for each in results]
    meanings = {name: meaning for part in parts for name, _, meaning in part}
    by_name = [{name: values for name, values, _ in part} for part in parts]
    lengths = [len(part[0][1]) for part in parts]
    columns = []
    for name, meaning in meanings.items():
        pieces = [
            part.get(name, np.full(length, np.nan))
            for part, length in zip(by_name, lengths, strict=True)
        ]
        columns.append(Column(name, np.concatenate(pieces), meaning))
    return Table("runs", columns)


def arrays(results: Sequence[MethodResult]) -> dict[str, np.ndarray]:
    """The kept steps as arrays [starts, steps, ...], by the method's key and what they are."""
    stride, kept = every(results), dict[str, np.ndarray]()
    for each in results:
        record, key = each.record, each.method.key
        entries = _entries(record, stride)
        kept[f"{key}.step"] = record.steps[entries]
        kept[f"{key}.stopped_at"] = record.stopped_at
        for name in ("x", "losses", "grads", "operated"):
            kept[f"{key}.{name}"] = getattr(record, name)[:, entries]
        for name, values in record.diagnostics.items():
            kept[f"{key}.{name}"] = values[:, entries]
    return kept


ARRAYS = {
    "step": "Which steps are kept, [S]; a position is that before its step.",
    "stopped_at": "How many steps each run took, [B].",
    "x": "Positions, [B, S, 2].",
    "losses": "Losses without noise, [B, S, 2].",
    "grads": "Task gradients as the method got them, [B, S, 2 tasks, 2 coordinates].",
    "operated": "Gradients after surgery, whose sum over the tasks is the merged gradient.",
}
"""What the arrays mean; others are what the method tells of its steps, [B, S] or [B, S, 2]."""


def _entries(record: Record, stride: int) -> np.ndarray:
    n = len(record.steps)
    return np.unique(np.append(np.arange(0, n, stride), n - 1))


def _columns(record: Record, stride: int) -> Iterator[tuple[str, np.ndarray, Meaning]]:
    """Names, values and meanings; runs one below the other."""
    entries = _entries(record, stride)
    own = live(record)[:, entries]
    # The last entry is where a run stopped; if that step was recorded, it is a copy of it.
    own[:, -1] = ~np.isin(record.stopped_at, record.steps[entries[:-1]])
    starts = np.broadcast_to(np.arange(len(own))[:, None] + 1, own.shape)[own]
    steps = np.minimum(record.steps[entries], record.stopped_at[:, None])[own]

    def column(name: str, values: np.ndarray) -> tuple[str, np.ndarray, Meaning]:
        return name, values[:, entries][own], meaning_of(name)

    title = record.experiment.method.title
    yield "method", np.full(len(steps), title), meaning_of("method")
    yield "start", starts, meaning_of("start")
    yield "seed", np.full(len(steps), record.experiment.seed), meaning_of("seed")
    yield "step", steps, meaning_of("step")
    for k in (0, 1):
        yield column(f"theta{k + 1}", record.x[..., k])
    for k in (0, 1):
        yield column(f"loss{k + 1}", record.losses[..., k])
    for kind, words, grads in (
        ("g", "The gradient of task {}, noise included, along parameter {}.", record.grads),
        ("operated", "The gradient of task {} after surgery, along parameter {}.", record.operated),
    ):
        for task, k in np.ndindex(2, 2):
            name, values, _ = column(f"{kind}{task + 1}_theta{k + 1}", grads[:, :, task, k])
            yield name, values, Meaning("loss per parameter", words.format(task + 1, k + 1))
    yield column("angle_degrees", angle(record))
    yield column("similarity_psi", similarity(record))
    for told in record.experiment.method.diagnostics:
        values = record.diagnostics[told.name].astype(float)
        parts = {f"{told.name}{k + 1}": values[..., k] for k in (0, 1)} if told.per_task else {}
        for name, part in (parts or {told.name: values}).items():
            yield name, column(name, part)[1], Meaning("", told.help)
