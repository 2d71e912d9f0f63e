"""Questions of the lessons, and how an answer is marked: what is right is computed from the run."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, final

from app.study.study import Study
from app.words.numbers import number

Answer = int | float | bool
Facts = Callable[[Study], Mapping[str, object]]
"""What is computed from the runs of a study, by the names of a text's fields: a value, or a
function without arguments that computes it if a text asks for it."""


def no_facts(study: Study) -> Mapping[str, object]:
    """For texts without fields."""
    return {}


class NotReady(Exception):
    """What a step speaks of is not computed yet; the message says what to wait for."""


class Verdict(NamedTuple):
    """Whether something is as it was asked for, and what was found, as a sentence."""

    is_right: bool
    found: str


@dataclass(frozen=True, kw_only=True)
class Question(ABC):
    """A question. ``reason`` is a paragraph with fields for ``facts``, ``formula`` is in LaTeX.

    A prediction is only recorded and comes back later; a check is marked at once, and both a right
    and a wrong answer get the reason.
    """

    prompt: str
    is_check: bool = False
    reason: str = ""
    formula: str = ""
    facts: Facts = no_facts

    @abstractmethod
    def mark(self, study: Study, answer: Answer) -> Verdict:
        """Whether the answer is right for the runs of the study, and what would be."""

    @abstractmethod
    def words(self, answer: Answer) -> str:
        """The answer as it is read back."""


@final
@dataclass(frozen=True, kw_only=True)
class Choice(Question):
    """One of a few options; ``right`` computes the place of the right one."""

    options: tuple[str, ...]
    right: Callable[[Study], int]

    def mark(self, study: Study, answer: Answer) -> Verdict:
        right = self.right(study)
        return Verdict(answer == right, self.options[right])

    def words(self, answer: Answer) -> str:
        return self.options[int(answer)]


@final
@dataclass(frozen=True, kw_only=True)
class Number(Question):
    """A number in [low, high]; ``right`` computes it, and answers so near count as right."""

    low: float
    high: float
    step: float = 1
    near: float = 0
    right: Callable[[Study], float]

    def mark(self, study: Study, answer: Answer) -> Verdict:
        right = self.right(study)
        return Verdict(abs(answer - right) <= self.near + 1e-9, number(right))

    def words(self, answer: Answer) -> str:
        return number(answer)


@final
@dataclass(frozen=True, kw_only=True)
class StepMark(Question):
    """A step of the focused run, marked with the cursor of the scene.

    ``right`` computes the step, None where there is none; so ``near`` it counts as right.
    """

    near: int = 3
    right: Callable[[Study], int | None]

    def mark(self, study: Study, answer: Answer) -> Verdict:
        right = self.right(study)
        if right is None:
            return Verdict(False, "no step at all")
        return Verdict(abs(answer - right) <= self.near, f"step {right:,}")

    def words(self, answer: Answer) -> str:
        return f"step {int(answer):,}"


@final
@dataclass(frozen=True, kw_only=True)
class Deed(Question):
    """Something to bring about on the page; ``judge`` looks at the study that is shown."""

    judge: Callable[[Study], Verdict]

    def mark(self, study: Study, answer: Answer) -> Verdict:
        return self.judge(study)

    def words(self, answer: Answer) -> str:
        return ""
