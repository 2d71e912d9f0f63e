"""Lesson: where on the front do methods stop?"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import combinations

import numpy as np

from app.lessons.computed import fresh, of
from app.lessons.lesson import Lesson, Step
from app.lessons.of_maps import basin_ends
from app.lessons.questions import Choice, Deed, Verdict
from app.runs.records import survey_of
from app.study.atlas import Atlas
from app.study.study import Study
from app.words.legend import percent
from app.words.numbers import fixed, number
from samgs_core import Method
from samgs_core.ends import Ends
from samgs_core.methods import LS, MGDA, SAMGS, CAGrad, PCGrad
from samgs_core.yardsticks import is_on_front, place_on_front

DRAWN = (LS, MGDA, CAGrad, SAMGS)
SIDE = 12
APART = 0.5
"""So near, at most, are the two starts of the check."""


def _many(study: Study) -> Study:
    return fresh(study, drawn=DRAWN)


def _mapped(study: Study) -> Study:
    return replace(_many(study), atlas=Atlas(side=SIDE))


def _pair(study: Study) -> Study:
    return fresh(study, drawn=(PCGrad, SAMGS), starts=((1.4, -6.0), (2.6, -6.0)))


def spread(study: Study, ends: Ends) -> float:
    """How widely the ends on the front are spread along it: the deviation of their places."""
    survey = survey_of(study.landscape)
    places = place_on_front(ends.losses, survey.front)[is_on_front(ends, survey, study.steps)]
    return float(places.std()) if places.size else 0.0


def most_varied(study: Study) -> int:
    """The place in ``DRAWN`` of the method whose ends are spread most widely."""
    ends = basin_ends(study)
    return int(np.argmax([spread(study, ends[kind.key]) for kind in DRAWN]))


def _told(study: Study) -> Mapping[str, object]:
    ends, survey = basin_ends(study), survey_of(study.landscape)
    shares = {key: float(np.nanmean(each.at_goal)) for key, each in ends.items()}
    off = 1 - float(is_on_front(ends[LS.key], survey, study.steps).mean())
    return {
        "n": str(ends[LS.key].done.size),
        **{f"goal_{kind.__name__}": percent(shares[kind.key]) for kind in DRAWN},
        "off": percent(off),
        "mgda": number(spread(study, ends[MGDA.key]), 2),
        "cagrad": number(spread(study, ends[CAGrad.key]), 2),
    }


def different_fates(study: Study) -> Verdict:
    """Whether a drawn method leads two near starts to different ends."""
    pairs = [pair for pair in combinations(range(len(study.points)), 2) if _gap(study, pair)]
    if not pairs:
        return Verdict(False, f"no two starts are {APART:g} or less apart")
    for method, pair in _torn(study, pairs):
        one, other = (pair[0] + 1, pair[1] + 1)
        told = f"starts {one} and {other} are near, and {method.title} leads only one to the star"
        return Verdict(True, told)
    return Verdict(False, "the near starts share their fate with every drawn method")


def _torn(
    study: Study, pairs: list[tuple[int, int]]
) -> Iterator[tuple[type[Method], tuple[int, int]]]:
    for kind in study.drawn:
        runs = of(study, kind).summaries
        yield from ((kind, p) for p in pairs if runs[p[0]].at_goal != runs[p[1]].at_goal)


def _gap(study: Study, pair: tuple[int, int]) -> bool:
    one, other = (np.array(study.points[place]) for place in pair)
    return float(np.hypot(*(one - other))) <= APART + 1e-9


def _rule(study: Study) -> Mapping[str, object]:
    return {"apart": fixed(APART, 1)}


WHERE_THEY_STOP = Lesson(
    key="where-they-stop",
    title="Where do methods stop on the front?",
    question="Every point of the front is a compromise. Which one does a method pick?",
    minutes=6,
    needs="Lesson 1",
    steps=(
        Step(
            text="Four methods, seven starts, and the [[Pareto set]] as a grey band. Soon there "
            "will be a whole grid of starts. The scene waits.",
            sets=_many,
            predicts=True,
            look_at=("parameter space",),
            asks=Choice(
                prompt="Whose ends will be spread most widely along the front?",
                options=tuple(kind.title for kind in DRAWN),
                right=most_varied,
            ),
        ),
        Step(
            page="maps",
            text="Each cell is a start, its colour the end: one end of the front, the other, or "
            "the balanced middle. Hatched cells do not end [[on the front]]. Wait until the maps "
            "are complete.",
            sets=_mapped,
            look_at=("map",),
        ),
        Step(
            page="maps",
            text="Of {n} starts the star gets {goal_LS} by LS, {goal_MGDA} by MGDA, {goal_CAGrad} "
            "by CAGrad and {goal_SAMGS} by SAM-GS. LS misses the front from {off}. The spread "
            "along the front is {mgda} for MGDA and {cagrad} for CAGrad.",
            recalls=1,
            look_at=("map",),
            facts=_told,
        ),
        Step(
            page="maps",
            text="Why? MGDA stops at any [[Pareto-stationary]] point, so it ends where it first "
            "meets the set. CAGrad follows the sum as far as no task suffers, and goes on along "
            "the set. LS has dead zones, where one gradient drowns the other.",
            look_at=("map",),
        ),
        Step(
            text="Borders between colours are places where little decides much. Put two starts "
            "at most {apart} apart such that a drawn method brings one to the star and the other "
            "elsewhere. Drag them, or type them under Starts.",
            sets=_pair,
            look_at=("parameter space",),
            facts=_rule,
            asks=Deed(
                is_check=True,
                prompt="Find two near starts with different fates.",
                judge=different_fates,
                reason="A method that stops wherever the task gradients are opposed has no "
                "preference along the set: its end is decided by the start. The condition for "
                "stopping has no room for a preference:",
                formula=r"\exists\,w\in[0,1]:\quad w\,g_1+(1-w)\,g_2=0",
            ),
        ),
    ),
    alone="Press “Seven basins” on the Maps page. Which three maps are nearly the same, and why?",
)
