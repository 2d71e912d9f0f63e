"""Sweeps: many settings and starts as the lanes of a few batches, of which only the ends stay."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import product
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor

from samgs_core.batch import Batch, batches
from samgs_core.experiment import Experiment
from samgs_core.native.drive import drive_counted
from samgs_core.native.store import KERNELS
from samgs_core.params import Param
from samgs_core.run_input import device_of
from samgs_core.runner import Cancelled, fitting_device, threads
from samgs_core.step_rule import StepRule, walk
from samgs_core.tally import Tally, criteria_of
from samgs_core.values import is_seed, listed, real, shown

PARTS = ("landscape", "method", "optimizer", "experiment")
LANES = 16_384
"""The most lanes of one batch: their state stays within some tens of megabytes."""
MAX_LANES = 2_000_000
Progress = Callable[[float], bool | None]


@dataclass(frozen=True)
class Axis:
    """One number that varies: ``field`` of the landscape, method, outer optimiser or experiment.

    Of an experiment ``clip_norm`` (None: no clipping) and ``noise`` may vary. Raises ``ValueError``
    with the field, the rule and the value.
    """

    part: str
    field: str
    values: tuple[float | None, ...]

    def __post_init__(self) -> None:
        if not isinstance(self.part, str) or self.part not in PARTS:
            raise ValueError(f"Axis.part must be one of {PARTS}; got {shown(self.part)}.")
        if not isinstance(self.field, str):
            raise TypeError(f"Axis.field must be the name of a number; got {shown(self.field)}.")
        given = listed(self.values, "Axis.values", "numbers")
        values = tuple(None if value is None else real(value) for value in given)
        if not values:
            raise ValueError("Axis.values must hold a value; got none.")
        if any(
            value is not None and number is None
            for value, number in zip(given, values, strict=True)
        ):
            raise TypeError(f"Axis.values must hold numbers; got {shown(self.values)}.")
        object.__setattr__(self, "values", values)
        if self.part == "experiment" and self.field not in ("clip_norm", "noise"):
            raise ValueError(f"Axis.field must be 'clip_norm' or 'noise'; got {shown(self.field)}.")

    def applied(self, experiment: Experiment, value: float | None) -> Experiment:
        """The experiment with this value."""
        changes: dict[str, Any] = {self.field: value}
        if self.part != "experiment":
            part = getattr(experiment, self.part)
            if self.field not in {each.name for each in part.declared() if isinstance(each, Param)}:
                rule = f"be a number of {type(part).__name__}"
                raise ValueError(f"Axis.field must {rule}; got {shown(self.field)}.")
            changes = {self.part: replace(part, **changes)}
        return replace(experiment, **changes)


@dataclass(frozen=True)
class Sweep:
    """An experiment, up to two numbers of it that vary, and the seeds. No axis: just the starts."""

    experiment: Experiment
    axes: tuple[Axis, ...] = ()
    seeds: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if not isinstance(self.experiment, Experiment):
            raise TypeError(
                f"Sweep.experiment must be an Experiment; got {shown(self.experiment)}."
            )
        axes = listed(self.axes, "Sweep.axes", "Axis each")
        if not all(isinstance(axis, Axis) for axis in axes):
            raise TypeError(f"Sweep.axes must hold Axis each; got {shown(self.axes)}.")
        if len(axes) > 2:
            raise ValueError(f"Sweep.axes must be at most two; got {len(axes)}.")
        seeds = listed(self.seeds, "Sweep.seeds", "whole numbers") or (self.experiment.seed,)
        if not all(map(is_seed, seeds)):
            raise ValueError(
                f"Sweep.seeds must be whole numbers in [0, 2³²); got {shown(self.seeds)}."
            )
        object.__setattr__(self, "axes", axes)
        object.__setattr__(self, "seeds", tuple(map(int, seeds)))
        if self.n_lanes > MAX_LANES:
            raise ValueError(f"Sweep must have at most {MAX_LANES} lanes; got {self.n_lanes}.")
        tuple(self.cells())

    @property
    def shape(self) -> tuple[int, ...]:
        """The number of values of each axis, of seeds and of starts."""
        lengths = (len(axis.values) for axis in self.axes)
        return (*lengths, len(self.seeds), len(self.experiment.starts))

    @property
    def n_lanes(self) -> int:
        """How many runs there are in all."""
        return int(np.prod(self.shape))

    def cells(self) -> Iterator[Experiment]:
        """The experiment of every combination of values, the last axis varying fastest."""
        for values in product(*(axis.values for axis in self.axes)):
            cell = self.experiment
            for axis, value in zip(self.axes, values, strict=True):
                cell = axis.applied(cell, value)
            yield cell


class Ends(NamedTuple):
    """How every lane ended. Each array is [*axes, seeds, starts], with a last axis where noted.

    Shares are over a lane's own steps; NaN where the question does not arise. A lane that a
    cancelled sweep never ran is not ``done``, and its numbers are NaN.
    """

    done: np.ndarray  # booleans
    x: np.ndarray  # [..., D]
    losses: np.ndarray  # [..., T]
    steps_taken: np.ndarray  # less than the steps of the experiment if it diverged
    steps_to_goal: np.ndarray
    at_goal: np.ndarray
    conflict_rate: np.ndarray
    regime_share: np.ndarray
    clipped_share: np.ndarray

    def diverged(self, steps: int) -> np.ndarray:
        """Which lanes were stopped because their next point was not finite."""
        return self.done & (self.steps_taken < steps)


def run_sweep(
    sweep: Sweep,
    *,
    device: str | torch.device | None = None,
    progress: Progress | None = None,
    lanes_at_once: int = LANES,
) -> Ends:
    """Run every lane and return how each ended.

    ``progress`` is called about twenty times a second with the fraction done; if it returns False
    the sweep stops, and what is done is kept. Memory does not grow with the steps.
    """
    if not isinstance(sweep, Sweep):
        raise TypeError(f"sweep must be a Sweep; got {shown(sweep)}.")
    ends = not_run(sweep)
    parts = list(batches(list(sweep.cells()), sweep.seeds, lanes_at_once))
    device = fitting_device(sweep.n_lanes) if device is None else device_of(device)
    clock = _Clock(progress, sum(len(batch.lanes) for batch in parts))
    try:
        for batch in parts:
            _run(batch, device, clock, ends)
            clock.done += len(batch.lanes)
    except Cancelled:
        pass
    return ends


def ask_for_code(sweep: Sweep) -> None:
    """Have the code made that the sweep would use; long work waits for it.

    For a process that has others run its sweeps, which only use what they find.
    """
    batch = next(batches(list(sweep.cells()), sweep.seeds, LANES))
    x = batch.starts("cpu")
    KERNELS.for_rule(batch.rule(x), x, criteria_of(batch.cells, batch.cell, x))


def _run(batch: Batch, device: torch.device, clock: "_Clock", ends: Ends) -> None:
    x = batch.starts(device)
    with torch.inference_mode(), threads(len(x)):
        tally = Tally(batch.cells, batch.cell, x)
        for share in _counted(batch.rule(x), x, tally):
            clock.tell(len(x), share)
        for name, values in tally.ends().items():
            flat = getattr(ends, name).reshape(-1, *values.shape[1:])
            flat[batch.lanes] = values
    ends.done.reshape(-1)[batch.lanes] = True


def _counted(rule: StepRule, x: Tensor, tally: Tally) -> Iterator[float]:
    """Take all steps and count them; yields the share done."""
    code = KERNELS.for_rule(rule, x, tally.criteria)
    if code is not None:
        yield from drive_counted(code, rule, x, tally)
        return
    for point in walk((rule,), x):
        tally.add(point)
        yield point.t / rule.steps


def not_run(sweep: Sweep) -> Ends:
    """The ends of a sweep of which no lane is done."""
    shape = sweep.shape
    experiment = sweep.experiment
    sizes = {"x": len(experiment.starts[0]), "losses": len(experiment.landscape.lower_bounds)}
    return Ends(
        np.zeros(shape, bool),
        *(
            np.full((*shape, sizes[name]) if name in sizes else shape, np.nan)
            for name in Ends._fields[1:]
        ),
    )


class _Clock:
    """Tells the progress at most twenty times a second."""

    def __init__(self, progress: Progress | None, total: int) -> None:
        self.progress, self.total, self.done = progress, total, 0
        self.reported_at = time.perf_counter()

    def tell(self, lanes: int, share: float) -> None:
        if self.progress is None or time.perf_counter() - self.reported_at < 0.05:
            return
        self.reported_at = time.perf_counter()
        if self.progress((self.done + lanes * share) / self.total) is False:
            raise Cancelled
