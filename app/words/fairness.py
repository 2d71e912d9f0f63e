"""Is the comparison fair? What is the same for the drawn methods, and what differs."""

from typing import NamedTuple

from app.study.study import Study


class Fairness(NamedTuple):
    """What the drawn methods share, and every rule in which one of them differs.

    ``lengths`` tells of methods whose merged gradient has a length of its own; that is part of a
    method, no rule of the comparison.
    """

    same: tuple[str, ...]
    differs: tuple[str, ...]
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
    return Fairness(same, tuple(_differences(study)), lengths)


def _differences(study: Study) -> list[str]:
    told = []
    for method in study.drawn_methods:
        plain = type(method)()
        changed = [
            f"{field.label} {getattr(method, field.name)}"
            for field in method.declared()
            if getattr(method, field.name) != getattr(plain, field.name)
        ]
        if changed:
            told.append(f"{method.title} is not at its defaults: {', '.join(changed)}.")
        if method.needs_positive_losses():
            told.append(
                f"{method.title} uses losses minus their lower bounds, "
                "because it needs positive losses."
            )
    return told
