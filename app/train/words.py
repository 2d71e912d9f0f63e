"""What the page Train says: what is trained, and what the table shows and does not show."""

from collections.abc import Sequence

import numpy as np

from app.study.train import MAX_LANES, MAX_PIXELS, MAX_SEEDS, MAX_STEPS, TrainSettings
from app.train.lanes import MAX_BYTES
from app.train.table import Standing, title_of, value
from app.words.numbers import fixed, in_words, listed
from samgs_core.benchmark.table import Cell, Column, Row
from samgs_core.benchmark.task import Task
from samgs_core.methods import SAMGS

SPLIT = (
    "A press splits a layer: each task gets a copy of its own, and the method above is trained "
    "once more with it, beside the network that shares all layers."
)
NOTE = (
    "Δ*m*: how much worse, in the mean over all metrics, than networks of the same shape that "
    "learn each task *alone* with the same budget; lower is better, below 0 beats them. Mean rank: "
    "the place among the methods, in the mean over all metrics; 1 is best."
)
PSI = (
    "ψ of two task gradients is 1 where they are equally long and near 0 where one is far longer; "
    "Ψ is one number for all pairs. SAM-GS equalises (E) where Ψ is below its threshold γ, and "
    "modulates (m) elsewhere; of another method this is what SAM-GS would do with its gradients."
)
SHADED = "Shaded: above 90°, where two task gradients conflict, with the share of the steps there."


def told(settings: TrainSettings) -> str:
    """What is trained; Markdown."""
    benchmark = settings.benchmark
    tasks = listed([task.title.lower() for task in benchmark.tasks])
    return (
        f"**{benchmark.title}**: one small network learns {tasks} in {_steps(settings.steps)} of "
        f"{settings.batch} examples. First weights, batches and budget are the same for every "
        "method; no setting is tuned for one of them."
    )


def metric_title(task: Task) -> str:
    """What stands above the curves of a task's first metric."""
    metric = task.metrics[0]
    better = "higher" if metric.higher_is_better else "lower"
    return f"{task.title}: {metric.title}, {better} is better"


def table_title(found: Standing) -> str:
    """What stands above the table; Markdown."""
    steps = _steps(found.n_steps)
    if found.is_last:
        return f"**On the test set, after {steps}**"
    return f"**On the test set, after {found.step:,} of {steps}**, which all have taken"


def bounds() -> str:
    """How far the page goes."""
    return (
        f"A page trains at most {MAX_LANES} networks, {MAX_SEEDS} seeds and {MAX_STEPS:,} steps, "
        f"none of which takes more than about a second, on at most {MAX_PIXELS:,} pixels in all "
        "pictures together. What is trained is "
        f"shared by all who ask for the same, and kept while {MAX_BYTES // 2**20} MiB suffice. "
        "Nobody’s training goes on after the page is left; it goes on from there when somebody "
        "comes back. "
        "`python -m app.bench` has no such bounds."
    )


def verdict(found: Standing) -> str:
    """Where SAM-GS gains and where it does not, and what of that is within chance; Markdown."""
    rows = [row for row in found.table.rows if row.method is not None and not row.split]
    own = next((row for row in rows if isinstance(row.method, SAMGS)), None)
    others = [row for row in rows if row is not own]
    begin = "" if found.is_last else "*So far:* "
    if found.step == 0 or own is None or not others:
        return f"{begin}{_ahead(rows)} {split_words(found)}" if found.step else ""
    if own.n_diverged == own.n_seeds:
        return f"{begin}**SAM-GS diverged.**"
    parts = (_overall(own, others), _by_task(found, own, others), split_words(found), _seeds(own))
    return begin + " ".join(filter(None, parts))


def _ahead(rows: list[Row]) -> str:
    known = [row for row in rows if row.delta.n]
    if not known:
        return ""
    best = min(known, key=lambda row: row.delta.mean)
    return f"**{title_of(best)} is ahead** with a Δ*m* of {_percent(best)}."


