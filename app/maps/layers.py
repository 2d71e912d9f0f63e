"""The layers of a map: one sweep for each method, from memory or on its way."""

from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from app.runs.jobs import Job, job_of
from app.study.atlas import Atlas, Span
from app.study.atlas_link import MAX_CELLS, fit
from app.study.quantities import SEEDS, Quantity, quantities
from app.study.study import Study
from samgs_core.experiment import Experiment
from samgs_core.landscape import Landscape
from samgs_core.method import Method
from samgs_core.survey import Survey
from samgs_core.sweep import Axis, Ends, Sweep
from samgs_core.yardsticks import Yardstick

Values = tuple[float | None, ...]


class Layer(NamedTuple):
    """One method's part of a map."""

    method: Method
    job: Job

    @property
    def title(self) -> str:
        """What the method is called."""
        return self.method.title


class Axes(NamedTuple):
    """What a sweep varies: one quantity or two, and their values."""

    quantities: tuple[Quantity, ...]
    values: tuple[Values, ...]


def grid_of(landscape: Landscape, side: int) -> tuple[np.ndarray, np.ndarray]:
    """Where the starts of a map of basins stand, θ₁ and θ₂: the window, or the box if it ends."""
    place = landscape.box or landscape.window
    x = np.linspace(place.x_low, place.x_high, side)
    y = np.linspace(place.y_low, place.y_high, side)
    return x.round(6), y.round(6)


def basin_layers(study: Study, side: int) -> list[Layer]:
    """Every drawn method from every start of the grid."""
    return [Layer(method, _basin_job(study, method, side)) for method in study.drawn_methods]


def _basin_job(study: Study, method: Method, side: int) -> Job:
    return job_of(_basin_sweep(study.experiment(method), side))


@lru_cache(maxsize=32)
def _basin_sweep(experiment: Experiment, side: int) -> Sweep:
    """An experiment from all starts of the grid: to check thousands of them takes a while."""
    return Sweep(replace(experiment, starts=_starts(experiment.landscape, side)))


@lru_cache(maxsize=8)
def _starts(landscape: Landscape, side: int) -> tuple[tuple[float, float], ...]:
    x, y = (each.tolist() for each in grid_of(landscape, side))
    return tuple((across, up) for up in y for across in x)


def spans_of(study: Study, atlas: Atlas) -> list[Span]:
    """The spans of the one or two axes."""
    fitted = fit(atlas, study)
    return [span for span in (fitted.across, fitted.up) if span is not None]


def axes_of(study: Study, atlas: Atlas) -> Axes:
    """The axes of the sweep; raises ``ValueError`` with a sentence if they are too many cells."""
    names = {each.name: each for each in quantities(study)}
    spans = spans_of(study, atlas)
    axes = Axes(
        tuple(names[span.name] for span in spans),
        tuple(names[span.name].values(span.low, span.high, span.n) for span in spans),
    )
    n_cells = int(np.prod([len(values) for values in axes.values]))
    if n_cells > MAX_CELLS:
        raise ValueError(f"A sweep must have at most {MAX_CELLS:,} settings; got {n_cells:,}.")
    return axes


def sweep_layers(study: Study, axes: Axes) -> list[Layer]:
    """Every drawn method over the axes.

    Over one number, a method that does not depend on it is run once. Over two, only methods that
    depend on both have a map.
    """
    methods = [
        method
        for method in study.drawn_methods
        if len(axes.quantities) == 1 or all(each.belongs_to(method) for each in axes.quantities)
    ]
    return [Layer(method, _sweep_job(study, axes, method)) for method in methods]


def _sweep_job(study: Study, axes: Axes, method: Method) -> Job:
    varied: list[Axis] = []
    plain, seeds = study, study.all_seeds
    for quantity, values in zip(*axes, strict=True):
        if quantity.belongs_to(method):
            plain = quantity.put(plain, values[0])  # so that its own value makes no other sweep
            if quantity.part == SEEDS:
                seeds = tuple(int(value or 0) for value in values)
            else:
                varied.append(quantity.axis(values))
    own = next(each for each in plain.methods if type(each) is type(method))
    return job_of(Sweep(plain.experiment(own), tuple(varied), seeds))


def arranged(ends: Ends, axes: Axes, method: Method) -> Ends:
    """The ends as [*axes, seeds, starts], also where the seed is one of the axes."""
    varied = [each for each in axes.quantities if each.belongs_to(method)]
    places = [place for place, each in enumerate(varied) if each.part == SEEDS]
    if not places:
        return ends
    n_others = len(varied) - 1

    def put(values: np.ndarray) -> np.ndarray:
        moved = np.moveaxis(values, n_others, places[0])
        return np.expand_dims(moved, len(varied))

    return Ends(*map(put, ends))


def n_seeds(study: Study, axes: Axes) -> int:
    """Over how many seeds every setting is: one where the seed is an axis itself."""
    return 1 if any(each.part == SEEDS for each in axes.quantities) else study.seeds


def values_of(
    ends: Ends, yardstick: Yardstick, survey: Survey, steps: int, n_values: int
) -> np.ndarray:
    """A yardstick's values [..., starts] of a sweep; of one without axes, repeated."""
    values = yardstick.of(ends, survey, steps)
    values = values.reshape(*values.shape[:-2], -1)
    return np.broadcast_to(values, (n_values, len(values))) if values.ndim == 1 else values
