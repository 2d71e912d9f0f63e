"""Is the comparison fair? What is the same for the drawn methods, and what differs."""

from collections.abc import Iterator
from typing import NamedTuple

from app.study.study import Study
from app.words.numbers import listed


class Fairness(NamedTuple):
    """What the drawn methods share, and every rule in which one of them differs.

    ``own`` tells of methods that are not at their defaults and ``lengths`` of methods whose merged
    gradient has a length of its own: both are part of a method, no rules of the comparison.
    """

    same: tuple[str, ...]
    differs: tuple[str, ...]
    own: tuple[str, ...]
    lengths: tuple[str, ...]

    @property
    def chip(self) -> str:
        """The summary in a few words."""
        if not self.differs:
            return "Same rules for all"
        n = len(self.differs)
        return f"{n} {'rule differs' if n == 1 else 'rules differ'}"


def fairness(study: Study) -> Fairness:
    """The rules of a study, read from the experiments that it expands to."""
    clip = "no clipping" if study.clip is None else f"clipped to length {study.clip:g}"
    noise = (
        "no gradient noise" if not study.noise else f"the same gradient noise, σ {study.noise:g}"
    )
    optimizer = ", ".join(
        f"{field.label} {getattr(study.optimizer, field.name):g}"
        for field in study.optimizer.declared()
    )
    same = (
        f"{len(study.points)} starts, {study.steps:,} steps, seed {study.seed}, {study.precision}",
        f"outer optimiser {study.optimizer.title}: {optimizer}",
        f"merged gradient {clip} after surgery, for every method alike",
        noise,
    )
    lengths = tuple(
        f"{method.title}: {method.own_length}"
        for method in study.drawn_methods
        if method.own_length
    )
    return Fairness(same, tuple(_differences(study)), tuple(_own(study)), lengths)


def _differences(study: Study) -> Iterator[str]:
    shifted = [each.title for each in study.drawn_methods if each.needs_positive_losses()]
    if 0 < len(shifted) < len(study.drawn):
        yield (
            f"{listed(shifted)} {'uses' if len(shifted) == 1 else 'use'} losses minus their lower "
            "bounds, for want of losses above zero; the others take the losses as they are."
        )


def _own(study: Study) -> Iterator[str]:
    for method in study.drawn_methods:
        plain = type(method)()
        changed = [
            f"{field.label} {_value(getattr(method, field.name))} "
            f"(default {_value(getattr(plain, field.name))})"
            for field in method.declared()
            if getattr(method, field.name) != getattr(plain, field.name)
        ]
        if changed:
            yield f"{method.title}: {', '.join(changed)}"


def _value(value: object) -> str:
    return f"{value:g}".replace("-", "−") if isinstance(value, float) else str(value)
