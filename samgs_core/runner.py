"""Runs an experiment: all its starts together, one step after the other."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from samgs_core.experiment import MAX_NUMBERS, Experiment
from samgs_core.record import Outcome, Record
from samgs_core.shapes import Direction, Draws, Points, State

PROGRESS_SECONDS = 0.05
BLOCK = 512
"""Steps whose random draws are made, and whose recorded values are stored, at once."""
CUDA_FROM = 4096
"""Starts from which a CUDA device, where there is one, is chosen over the processor."""


class Cancelled(Exception):
    """A run was asked to stop before its end; nothing of it is left."""


def run(
    experiment: Experiment,
    *,
    device: str | torch.device | None = None,
    progress: Callable[[float], bool | None] | None = None,
) -> Record:
    """Run every start of the experiment and return the record.

    ``device`` is chosen from the number of starts if None. ``progress`` is called about twenty
    times a second with the fraction done, in [0, 1]; if it returns False, the run stops with
    ``Cancelled``. Raises ``ValueError`` if the record would not fit in memory.
    """
    _check_size(experiment)
    device = _device(len(experiment.starts)) if device is None else torch.device(device)
    dtype = getattr(torch, experiment.dtype)
    x = torch.tensor(experiment.starts, dtype=dtype, device=device)
    with torch.inference_mode(), _threads(len(x)):
        recorder = _Recorder(experiment)
        alive = torch.ones(len(x), 1, dtype=torch.bool, device=device)
        taken = torch.zeros(len(x), 1, dtype=torch.long, device=device)
        for point in _walk(experiment, x, alive, taken):
            recorder.keep(point)
            if progress is None or not recorder.is_time_to_tell():
                continue
            if progress(point.t / experiment.steps) is False:
                raise Cancelled
        return recorder.finish(alive, taken)


class _Point(NamedTuple):
    """The batch at step t, before the step is taken."""

    t: int
    x: Points
    losses: Tensor
    grads: Tensor
    operated: Tensor
    diagnostics: tuple[Tensor, ...]


def _walk(experiment: Experiment, x: Points, alive: Tensor, taken: Tensor) -> Iterator[_Point]:
    """Every step of the batch from 0 to the last; updates ``alive`` and ``taken`` in place."""
    landscape, method, optimizer = experiment.landscape, experiment.method, experiment.optimizer
    bounds = x.new_tensor(landscape.lower_bounds) if method.needs_positive_losses() else None
    box = None if landscape.box is None else x.new_tensor(landscape.box.corners).unbind()
    losses, grads = landscape.losses_and_grads(x)
    random = _Randomness(experiment, grads)
    method_state, optimizer_state = method.init(grads), optimizer.init(x)
    for t in range(experiment.steps + 1):
        if t:
            losses, grads = landscape.losses_and_grads(x)
        grads = random.noisy(t, grads)
        seen = losses if bounds is None else losses - bounds
        operated, method_state = method.operate(grads, seen, method_state, random.draws(t))
        yield _Point(t, x, losses, grads, operated, _diagnostics(method.diagnostics, method_state))
        if t == experiment.steps:
            return
        direction = clip(operated.sum(1), experiment.clip_norm)
        step, optimizer_state = optimizer.update(direction, optimizer_state)
        moved = x + step
        alive &= moved.abs().amax(1, keepdim=True) < torch.inf  # false for NaN too
        taken += alive
        x = torch.where(alive, moved if box is None else moved.clamp(*box), x)


def clip(direction: Direction, norm: float | None) -> Direction:
    """The direction cut to length ``norm``: d · min(1, norm / (‖d‖ + 10⁻⁶)), as torch does."""
    if norm is None:
        return direction
    length = torch.linalg.vector_norm(direction, dim=-1, keepdim=True)
    # In place, on a tensor of its own: a third of the time for small batches.
    return direction * length.add_(1e-6).reciprocal_().mul_(norm).clamp_(max=1.0)


def _diagnostics(names: tuple[str, ...], state: State) -> tuple[Tensor, ...]:
    return tuple(getattr(state, name) for name in names)


class _Randomness:
    """Noise and draws of an experiment, made on the processor in blocks from the seed alone."""

    def __init__(self, experiment: Experiment, grads: Tensor) -> None:
        _, n_tasks, dim = grads.shape
        self.noise, self.grads = experiment.noise, grads
        self.n_draws = experiment.method.n_draws(n_tasks, dim)
        self.noise_source = torch.Generator().manual_seed(2 * experiment.seed)
        self.draws_source = torch.Generator().manual_seed(2 * experiment.seed + 1)
        self.no_draws = grads.new_zeros(0)

    def noisy(self, t: int, grads: Tensor) -> Tensor:
        if not self.noise:
            return grads
        if t % BLOCK == 0:
            normal = torch.randn(
                (BLOCK, *grads.shape[1:]), generator=self.noise_source, dtype=torch.float64
            )
            self.noise_block = (normal * self.noise).to(grads)
        return grads + self.noise_block[t % BLOCK]

    def draws(self, t: int) -> Draws:
        if not self.n_draws:
            return self.no_draws
        if t % BLOCK == 0:
            uniform = torch.rand(
                (BLOCK, self.n_draws), generator=self.draws_source, dtype=torch.float64
            )
            self.draws_block = uniform.to(self.grads)
        return self.draws_block[t % BLOCK]


class _Recorder:
    """Keeps the recorded steps: references first, arrays on the host once a block is full."""

    def __init__(self, experiment: Experiment) -> None:
        self.experiment = experiment
        self.steps = np.array(experiment.recorded_steps)
        self.block: list[tuple[Tensor, ...]] = []
        self.parts: list[tuple[np.ndarray, ...]] = []
        self.told = time.perf_counter()

    def keep(self, point: _Point) -> None:
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

    def finish(self, alive: Tensor, taken: Tensor) -> Record:
        if self.block:
            self._store()
        x, losses, grads, operated, *diagnostics = (
            _read_only(np.concatenate(part, axis=1)) for part in zip(*self.parts, strict=True)
        )
        names = self.experiment.method.diagnostics
        return Record(
            experiment=self.experiment,
            steps=_read_only(self.steps),
            x=x,
            losses=losses,
            grads=grads,
            operated=operated,
            diagnostics=MappingProxyType(dict(zip(names, diagnostics, strict=True))),
            outcome=tuple(
                Outcome.FINISHED if fine else Outcome.DIVERGED for fine in alive[:, 0].tolist()
            ),
            stopped_at=_read_only(taken[:, 0].cpu().numpy()),
        )


def _read_only(values: np.ndarray) -> np.ndarray:
    values.flags.writeable = False
    return values


def _device(n_starts: int) -> torch.device:
    is_worth_it = n_starts >= CUDA_FROM and torch.cuda.is_available()
    return torch.device("cuda" if is_worth_it else "cpu")


@contextmanager
def _threads(n_starts: int) -> Iterator[None]:
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
