"""Lesson: two optima, and no method is safe."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from app.lessons.computed import fresh, of, reached_words
from app.lessons.lesson import Lesson, Step
from app.lessons.questions import Choice, Number
from app.study.study import Study
from app.words.numbers import in_words, number
from samgs_core import Method
from samgs_core.methods import IMTLG, LS, MGDA, SAMGS, CAGrad, NashMTL, PCGrad
from synthetic import TwoOptima

SEVEN: tuple[type[Method], ...] = (LS, PCGrad, MGDA, CAGrad, NashMTL, IMTLG, SAMGS)
STEPS, FEWER = 1_500, 1_000
DECIDES = ("The size of the losses at the start", "The side on which it starts", "The seed")


def _seven(study: Study) -> Study:
    return fresh(study, landscape=TwoOptima(), steps=STEPS, drawn=SEVEN, focus=1)


def _two(study: Study) -> Study:
    return replace(_seven(study), drawn=(CAGrad, SAMGS))


def _fewer(study: Study) -> Study:
    return replace(_two(study), steps=FEWER)


def n_safe(study: Study) -> int:
    """How many of the seven end on the front from every start."""
    return sum(all(run.on_front for run in of(study, kind).summaries) for kind in SEVEN)


def what_decides(study: Study) -> int:
    """The place in ``DECIDES`` of what goes with the lower loss at the end, in every run."""
    record = of(study, CAGrad).record
    wins = record.losses[:, -1, 0] < record.losses[:, -1, 1]  # task 1
    sides = record.x[:, 0, 0] > 0
    if (wins == sides).all() or (wins != sides).all():
        return 1
    begins = record.losses[:, 0, 0] < record.losses[:, 0, 1]
    return 0 if (wins == begins).all() else 2


def _told(study: Study) -> Mapping[str, object]:
    ends = of(study, CAGrad).record.losses[0, -1]
    return {
        "starts": in_words(len(study.points)),
        "safe": lambda: in_words(n_safe(study)),
        "stuck": lambda: in_words(len(SEVEN) - n_safe(study)),
        "low": number(float(ends.min())),
        "high": number(float(ends.max())),
        "sam": lambda: reached_words(study, SAMGS),
        "cagrad": lambda: reached_words(study, CAGrad),
        "steps": f"{study.steps:,}",
        "right": in_words(int((np.array(study.points)[:, 0] > 0).sum())),
    }


NO_METHOD_IS_SAFE = Lesson(
    key="no-method-is-safe",
    title="Two optima: no method is safe",
    question="The front is concave. Does any method get everywhere, and is it fair there?",
    minutes=5,
    needs="Lessons 1 and 6",
    steps=(
        Step(
            text="Two stars, one at either end of the [[Pareto set]]. Six starts and seven "
            "methods with many steps. The scene waits.",
            sets=_seven,
            predicts=True,
            look_at=("parameter space",),
            asks=Number(
                prompt="How many of the seven methods end on the front from all six starts?",
                low=0,
                high=7,
                right=n_safe,
            ),
        ),
        Step(
            text="Of the seven, {safe} get to the front from all {starts} starts; the other "
            "{stuck} rest on the way, many beside the axis θ₂ = 0, where the gradients oppose "
            "each other: [[Pareto-stationary]], and not on the front.",
            recalls=1,
            look_at=("parameter space",),
            facts=_told,
        ),
        Step(
            text="CAGrad and SAM-GS arrive. But look where: at an end of the front, with losses "
            "{low} and {high}. One task has everything. Between the ends the sum has a saddle, "
            "and whatever descends the sum leaves it.",
            sets=_two,
            look_at=("loss space",),
            facts=_told,
        ),
        Step(
            text="With {steps} steps CAGrad reaches an end from {cagrad} starts and SAM-GS from "
            "{sam}. A table of results would show this difference, and not say that it is one "
            "of patience.",
            sets=_fewer,
            look_at=("scores",),
            facts=_told,
        ),
        Step(
            text="Back to many steps. From each start, see which task ends with the lower loss.",
            sets=_two,
            look_at=("parameter space", "loss space"),
            facts=_told,
            asks=Choice(
                is_check=True,
                prompt="What decides which task gets everything?",
                options=DECIDES,
                right=what_decides,
                facts=_told,
                reason="The side: {right} of {starts} starts lie at θ₁ > 0, and each run ends at "
                "its own side’s star. On a concave front the sum, and every weighted sum, is "
                "least at an end, so no weighting can hold the middle:",
                formula=r"\min_{L\in\text{front}}\;w\,L_1+(1-w)\,L_2\quad"
                r"\text{lies at an end, for every } w\in(0,1)",
            ),
        ),
    ),
    alone="Does any method end in the middle of the front? Try MGDA from start 6.",
)
