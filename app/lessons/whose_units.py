"""Lesson: whose units? A conflict of lengths and nothing else."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from app.lessons.computed import fresh, of
from app.lessons.lesson import Lesson, Step
from app.lessons.questions import Choice
from app.study.study import Study
from app.words.numbers import fixed, number
from samgs_core.methods import LS, SAMGS, NashMTL
from synthetic import TwoBowls

EQUAL, MIDDLE, UNEQUAL = 1.0, 10.0, 100.0
FOCUSED = 1
WHERE = ("In the middle, at 0", "Near the centre of task 1, at −1", "Near that of task 2, at 1")
NEAR_MIDDLE = 1 / 3
"""Ends so near 0 count as in the middle of the segment from −1 to 1."""


def _with_ratio(ratio: float, study: Study) -> Study:
    landscape = TwoBowls(ratio=ratio)
    return fresh(study, landscape=landscape, drawn=(LS, NashMTL, SAMGS), focus=FOCUSED)


def ends(study: Study, kind: type) -> np.ndarray:
    """θ₁ at the ends of all runs of a method, [starts]."""
    return of(study, kind).record.x[:, -1, 0]


def _as(study: Study, ratio: float) -> Study:
    return replace(study, landscape=replace(study.landscape, ratio=ratio))  # type: ignore[type-var]


def where_the_sum_ends(study: Study) -> int:
    """The place in ``WHERE`` of LS's mean end if the units differ."""
    end = float(ends(_as(study, UNEQUAL), LS).mean())
    return 0 if abs(end) < NEAR_MIDDLE else 1 if end < 0 else 2


def _told(study: Study) -> Mapping[str, object]:
    nash = ends(study, NashMTL)
    ratio = float(study.landscape.ratio)  # type: ignore[attr-defined]

    def mean(at: float) -> str:
        return fixed(float(ends(_as(study, at), LS).mean()), 2)

    def focused(kind: type, at: float) -> str:
        return fixed(float(ends(_as(study, at), kind)[study.focus - 1]), 2)

    def moved() -> str:
        gap = ends(_as(study, UNEQUAL), NashMTL) - ends(_as(study, EQUAL), NashMTL)
        return fixed(float(np.abs(gap).max()), 2)

    return {
        "ratio": number(ratio),
        "sum": fixed(float(ends(study, LS).mean()), 2),
        "sum_equal": lambda: mean(EQUAL),
        "sum_unequal": lambda: mean(UNEQUAL),
        "nash_low": fixed(float(nash.min()), 2),
        "nash_high": fixed(float(nash.max()), 2),
        "moved": moved,
        "sam_middle": lambda: focused(SAMGS, MIDDLE),
        "sum_middle": lambda: focused(LS, MIDDLE),
        "sam_unequal": lambda: focused(SAMGS, UNEQUAL),
        "nash_unequal": lambda: focused(NashMTL, UNEQUAL),
        "psi": number(2 * ratio / (1 + ratio**2), 2),
        "gamma": number(study.gamma),
    }


def verdict_on_the_sum(study: Study) -> int:
    """Which option of the check holds: the last if every end of LS is on the front."""
    return 2 if all(run.on_front for run in of(study, LS).summaries) else 0


WHOSE_UNITS = Lesson(
    key="whose-units",
    title="Whose units?",
    question="If one loss is measured in smaller units, who decides where training ends?",
    minutes=5,
    needs="Lesson 1",
    steps=(
        Step(
            text="Two round bowls, equally steep. Their centres are at −1 and 1, and every point "
            "between is in the [[Pareto set]]. Here LS ends at {sum}, halfway.",
            sets=lambda study: _with_ratio(EQUAL, study),
            look_at=("parameter space",),
            facts=_told,
        ),
        Step(
            text="Now measure task 2 in units a hundred times smaller: its loss and its gradient "
            "grow a hundredfold, and nothing else changes.",
            sets=lambda study: _with_ratio(UNEQUAL, study),
            predicts=True,
            look_at=("parameter space",),
            asks=Choice(
                prompt="Where on the segment will LS end now?",
                options=WHERE,
                right=where_the_sum_ends,
            ),
        ),
        Step(
            text="LS moved from {sum_equal} to {sum_unequal}: it inherits the units. The ends of "
            "Nash-MTL, from {nash_low} to {nash_high}, hardly moved: by {moved} at most.",
            recalls=2,
            look_at=("parameter space",),
            facts=_told,
        ),
        Step(
            text="With a ratio of {ratio} the [[gradient magnitude similarity]] ψ in the middle is "
            "{psi}. Is it below γ = {gamma}? Only then SAM-GS [[equalise|equalises]]. Here it ends "
            "at {sam_middle} with LS at {sum_middle}; at a hundred it ends at {sam_unequal}, "
            "Nash-MTL at {nash_unequal}.",
            sets=lambda study: _with_ratio(MIDDLE, study),
            look_at=("numbers",),
            facts=_told,
        ),
        Step(
            text="Back to units that differ by {ratio}. Look where LS ends in [[loss space]].",
            sets=lambda study: _with_ratio(UNEQUAL, study),
            look_at=("loss space",),
            facts=_told,
            asks=Choice(
                is_check=True,
                prompt="Is the end of LS wrong?",
                options=(
                    "Yes, it is not in the Pareto set",
                    "Yes, one loss is much larger than the other",
                    "No, it is a preference that came with the units",
                ),
                right=verdict_on_the_sum,
                facts=_told,
                reason="Every point of the segment is Pareto-optimal, the end of LS at {sum} too. "
                "Which one is best is a question of preference; LS answers it by the curvature "
                "ratio r = {ratio}, which the choice of units made:",
                formula=r"\theta_1^{\mathrm{LS}}=\frac{r-1}{r+1}",
            ),
        ),
    ),
    alone="Move the curvature ratio in the sidebar. At which ratio does SAM-GS leave LS?",
)
