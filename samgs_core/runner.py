"""Runs an experiment: all its starts together, one step after the other."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import MappingProxyType

import numpy as np
import torch
from torch import Tensor

from samgs_core.course import BLOCK, Course, Point, course_of, walk
from samgs_core.experiment import MAX_NUMBERS, Experiment
from samgs_core.native.drive import drive
from samgs_core.native.library import Library
from samgs_core.native.store import STORE
from samgs_core.record import Outcome, Record

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
) -> Record:
    """Run every start of the experiment and return the record.

    ``device`` is chosen from the number of starts if None. ``progress`` is called about twenty
    times a second with the fraction done, in [0, 1]; if it returns False, the run stops with
    ``Cancelled``. Raises ``ValueError`` if the record would not fit in memory.
    """
    _check_size(experiment)
    device = fitting_device(len(experiment.starts)) if device is None else torch.device(device)
    dtype = getattr(torch, experiment.dtype)
    x = torch.tensor(experiment.starts, dtype=dtype, device=device)
    course = course_of(experiment, x)
    with torch.inference_mode(), threads(len(x)):
        code = STORE.code_for(course, x)
        if code is None:
            return _stepped(experiment, course, x, progress)
        return _driven(experiment, course, x, code, progress)


def _stepped(
    experiment: Experiment, course: Course, x: Tensor, progress: Progress | None
) -> Record:
    """The record, step by step."""
    recorder = _Recorder(experiment)
    for point in walk(course, x):
        recorder.keep(point)
        if progress is None or not recorder.is_time_to_tell():
            continue
        if progress(point.t / experiment.steps) is False:
            raise Cancelled
    return _record(experiment, recorder.series(), point)


def _driven(
    experiment: Experiment, course: Course, x: Tensor, code: Library, progress: Progress | None
) -> Record:
    """The record, a stretch of steps at a time."""
    for drawn in drive(code, course, x, experiment.record_every):
        if progress is not None and progress(drawn.share) is False:
            raise Cancelled
    return _record(experiment, drawn.record.series(), drawn.point)


class _Recorder:
    """Keeps the recorded steps: references first, arrays on the host once a block is full."""

    def __init__(self, experiment: Experiment) -> None:
        self.experiment = experiment
        self.block: list[tuple[Tensor, ...]] = []
        self.parts: list[tuple[np.ndarray, ...]] = []
        self.told = time.perf_counter()

    def keep(self, point: Point) -> None:
        if point.t % self.experiment.record_every and point.t != self.experiment.steps:
            return
        self.block.append((point.x, point.losses, point.grads, point.operated, *point.diagnostics))
        if len(self.block) == BLOCK:
            self._store()

    def is_time_to_tell(self) -> bool:
        now = time.perf_counter()
        is_time = now - self.told >= PROGRESS_SECONDS
        if is_time:
            self.told = now
        return is_time

    def _store(self) -> None:
        series = zip(*self.block, strict=True)
        self.parts.append(tuple(torch.stack(values, dim=1).cpu().numpy() for values in series))
        self.block.clear()

    def series(self) -> Iterator[np.ndarray]:
        if self.block:
            self._store()
        return (np.concatenate(part, axis=1) for part in zip(*self.parts, strict=True))


def _record(experiment: Experiment, series: Iterator[np.ndarray], last: Point) -> Record:
    x, losses, grads, operated, *diagnostics = (_read_only(values) for values in series)
    names = experiment.method.diagnostics
    return Record(
        experiment=experiment,
        steps=_read_only(np.array(experiment.recorded_steps)),
        x=x,
        losses=losses,
        grads=grads,
        operated=operated,
        diagnostics=MappingProxyType(dict(zip(names, diagnostics, strict=True))),
        outcome=tuple(
            Outcome.FINISHED if fine else Outcome.DIVERGED for fine in last.alive[:, 0].tolist()
        ),
        stopped_at=_read_only(last.taken[:, 0].cpu().numpy()),
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


def _check_size(experiment: Experiment) -> None:
    n_tasks, dim = len(experiment.landscape.lower_bounds), len(experiment.starts[0])
    per_point = dim + n_tasks + 2 * n_tasks * dim + n_tasks * len(experiment.method.diagnostics)
    n_numbers = len(experiment.starts) * len(experiment.recorded_steps) * per_point
    if n_numbers > MAX_NUMBERS:
        raise ValueError(
            f"Experiment.record_every must be large enough for the record to hold at most "
            f"{MAX_NUMBERS} numbers; got {experiment.record_every}, which makes {n_numbers}."
        )
