"""Runs an experiment: all its starts together, one step after the other."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice

import numpy as np
import torch
from torch import Tensor

from samgs_core.experiment import Experiment
from samgs_core.native.drive import drive
from samgs_core.native.library import Library
from samgs_core.native.store import KERNELS
from samgs_core.record import Engine, Outcome, Record
from samgs_core.run_input import device_of, engine_of, experiments_of
from samgs_core.step_rule import BLOCK, Point, StepRule, Walk, rule_of

PROGRESS_SECONDS = 0.05
CUDA_FROM = 4096
"""Starts from which a CUDA device, where there is one, is chosen over the processor."""


Progress = Callable[[float], bool | None]


class Cancelled(Exception):
    """A run was asked to stop before its end; nothing of it is left."""


def run(
    experiment: Experiment,
    *,
    device: str | torch.device | None = None,
    progress: Progress | None = None,
    engine: Engine | str | None = None,
) -> Record:
    """Run every start of the experiment and return the record.

    ``device`` is chosen from the number of starts if None. ``progress`` is called about twenty
    times a second with the fraction done, in [0, 1]; if it returns False, the run stops with
    ``Cancelled``.

    ``engine`` is what takes the steps, and ``record.engine`` what took them. None takes machine
    code if it is ready and worth while, so that of two equal runs the first may be torch's and the
    later one not. "torch" keeps to torch. "machine code" waits some seconds for code to be made,
    and takes torch if there is none: without a compiler, before the store of code is started, in
    single precision, for a method that code cannot say.

    Raises ``ValueError`` if the record would not fit in memory, or for another engine.
    """
    return run_together((experiment,), device=device, progress=progress, engine=engine)[0]


def run_together(
    experiments: Sequence[Experiment],
    *,
    device: str | torch.device | None = None,
    progress: Progress | None = None,
    engine: Engine | str | None = None,
) -> tuple[Record, ...]:
    """The records of experiments that differ in their methods alone, as ``run`` makes them.

    Faster than one after the other: what runs in torch is one batch, in which the landscape and the
    outer optimiser are asked once for all. ``engine`` is for all of them, but some may have code
    and others not. Raises ``ValueError`` too if the experiments differ in anything else.
    """
    wanted, experiments = engine_of(engine), experiments_of(experiments)
    first = experiments[0]
    device = fitting_device(len(first.starts)) if device is None else device_of(device)
    x = torch.tensor(first.starts, dtype=getattr(torch, first.dtype), device=device)
    rules = [rule_of(experiment, x) for experiment in experiments]
    records: dict[int, Record] = {}

    def tell(share: float, n: int = 1) -> None:
        if progress is not None and progress((len(records) + n * share) / len(rules)) is False:
            raise Cancelled

    with torch.inference_mode(), threads(len(x)):
        is_wanted = wanted is Engine.CODE
        codes = {
            at: None if wanted is Engine.TORCH else KERNELS.for_rule(rule, x, is_wanted=is_wanted)
            for at, rule in enumerate(rules)
        }
        for at, code in codes.items():
            if code is not None:
                records[at] = _driven(experiments[at], rules[at], x, code, tell)
        if others := [at for at in codes if at not in records]:
            company = [experiments[at] for at in others], [rules[at] for at in others]
            records |= zip(others, _stepped(*company, x, tell), strict=True)
    return tuple(records[at] for at in range(len(rules)))


def _stepped(
    experiments: Sequence[Experiment],
    rules: Sequence[StepRule],
    x: Tensor,
    tell: Callable[[float, int], None],
) -> list[Record]:
    """The records, step by step."""
    recorder = _Recorder(experiments)
    for point in Walk(rules, x):
        recorder.keep(point)
        if recorder.is_time_to_tell():
            tell(point.t / rules[0].steps, len(rules))
    return recorder.records(point)


def _driven(
    experiment: Experiment, rule: StepRule, x: Tensor, code: Library, tell: Callable[[float], None]
) -> Record:
    """The record, a stretch of steps at a time."""
    for drawn in drive(code, rule, x, experiment.record_every):
        tell(drawn.share)
    last = drawn.point
    return _record(experiment, drawn.record.series(), last.alive, last.taken, Engine.CODE)


class _Recorder:
    """Keeps the recorded steps: references first, arrays on the host once a block is full."""

    def __init__(self, experiments: Sequence[Experiment]) -> None:
        self.experiments = experiments
        self.steps, self.every = experiments[0].steps, experiments[0].record_every
        self.block: list[tuple[Tensor, ...]] = []
        self.parts: list[tuple[np.ndarray, ...]] = []
        self.reported_at = time.perf_counter()

    def keep(self, point: Point) -> None:
        if point.t % self.every and point.t != self.steps:
            return
        self.block.append((point.x, point.losses, point.grads, point.operated, *point.diagnostics))
        if len(self.block) == BLOCK:
            self._store()

    def is_time_to_tell(self) -> bool:
        now = time.perf_counter()
        is_time = now - self.reported_at >= PROGRESS_SECONDS
        if is_time:
            self.reported_at = now
        return is_time

    def _store(self) -> None:
        series = zip(*self.block, strict=True)
        self.parts.append(tuple(torch.stack(values, dim=1).cpu().numpy() for values in series))
        self.block.clear()

    def records(self, last: Point) -> list[Record]:
        """One for each experiment, which has its share of the lanes and its own diagnostics."""
        if self.block:
            self._store()
        fields = list(zip(*self.parts, strict=True))  # of each field its blocks of steps
        shared, own = fields[:N_SHARED], iter(fields[N_SHARED:])
        records = []
        for at, experiment in enumerate(self.experiments):
            lanes = slice(at * len(experiment.starts), (at + 1) * len(experiment.starts))
            mine = [[block[lanes] for block in blocks] for blocks in shared]
            mine += islice(own, len(experiment.method.diagnostics))
            series = (np.concatenate(blocks, axis=1) for blocks in mine)
            alive, taken = last.alive[lanes], last.taken[lanes]
            records.append(_record(experiment, series, alive, taken, Engine.TORCH))
        return records


N_SHARED = 4
"""Fields of a point that hold the lanes of all experiments; its diagnostics come after them."""


def _record(
    experiment: Experiment,
    series: Iterable[np.ndarray],
    alive: Tensor,
    taken: Tensor,
    engine: Engine,
) -> Record:
    x, losses, grads, operated, *diagnostics = (_read_only(values) for values in series)
    names = [each.name for each in experiment.method.diagnostics]
    return Record(
        experiment=experiment,
        steps=_read_only(np.array(experiment.recorded_steps)),
        x=x,
        losses=losses,
        grads=grads,
        operated=operated,
        diagnostics=dict(zip(names, diagnostics, strict=True)),
        outcome=tuple(
            Outcome.FINISHED if fine else Outcome.DIVERGED for fine in alive[:, 0].tolist()
        ),
        stopped_at=_read_only(taken[:, 0].cpu().numpy()),
        engine=engine,
    )


def _read_only(values: np.ndarray) -> np.ndarray:
    values.flags.writeable = False
    return values


def fitting_device(n_starts: int) -> torch.device:
    """The CUDA device, if there is one, from so many starts on as make it worth while."""
    is_worth_it = n_starts >= CUDA_FROM and torch.cuda.is_available()
    return torch.device("cuda" if is_worth_it else "cpu")


@contextmanager
def threads(n_starts: int) -> Iterator[None]:
    """One thread for small batches: sharing a few numbers costs more than it saves."""
    before = torch.get_num_threads()
    if n_starts < CUDA_FROM:
        torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)
