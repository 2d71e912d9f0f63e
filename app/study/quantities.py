"""The numbers of a study that a sweep can vary."""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from app.study.study import Study
from samgs_core.method import Method
from samgs_core.params import Declared, Param
from samgs_core.sweep import Axis

SEEDS, N_SEEDS = "seeds", 10
"""The part of the seed, which is no number of an experiment's parts; and how many are suggested."""
DIGITS = 10
"""Values are rounded to so many digits, so that they read as they were meant."""


class Quantity(NamedTuple):
    """A number that can vary: its name as in the link, and what it belongs to."""

    name: str
    label: str
    part: str
    field: Param
    method: type[Method] | None
    value: float | None
    """What the study says of it."""
    is_noisy: bool = True
    """Whether the gradients have noise: without it, seeds matter to random methods alone."""

    @property
    def is_log(self) -> bool:
        """Whether its values are spread evenly on a log scale."""
        return self.field.log and self.field.low > 0

    def values(self, low: float, high: float, n: int) -> tuple[float | None, ...]:
        """About n values from low to high; then None, where the number may be missing."""
        spread = np.geomspace if self.is_log else np.linspace
        rounded = [float(f"{value:.{DIGITS}g}") for value in spread(low, high, n)]
        if self.field.whole:
            rounded = sorted({float(round(value)) for value in rounded})
        return (*rounded, None) if self.field.optional else tuple(rounded)

    def axis(self, values: tuple[float | None, ...]) -> Axis:
        """The axis of a sweep with these values."""
        name = "clip_norm" if self.name == "clip" else self.field.name
        return Axis(self.part, name, values)

    def belongs_to(self, method: Method) -> bool:
        """Whether the runs of this method depend on the number."""
        if self.part == SEEDS:
            return self.is_noisy or bool(method.n_draws(2, 2))
        return self.method is None or isinstance(method, self.method)

    def put(self, study: Study, value: float | None) -> Study:
        """The study with another value."""
        change = {self.field.name: value}
        if self.method is not None:
            methods = (
                replace(each, **change) if isinstance(each, self.method) else each  # type: ignore[type-var]
                for each in study.methods
            )
            return replace(study, methods=tuple(methods))
        if self.part == SEEDS and value is not None:
            return replace(study, seed=int(value))
        if self.part == "experiment":
            return replace(study, **change)  # type: ignore[arg-type]
        return replace(study, **{self.part: replace(getattr(study, self.part), **change)})

    def suggested(self) -> tuple[float, float]:
        """Where to begin and to end: all of a range, or a decade around the study's value."""
        low, high = self.field.low, self.field.high
        if self.part == SEEDS:
            first = min(self.value or 0.0, high - N_SEEDS)
            return first, first + N_SEEDS - 1
        if not self.is_log:
            return low, high
        middle = self.value or (low * high) ** 0.5
        return max(low, middle / 10), min(high, middle * 10)


def quantities(study: Study) -> tuple[Quantity, ...]:
    """All that can vary, of the drawn methods, the outer optimiser, the landscape and the rules."""
    found: list[Quantity] = []
    for method in study.drawn_methods:
        found += _of(method, f"{method.title}: ", method.key, "method", type(method))
    optimizer = study.optimizer
    found += _of(optimizer, f"{optimizer.title}: ", "optimizer", "optimizer", None)
    found += _of(study.landscape, "Landscape: ", "landscape", "landscape", None)
    rules = {field.name: field for field in study.declared() if isinstance(field, Param)}
    for name in ("clip", "noise"):
        field = rules[name]
        found.append(Quantity(name, field.label, "experiment", field, None, getattr(study, name)))
    noisy = study.noise > 0
    found.append(Quantity("seed", "Seed", SEEDS, rules["seed"], None, float(study.seed), noisy))
    return tuple(found)


def _of(
    settings: Declared, owner: str, prefix: str, part: str, method: type[Method] | None
) -> Iterator[Quantity]:
    for field in settings.declared():
        if isinstance(field, Param):
            label = field.label if field.label.startswith(settings.title) else owner + field.label
            value = getattr(settings, field.name)
            yield Quantity(f"{prefix}.{field.name}", label, part, field, method, value)