def _overall(own: Row, others: list[Row]) -> str:
    """Δm of SAM-GS beside the best of the others."""
    known = [row for row in others if row.delta.n]
    if not known or not own.delta.n:
        return ""
    best = min(known, key=lambda row: row.delta.mean)
    gap = own.delta.mean - best.delta.mean
    words = "level with" if gap == 0 else "ahead of" if gap < 0 else "behind"
    delta = own.delta.mean
    alone = "as good as" if delta == 0 else "better than" if delta < 0 else "worse than"
    told = f"**SAM-GS is {words} {title_of(best)}**, Δ*m* {_percent(own)} against {_percent(best)}"
    if gap and is_within(own.delta, best.delta):
        told += ", which is **within the spread over the seeds**"
    return f"{told}; on average it is {alone} networks that learn one task alone."


def split_words(found: Standing) -> str:
    """What a split made of the method; nothing without one, or before there is anything."""
    split = next((row for row in found.table.rows if row.split and row.delta.n), None)
    if split is None:
        return ""
    pairs = [row for row in found.table.rows if row.method == split.method and not row.split]
    if not pairs or not pairs[0].delta.n:
        return ""
    is_chance = is_within(split.delta, pairs[0].delta)
    chance = ", within the spread over the seeds" if is_chance else ""
    return (
        f"{title_of(split)}: Δ*m* {_percent(split)} against {_percent(pairs[0])} "
        f"with all layers shared{chance}."
    )


def pick(layers: Sequence[str], rate: np.ndarray, null: np.ndarray) -> str:
    """Which layer Recon would split first, the worst of all; nothing where nothing is known."""
    if np.isnan(rate[0]):
        return ""
    rates = f"{100 * rate[0]:.0f} % of the recorded steps and pairs of tasks"
    if rate[0] <= null[0]:
        return (
            f"In no layer do the task gradients conflict more often than unrelated ones would; "
            f"most often in {layers[0]}, at {rates}."
        )
    return f"Recon would split {layers[0]} first: its task gradients conflict at {rates}."


def _by_task(found: Standing, own: Row, others: list[Row]) -> str:
    """The first metric of each task, beside the best of the others."""
    gains: list[str] = []
    losses: list[str] = []
    for k, column in enumerate(found.table.columns):
        known = [row for row in others if row.cells[k].n]
        if column.metric != column.task.metrics[0] or not known or not own.cells[k].n:
            continue
        sign = 1 if column.metric.higher_is_better else -1
        gaps = [sign * (own.cells[k].mean - row.cells[k].mean) for row in known]
        best = known[gaps.index(min(gaps))]
        told = _pair(column, own.cells[k], best, best.cells[k])
        (gains if min(gaps) > 0 else losses).append(told)
    if not gains:
        return f"It gains in no task: {listed(losses)}." if losses else ""
    but = f", and does not in {listed(losses)}" if losses else ""
    return f"It gains in {listed(gains)}{but}."


def _pair(column: Column, own: Cell, best: Row, other: Cell) -> str:
    chance = ", within the spread" if is_within(own, other) else ""
    return (
        f"{column.task.title.lower()} ({column.metric.title} {value(own, column)} against "
        f"{value(other, column)} of {title_of(best)}{chance})"
    )


def _seeds(own: Row) -> str:
    if own.n_seeds == 1:
        return "**One seed**: differences of a few per cent can be chance; more seeds tell."
    return f"Means of {in_words(own.n_seeds)} seeds, ± one standard deviation."


def _steps(n: int) -> str:
    return "1 step" if n == 1 else f"{n:,} steps"


def _percent(row: Row) -> str:
    """Δm of a row."""
    return f"{fixed(row.delta.mean, 1)} %"


def is_within(one: Cell, other: Cell) -> bool:
    """Whether two means lie no farther apart than either spreads over its seeds."""
    return bool(abs(one.mean - other.mean) <= max(one.spread, other.spread))
