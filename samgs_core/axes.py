"""What a sweep is: an experiment, and the numbers of it that vary."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import numpy as np

from samgs_core.experiment import Experiment
from samgs_core.params import Param
from samgs_core.values import is_seed, listed, real, shown

PARTS = ("landscape", "method", "optimizer", "experiment")
MAX_LANES = 2_000_000


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
