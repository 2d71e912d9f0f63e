"""How landscapes, methods and optimisers declare their numbers, once for all uses."""

import dataclasses
import math
from dataclasses import dataclass
from typing import Any, ClassVar, TypeAlias

import torch

Number: TypeAlias = float | torch.Tensor


@dataclass(frozen=True)
class Param:
    """One declared number: its range, its label and its meaning in one line."""

    name: str
    default: float
    low: float
    high: float
    label: str
    help: str
    log: bool

    def check(self, owner: str, value: object) -> Number:
        """The value as a float, or unchanged if it is a tensor with one value per lane."""
        rule = f"{owner}.{self.name} must lie in [{self.low:g}, {self.high:g}]; got {value!r}."
        if isinstance(value, torch.Tensor):
            inside = bool(((value >= self.low) & (value <= self.high)).all())
            if value.ndim != 1 or not inside:
                raise ValueError(rule)
            return value
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise TypeError(f"{owner}.{self.name} must be a number; got {value!r}.")
        if not (math.isfinite(value) and self.low <= value <= self.high):
            raise ValueError(rule)
        return float(value)


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
            raise ValueError(f"{owner}.{self.name} must be one of {options}; got {value!r}.")
        return value


def param(default: float, low: float, high: float, label: str, help: str, log: bool = False) -> Any:
    """A dataclass field that holds a number in [low, high]; ``log`` asks for a log scale.

    The value is a float or, in a sweep, a tensor [B] with one value per lane of the batch.
    """
    declared = Param("", default, low, high, label, help, log)
    return dataclasses.field(default=default, metadata={"declared": declared})


def choice(default: str, options: tuple[str, ...], label: str, help: str) -> Any:
    """A dataclass field that holds one of a few words."""
    declared = Choice("", default, options, label, help)
    return dataclasses.field(default=default, metadata={"declared": declared})


class Declared:
    """Base of the frozen dataclasses whose fields are declared with ``param`` and ``choice``.

    Building one checks every value and raises ``ValueError`` or ``TypeError`` with a sentence
    that names the field, the rule and the value.
    """

    key: ClassVar[str]
    title: ClassVar[str]

    @classmethod
    def declared(cls) -> tuple[Param | Choice, ...]:
        """The declared fields, in order."""
        return tuple(
            dataclasses.replace(field.metadata["declared"], name=field.name)
            for field in dataclasses.fields(cls)  # type: ignore[arg-type]
        )

    def __post_init__(self) -> None:
        for declared in self.declared():
            value = declared.check(type(self).__name__, getattr(self, declared.name))
            object.__setattr__(self, declared.name, value)


def lanes(value: Number, like: torch.Tensor) -> Number:
    """A declared number ready for arithmetic with ``like`` [B, ...].

    A float stays as it is; one value per lane [B] gets the shape [B, 1, ...].
    """
    if isinstance(value, torch.Tensor):
        return value.reshape(-1, *[1] * (like.ndim - 1))
    return value
