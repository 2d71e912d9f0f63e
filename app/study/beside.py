"""Side by side: which settings of a study can have two values, and the study with the second."""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from app.study.reader import as_text
from app.study.screen import Beside
from app.study.study import Study
from samgs_core.params import Choice, Declared, Param

RULES = ("clip", "noise", "seed", "precision")
"""The settings of the study itself on which its runs depend; of more steps the first are alike."""


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
    found += _of(study.optimizer, "optimizer.", study.optimizer.title)
    found += _of(study.landscape, "landscape.", "")
    for method in study.methods:
        found += _of(method, f"{method.key}.", method.title)
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


def other_value(setting: Setting) -> object:
    """A value of the setting that makes a first comparison: none where it may be missing."""
    field, value = setting.field, setting.value
    if isinstance(field, Choice):
        return next((option for option in field.options if option != value), value)
    if field.optional and value is not None:
        return None
    now = field.low if value is None else float(str(value))
    if field.whole:
        return int(now + field.step if now + field.step <= field.high else field.low)
    if field.log:
        return min(10 * now, field.high) if now < field.high else field.low
    middle, low = (field.low + field.high) / 2, field.low
    return float(f"{low if now == middle else middle:.6g}")


def with_beside(study: Study, setting: Setting) -> Study:
    """The study with what another one says of a setting beside it."""
    beside = Beside(setting.name, as_text(setting.value))
    return replace(study, screen=replace(study.screen, beside=beside))


def _of(owner: Declared, prefix: str, whose: str) -> Iterator[Setting]:
    for field in owner.declared():
        if isinstance(field, Param | Choice):
            is_named = not whose or field.label.startswith(whose)
            label = field.label if is_named else f"{field.label} ({whose})"
            yield Setting(prefix + field.name, label, field, getattr(owner, field.name))
