"""Lesson: angle or length? The four cases of two gradients."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from app.lessons.lesson import Lesson, Step
from app.lessons.questions import Choice, Deed, Verdict
from app.study.study import Study
from app.vectors.outcome import Outcomes, merged, outcomes
from app.vectors.presets import PRESETS
from app.words.numbers import fixed, number
from samgs_core import Method
from samgs_core.methods import LS, SAMGS, PCGrad

DRAWN = (LS, PCGrad, SAMGS)
SAME = 0.05
"""Degrees below which two directions count as one."""
WHO = ("PCGrad", "SAM-GS", "Both", "Neither")
_OF_TITLE = {preset.title: preset for preset in PRESETS}


def _arrows(title: str, drawn: tuple[type[Method], ...], study: Study) -> Study:
    settings = replace(_OF_TITLE[title].of(study.vectors), drawn=drawn, repeats=1)
    return replace(study, methods=Study().methods, focused=PCGrad, vectors=settings)


def off_the_sum(study: Study, kind: type[Method]) -> float:
    """The angle between a method's merged gradient and that of LS, in degrees."""
    grads = np.array(study.vectors.grads)
    one, other = (
        merged(study, next(each for each in study.methods if type(each) is method), grads).direction
        for method in (LS, kind)
    )
    across, along = one[0] * other[1] - one[1] * other[0], one @ other
    return abs(float(np.degrees(np.arctan2(across, along))))


def who_turns(study: Study) -> int:
    """The place in ``WHO`` of the methods that leave the direction of the sum."""
    turns = off_the_sum(study, PCGrad) > SAME, off_the_sum(study, SAMGS) > SAME
    return {(True, False): 0, (False, True): 1, (True, True): 2, (False, False): 3}[turns]


def _told(study: Study) -> Mapping[str, object]:
    found = outcomes(study)
    return {
        "angle": fixed(_angle(found), 0),
        "psi": number(float(found.similarities[0]), 2),
        "gamma": number(study.gamma),
        "pcgrad": fixed(off_the_sum(study, PCGrad), 0),
        "sam": fixed(off_the_sum(study, SAMGS), 0),
    }


def _angle(found: Outcomes) -> float:
    return float(found.angles[0])


def meets_the_sum(study: Study) -> Verdict:
    """Whether PCGrad and LS point the same way, for gradients that differ in length."""
    found = outcomes(study)
    off = off_the_sum(study, PCGrad)
    told = f"g₁ and g₂ are {fixed(_angle(found), 1)}° apart, and PCGrad is {fixed(off, 1)}° off LS"
    return Verdict(off <= SAME, told)


ANGLE_OR_LENGTH = Lesson(
    key="angle-or-length",
    title="Angle or length?",
    question="Two gradients differ: which difference does a method call a conflict?",
    minutes=5,
    needs="Lesson 1",
    steps=(
        Step(
            page="vectors",
            text="One step, without a landscape. The [[task gradient|task gradients]] g₁ and g₂ "
            "are {angle}° apart and very unequal in length. No method is drawn yet.",
            sets=lambda study: _arrows("Unequal length", (), study),
            look_at=("arrows",),
            facts=_told,
            asks=Choice(
                prompt="Which method will turn away from the plain sum?",
                options=WHO,
                right=who_turns,
            ),
        ),
        Step(
            page="vectors",
            text="PCGrad is {pcgrad}° off the sum, SAM-GS {sam}°. PCGrad sees no [[angle "
            "conflict]]; SAM-GS sees a [[magnitude conflict]], for ψ = {psi} is below γ = {gamma}.",
            sets=lambda study: _arrows("Unequal length", DRAWN, study),
            recalls=1,
            look_at=("arrows",),
            facts=_told,
        ),
        Step(
            page="vectors",
            text="Equal lengths, {angle}° apart, ψ = {psi}. PCGrad changes both gradients, alike: "
            "the direction of the sum stays ({pcgrad}° off), only its length grows. SAM-GS is "
            "{sam}° off.",
            sets=lambda study: _arrows("Wide angle", DRAWN, study),
            look_at=("arrows",),
            facts=_told,
        ),
        Step(
            page="vectors",
            text="Both at once: PCGrad is {pcgrad}° off the sum, SAM-GS {sam}°. In the shaded cone "
            "no loss rises. The SAM-GS paper argues that differences of length matter more: that "
            "is its claim, to be tested on landscapes.",
            sets=lambda study: _arrows("Both", DRAWN, study),
            look_at=("arrows",),
            facts=_told,
        ),
        Step(
            page="vectors",
            text="Drag g₂ (or focus its tip and use the arrow keys) until PCGrad and LS point the "
            "same way, and no farther.",
            sets=lambda study: _arrows("Both", DRAWN, study),
            look_at=("arrows",),
            asks=Deed(
                is_check=True,
                prompt="Make PCGrad and LS coincide.",
                judge=meets_the_sum,
                facts=_told,
                reason="PCGrad gives up the part of a gradient that points against the other, and "
                "there is such a part only beyond 90°. With the angle at {angle}°:",
                formula=r"\tilde g_1=g_1-\frac{\min(0,\;g_1\cdot g_2)}{\lVert g_2\rVert^2}\,g_2",
            ),
        ),
    ),
    alone="Turn both gradients with the wheel. Which merged gradient does not turn along?",
)
