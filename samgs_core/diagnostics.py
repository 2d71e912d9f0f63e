"""What a method tells of its steps beside the operated gradients, declared once for all uses."""

from dataclasses import dataclass
from typing import NamedTuple, TypeAlias


@dataclass(frozen=True)
class TaskWeights:
    """What each task gradient was multiplied by: [B, T], in the sum convention."""

    name: str = "weights"
    label: str = "weights"
    help: str = "What each task gradient is multiplied by."
    per_task: bool = True


class Regime(NamedTuple):
    """One of the two rules that a method goes by in a step."""

    letter: str  # E
    word: str  # equalise
    doing: str  # equalising
    help: str  # a sentence


@dataclass(frozen=True)
class Flag:
    """Which of two rules a step went by: [B], true or false."""

    name: str
    label: str
    help: str
    if_true: Regime
    if_false: Regime
    per_task: bool = False

    def regime(self, value: bool) -> Regime:
        """The rule that a value of the flag stands for."""
        return self.if_true if value else self.if_false


@dataclass(frozen=True)
class Value:
    """A number of a step: [B], or [B, T] if it is one ``per_task``."""

    name: str
    label: str
    help: str
    per_task: bool = False


Diagnostic: TypeAlias = TaskWeights | Flag | Value
"""``name`` is a field of the method's state and a key of ``record.diagnostics``; ``label`` is
what a row of a table is called, and ``help`` one sentence that explains it. What is one number
``per_task`` is [B, T], anything else [B]."""


class Factor(NamedTuple):
    """What is left of the factors g̃ₖ / gₖ, coordinate by coordinate, divided by a diagnostic.

    Not recorded, because the record's gradients tell it: operated / (grads · divided_by). It has a
    meaning only in the steps whose flag has the value ``where``.
    """

    label: str
    help: str
    divided_by: str  # the name of a value
    where: bool


class Threshold(NamedTuple):
    """Below this similarity ψ, the mean over pairs of tasks, a method changes its rule."""

    psi: float
    label: str
