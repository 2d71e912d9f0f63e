"""Side by side: which settings of a study can have two values, and the study with the second."""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from app.study.reader import as_text
from app.study.screen import Beside
from app.study.study import Study
from samgs_core.params import Choice, Declared, Param

RULES = ("steps", "clip", "noise", "seed", "precision")
"""The settings of the study itself on which its runs depend."""


class Setting(NamedTuple):
    """A number or a choice: its name as in the link, a label that says whose it is, its field."""

    name: str
    label: str
    field: Param | Choice
    value: object
    """What the study says of it."""

    def told(self) -> str:
        """The setting and its value, as people read it."""
        return f"{self.label}: {as_text(self.value).replace('-', '−')}"


def settings(study: Study) -> tuple[Setting, ...]:
    """Everything that can have two values: of rules, methods, optimiser and landscape."""
    found = [each for each in _of(study, "", "") if each.name in RULES]
    for method in study.methods:
        found += _of(method, f"{method.key}.", f"{method.title}: ")
    found += _of(study.optimizer, "optimizer.", f"{study.optimizer.title}: ")
    found += _of(study.landscape, "landscape.", "Landscape: ")
    return tuple(found)


def setting_of(study: Study, name: str) -> Setting | None:
    """The setting with this name; None if the study has none that can have two values."""
    return next((each for each in settings(study) if each.name == name), None)


def fit(study: Study) -> Study:
    """The study without a second value of a setting that it has not."""
    beside = study.screen.beside
    if beside is None or setting_of(study, beside.name):
        return study
    return replace(study, screen=replace(study.screen, beside=None))


def alone(study: Study) -> Study:
    """The study without anything beside it."""
    return replace(study, screen=replace(study.screen, beside=None))


def with_beside(study: Study, setting: Setting) -> Study:
    """The study with what another one says of a setting beside it."""
    beside = Beside(setting.name, as_text(setting.value))
    return replace(study, screen=replace(study.screen, beside=beside))


def _of(owner: Declared, prefix: str, whose: str) -> Iterator[Setting]:
    for field in owner.declared():
        if isinstance(field, Param | Choice):
            value = getattr(owner, field.name)
            yield Setting(prefix + field.name, whose + field.label, field, value)
