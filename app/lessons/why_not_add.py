"""Lesson: why not just add the losses?"""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from app.lessons.computed import first_step, fresh, of, ratios, reached, reached_words
from app.lessons.lesson import Lesson, Step
from app.lessons.questions import Number, StepMark
from app.study.study import Study
from app.words.numbers import in_words, number
from samgs_core.methods import LS, SAMGS

FAR = 10.0
"""A gradient that many times as long as the other counts as far longer."""
STUCK = 1
"""A start from which the sum gets stuck."""


def _sum_alone(study: Study) -> Study:
    return fresh(study, drawn=(LS,), focused=LS, focus=STUCK)


def _with_sam_gs(study: Study) -> Study:
    return replace(_sum_alone(study), drawn=(LS, SAMGS))


def _counts(study: Study) -> Mapping[str, object]:
    n, there = len(study.points), reached(study, LS)
    return {
        "n": in_words(n),
        "sum": reached_words(study, LS),
        "short": in_words(n - there),
        "sam": lambda: reached_words(study, SAMGS),
    }


def _walls(study: Study) -> Mapping[str, object]:
    along = ratios(study, LS)[study.focus - 1]
    first = first_long(study)
    ended = of(study, LS).record.losses[study.focus - 1, -1]
    return {
        "most": number(float(np.nanmax(along)), 2),
        "first": "no step" if first is None else f"step {first:,}",
        "low": number(float(ended.min())),
        "high": number(float(ended.max())),
        "far": number(FAR),
    }


def first_long(study: Study) -> int | None:
    """The first step at which one gradient is ``FAR`` times as long as the other."""
    return first_step(study, LS, ratios(study, LS)[study.focus - 1] > FAR)


WHY_NOT_ADD = Lesson(
    key="why-not-add",
    title="Why not just add the losses?",
    question="Seven starts, one sum: how many reach the balanced optimum?",
    minutes=4,
    needs="Gradients; nothing else",
    steps=(
        Step(
            text="Each circle is a start. LS follows the sum of both [[task gradient|task "
            "gradients]]. The star is the [[balanced optimum]]. The scene waits at step 0.",
            sets=_sum_alone,
            predicts=True,
            look_at=("parameter space",),
            asks=Number(
                prompt="How many of the seven starts will LS bring to the star?",
                low=0,
                high=7,
                right=lambda study: reached(study, LS),
            ),
        ),
        Step(
            text="LS reaches the star from {sum} starts; from {short} it stops elsewhere. Play it "
            "again and watch [[loss space]]: each run that got stuck has one low loss and one "
            "high one.",
            recalls=1,
            look_at=("loss space", "time"),
            facts=_counts,
        ),
        Step(
            text="The focused run ends with losses {low} and {high}. Move the cursor: near a "
            "valley one gradient is up to {most} times as long as the other. The sum of a long "
            "and a short arrow is nearly the long one.",
            look_at=("gradients", "numbers"),
            facts=_walls,
        ),
        Step(
            text="SAM-GS joins. It reaches the star from {sam} starts, because it gives both "
            "gradients the same length where they differ too much. Other methods do it in other "
            "ways: the row of scores lists them all.",
            sets=_with_sam_gs,
            look_at=("scores",),
            facts=_counts,
        ),
        Step(
            text="Back to LS from the focused start. Move the cursor to the step where the longer "
            "gradient first exceeds {far} times the shorter, and mark it.",
            sets=_sum_alone,
            look_at=("time", "numbers"),
            facts=_walls,
            asks=StepMark(
                is_check=True,
                prompt="Where does the longer gradient first exceed ten times the shorter?",
                right=first_long,
                facts=_walls,
                reason="It first happens at {first}. From then on the sum points almost along the "
                "longer gradient g₁ or g₂, and the loss of the shorter one hardly matters:",
                formula=r"\frac{\max_k\lVert g_k\rVert}{\min_k\lVert g_k\rVert}>10"
                r"\;\Rightarrow\;\angle(g_1+g_2,\;g_{\text{long}})<\arcsin\tfrac1{10}",
            ),
        ),
    ),
    alone="Drag a start towards a valley. Which of the two losses stays high?",
)
