"""What a lesson is: steps as data, each with what it sets, asks, looks at and waits for."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from app.lessons.questions import Facts, Question, no_facts
from app.study.lesson import LessonPlace
from app.study.study import Study

MAX_WORDS = 60
"""The most words of a step's text."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step: a text, and what belongs to it.

    ``text`` is Markdown with fields {…} for what ``facts`` computes, and terms of the glossary as
    [[word]] or [[word|as written]]. ``page`` is the address of the page that it speaks of; ``sets``
    changes the study when the step begins. ``look_at`` names parts of the page (see ``parts``).
    ``is_done`` says of a study whether the visitor has done what ``text`` asks for, and ``hint``
    what is missing until then.
    """

    text: str
    page: str = "explore"
    sets: Callable[[Study], Study] | None = None
    predicts: bool = False
    """Whether the scene waits at its first step, and hides what would tell the answer."""
    look_at: tuple[str, ...] = ()
    asks: Question | None = None
    recalls: int = 0
    """The step whose prediction is told again here, beside what came of it."""
    facts: Facts = no_facts
    is_done: Callable[[Study], bool] | None = None
    hint: str = ""


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """A lesson, or a challenge if it has no minutes; ``needs`` is what one should know before."""

    key: str
    title: str
    question: str
    minutes: int = 0
    needs: str = ""
    steps: tuple[Step, ...]
    alone: str = ""
    """One thing to try when it is over."""

    @property
    def is_challenge(self) -> bool:
        """Whether it is a challenge."""
        return not self.minutes

    def step(self, n: int) -> Step:
        """The n-th step, counted from 1; the last one for a larger n."""
        return self.steps[min(n, len(self.steps)) - 1]

    def set_by(self, n: int) -> Callable[[Study], Study] | None:
        """What the n-th step shows was set by: its own setting, or the last one before it."""
        earlier = [step.sets for step in self.steps[:n] if step.sets is not None]
        return earlier[-1] if earlier else None

    def at(self, study: Study, n: int) -> Study:
        """The study with the n-th step's setting and place in the link."""
        sets = self.set_by(n)
        shown = study if sets is None else replace(sets(study), t=None, play="no")
        screen = replace(shown.screen, predict="yes" if self.step(n).predicts else "no")
        return replace(shown, screen=screen, lesson=LessonPlace(name=self.key, step=n))
