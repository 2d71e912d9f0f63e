"""What a picture shows, in words that are computed from its runs."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from app.runs.records import MethodResult
from app.study.study import Study
from samgs_core import Outcome
from samgs_core.summary import score
from samgs_core.yardsticks import near_front
from synthetic.formula import CustomLandscape

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

DIVERGED = (
    "A diverged run stops where its next point would not be a finite number; "
    "a smaller learning rate or a clip norm keeps it finite."
)
DIVERGED_FROM_FORMULA = (
    "A diverged run stops where a loss is no finite number, or where its next point would be none."
)

NO_SCORE = "–"
"""In the place of a score on a landscape without a goal."""


class Ends(NamedTuple):
    """How many starts of one method ended where; the counts add up to the number of starts."""

    at_goal: int
    on_front: int
    short: int
    diverged: int


def caption(study: Study, results: Sequence[MethodResult], front: np.ndarray) -> str:
    """One sentence on what is the same, then one for each method; Markdown."""
    n = len(study.points)
    starts = f"same {in_words(n)} starts" if n > 1 else "same start"
    steps = f"{study.steps:,} {'step' if study.steps == 1 else 'steps'}"
    first = f"Same landscape, {starts}, {steps}."
    if not results:
        return f"{first} No method is drawn: pick one under Methods."
    goal = study.landscape.goal
    where = "the goal" if goal is None else goal.title
    counted = [ends(each, front) for each in results]
    told = [
        f"**{each.method.title}** {_deeds(count, n, where)}."
        for each, count in zip(results, counted, strict=True)
    ]
    if any(count.diverged for count in counted):
        is_typed = isinstance(study.landscape, CustomLandscape)
        told.append(DIVERGED_FROM_FORMULA if is_typed else DIVERGED)
    return " ".join((first, *told))


def ends(result: MethodResult, front: np.ndarray) -> Ends:
    """Where the starts of one method ended; ``front`` [m, 2] sets the scale of being near."""
    near = near_front(front)
    at_goal = on_front = short = diverged = 0
    for run in result.summaries:
        if run.outcome is Outcome.DIVERGED:
            diverged += 1
        elif run.at_goal:
            at_goal += 1
        elif run.to_front is not None and run.to_front <= near:
            on_front += 1
        else:
            short += 1
    return Ends(at_goal, on_front, short, diverged)


def score_text(result: MethodResult) -> str:
    """The score as in 2/7, or a dash on a landscape without a goal."""
    counted = score(result.summaries)
    return NO_SCORE if counted is None else counted.text


def in_words(n: int) -> str:
    """A small number as a word."""
    return NUMBERS[n] if n < len(NUMBERS) else str(n)


def _deeds(ends: Ends, n: int, goal: str) -> str:
    deeds = [
        (ends.at_goal, f"reaches the {goal} from"),
        (ends.on_front, "ends elsewhere on the Pareto front from"),
        (ends.short, "stops short of the front from"),
        (ends.diverged, "diverges from"),
    ]
    told = [f"{deed} {_share(k, n)}" for k, deed in deeds if k]
    return told[0] if len(told) == 1 else f"{', '.join(told[:-1])} and {told[-1]}"


def _share(k: int, n: int) -> str:
    if n == 1:
        return "its start"
    return f"all {in_words(n)}" if k == n else in_words(k)
