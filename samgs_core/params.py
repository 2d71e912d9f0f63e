"""How landscapes, methods and optimisers declare their numbers, once for all uses."""

import dataclasses
import math
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar, TypeAlias

import torch

from samgs_core.values import real, shown

Number: TypeAlias = float | torch.Tensor


@dataclass(frozen=True)
class Param:
    """One declared number: its range, its label and its meaning in one line."""

    name: str
    default: float | None
    low: float
    high: float
    label: str
    help: str
    log: bool
    whole: bool
    optional: bool
    step: float

    def check(self, owner: str, value: object) -> Number | None:
        """The value as a float (an int if ``whole``), or a tensor with one value per lane."""
        if value is None and self.optional:
            return None
        if isinstance(value, torch.Tensor) and value.ndim:
            is_inside = bool(((value >= self.low) & (value <= self.high)).all())
            if value.ndim != 1 or not is_inside:
                raise ValueError(self._refusal(owner, value))
            return value
        number = real(value)
        if number is None:
            raise TypeError(f"{owner}.{self.name} must be a number; got {shown(value)}.")
        if not (math.isfinite(number) and self.low <= number <= self.high):
            raise ValueError(self._refusal(owner, value))
        if self.whole and not number.is_integer():
            raise ValueError(f"{owner}.{self.name} must be a whole number; got {shown(value)}.")
        return int(number) if self.whole else number

    def _refusal(self, owner: str, value: object) -> str:
        span = f"[{self.low:.15g}, {self.high:.15g}]"
        return f"{owner}.{self.name} must lie in {span}; got {shown(value)}."


@dataclass(frozen=True)
class Choice:
    """One declared choice among a few words."""

    name: str
    default: str
    options: tuple[str, ...]
    label: str
    help: str

    def check(self, owner: str, value: object) -> str:
        """The value itself, if it is one of the options."""
        if not isinstance(value, str) or value not in self.options:
            options = ", ".join(repr(option) for option in self.options)
            raise ValueError(f"{owner}.{self.name} must be one of {options}; got {shown(value)}.")
        return value


@dataclass(frozen=True)
class Text:
    """One declared text, whose owner checks what it says."""

    name: str
    default: str
    kind: str
    label: str
    help: str

    def check(self, owner: str, value: object) -> str:
        """The value itself, if it is a text."""
        if not isinstance(value, str):
            raise TypeError(f"{owner}.{self.name} must be {self.kind}; got {shown(value)}.")
        return value


Field: TypeAlias = Param | Choice | Text


def param(
    default: float | None,
    low: float,
    high: float,
    label: str,
    help: str,
    *,
    log: bool = False,
    whole: bool = False,
    optional: bool = False,
    step: float | None = None,
) -> Any:
    """A dataclass field that holds a number in [low, high].

    ``log`` asks for a log scale, ``whole`` for whole numbers, ``optional`` allows None; ``step`` is
    what one press of an arrow key changes, a hundredth of the range if None. The value is a
    float (an int if ``whole``) or, in a sweep, a tensor [B] with one value per lane.
    """
    step = (high - low) / 100 if step is None else step
    declared = Param("", default, low, high, label, help, log, whole, optional, step)
    return dataclasses.field(default=default, metadata={"declared": declared})


def choice(default: str, options: tuple[str, ...], label: str, help: str) -> Any:
    """A dataclass field that holds one of a few words."""
    declared = Choice("", default, options, label, help)
    return dataclasses.field(default=default, metadata={"declared": declared})


def text(default: str, kind: str, label: str, help: str) -> Any:
    """A dataclass field that holds a text; ``kind`` says of what kind, as in "a formula"."""
    declared = Text("", default, kind, label, help)
    return dataclasses.field(default=default, metadata={"declared": declared})


class Declared:
    """Base of the frozen dataclasses of fields declared with ``param``, ``choice`` and ``text``.

    Building one checks every value and raises ``ValueError`` or ``TypeError`` with a sentence
    that names the field, the rule and the value.
    """

    key: ClassVar[str]
    title: ClassVar[str]

    @classmethod
    def declared(cls) -> tuple[Field, ...]:
        """The declared fields, in order."""
        return _declared(cls)  # type: ignore[arg-type]

    def __post_init__(self) -> None:
        for declared in self.declared():
            value = declared.check(type(self).__name__, getattr(self, declared.name))
            object.__setattr__(self, declared.name, value)


@cache
def _declared(cls: type[Declared]) -> tuple[Field, ...]:
    return tuple(
        dataclasses.replace(field.metadata["declared"], name=field.name)
        for field in dataclasses.fields(cls)  # type: ignore[arg-type]
        if "declared" in field.metadata
    )


def lanes(value: Number, like: torch.Tensor) -> Number:
    """A declared number ready for arithmetic with ``like`` [B, ...].

    A float stays as it is; one value per lane [B] gets the shape [B, 1, ...].
    """
    if isinstance(value, torch.Tensor):
        return value.reshape(-1, *[1] * (like.ndim - 1))
    return value
