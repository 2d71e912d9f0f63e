"""Challenges: something to bring about, checked on what is shown; the link is the proof."""

from collections.abc import Mapping
from dataclasses import replace

from app.lessons.computed import fresh, of, reached, with_method
from app.lessons.lesson import Lesson, Step
from app.lessons.questions import Deed, Verdict
from app.study.study import Study
from app.words.numbers import fixed, in_words, number
from samgs_core import Adam
from samgs_core.methods import LS, SAMGS, PCGrad
from samgs_core.summary import RunSummary
from synthetic import OneOptimum
from synthetic.formula import CustomLandscape

MARGIN = 0.1
"""By so much, at least, a sum of losses must be lower to count as lower."""
FINE = 0.01
"""The step of the threshold's slider."""
GIVEN = "The landscape and the rules must be those that were given: only {} may change"


def hardest() -> tuple[int, RunSummary]:
    """Of the usual starts, the one from which SAM-GS needs most steps to the goal: its place."""
    runs = of(Study(), SAMGS).summaries
    place = max(range(len(runs)), key=lambda n: runs[n].steps_to_goal or 0)
    return place, runs[place]


def _hard(study: Study) -> Study:
    return fresh(study, starts=(Study().points[hardest()[0]],), drawn=(SAMGS,))


def fewest_steps(study: Study) -> Verdict:
    """Whether a drawn method gets from the hardest start to the goal in half of the usual steps."""
    place, usual = hardest()
    if study.landscape != OneOptimum() or study.points != (Study().points[place],):
        return Verdict(False, f"{GIVEN.format('methods, outer optimiser, steps and clip norm')}")
    runs = {kind.title: of(study, kind).summaries[0] for kind in study.drawn}
    arrived = {
        title: run.steps_to_goal
        for title, run in runs.items()
        if run.at_goal and run.steps_to_goal is not None
    }
    if not arrived:
        return Verdict(False, "no drawn method ends at the balanced optimum")
    best = min(arrived, key=arrived.__getitem__)
    bound = (usual.steps_to_goal or 0) // 2
    told = f"{best} is there at step {arrived[best]:,}; at most {bound:,} are wanted"
    return Verdict(arrived[best] <= bound, told)


def _one_start(study: Study) -> Study:
    return fresh(study, starts=((-3.0, 7.5),), drawn=(PCGrad, SAMGS))


def pcgrad_wins(study: Study) -> Verdict:
    """Whether, by the usual rules, PCGrad ends with a lower sum of losses from some start."""
    usual = Study()
    if replace(study, starts=None, drawn=usual.drawn).pictured != usual:
        return Verdict(False, GIVEN.format("the starts"))
    sums = [of(study, kind).record.losses[:, -1].sum(-1) for kind in (PCGrad, SAMGS)]
    leads = sums[1] - sums[0]
    best = int(leads.argmax())
    one, other = (fixed(float(each[best]), 2) for each in sums)
    told = f"from start {best + 1} PCGrad ends with a sum of losses of {one}, SAM-GS with {other}"
    return Verdict(bool(leads[best] >= MARGIN), told)


def _formula(study: Study) -> Study:
    return fresh(study, landscape=CustomLandscape(), drawn=(LS, PCGrad, SAMGS))


def ls_wins(study: Study) -> Verdict:
    """Whether LS brings more starts to the front of a formula than PCGrad and SAM-GS do."""
    if not isinstance(study.landscape, CustomLandscape):
        return Verdict(False, "the landscape must be a formula of your own")
    usual = Study()
    rules = replace(study, landscape=usual.landscape, starts=None, drawn=usual.drawn)
    if rules.pictured != usual:
        return Verdict(False, GIVEN.format("the formulas and the starts"))
    counts = {kind: reached(study, kind) for kind in (LS, PCGrad, SAMGS)}
    n = len(study.points)
    told = ", ".join(f"{kind.title} {count}" for kind, count in counts.items())
    wins = counts[LS] > max(counts[PCGrad], counts[SAMGS])
    return Verdict(wins, f"of {in_words(n)} starts there end on the front: {told}")


def _long(study: Study) -> Study:
    return fresh(study, drawn=(SAMGS,), optimizer=Adam(lr=0.01), steps=2_500)


def smallest_threshold(study: Study) -> Verdict:
    """Whether all starts reach the goal with this γ, and fewer with the next smaller one."""
    given = _long(study)
    if with_method(study.pictured, SAMGS, gamma=given.gamma) != given.pictured:
        return Verdict(False, GIVEN.format("γ of SAM-GS"))
    n, here = len(study.points), reached(study, SAMGS)
    if here < n:
        return Verdict(False, f"with γ = {number(study.gamma)} it is {in_words(here)} of {n}")
    below = round(study.gamma - FINE, 6)
    fewer = reached(with_method(study, SAMGS, gamma=max(below, 0.0)), SAMGS)
    told = f"with γ = {number(study.gamma)} it is all {n}, with {number(below)} {in_words(fewer)}"
    return Verdict(below >= 0 and fewer < n, told)


def _goal_of_steps(study: Study) -> Mapping[str, object]:
    place, usual = hardest()
    steps = usual.steps_to_goal or 0
    return {"place": str(place + 1), "steps": f"{steps:,}", "half": f"{steps // 2:,}"}


def _challenge(key: str, title: str, question: str, needs: str, step: Step) -> Lesson:
    return Lesson(key=key, title=title, question=question, needs=needs, steps=(step,))


CHALLENGES = (
    _challenge(
        "fewest-steps",
        "The shortest way from the hardest start",
        "Reach the balanced optimum in half of the steps that SAM-GS needs.",
        "Any method, outer optimiser, clip norm",
        Step(
            text="From start {place} of the usual seven SAM-GS needs {steps} steps, more than from "
            "any other. Reach the [[balanced optimum]] in at most {half}, with any method and any "
            "settings, and stay there to the end.",
            sets=_hard,
            facts=_goal_of_steps,
            asks=Deed(is_check=True, prompt="Is a drawn method quick enough?", judge=fewest_steps),
        ),
    ),
    _challenge(
        "pcgrad-wins",
        "A start where PCGrad beats SAM-GS",
        "By the usual rules, end with a lower sum of losses.",
        "Only the starts may change",
        Step(
            text="Find a start from which PCGrad ends with a lower sum of losses than SAM-GS. Drag "
            "the start, or add more. The basins on the Maps page may help.",
            sets=_one_start,
            asks=Deed(is_check=True, prompt="Does PCGrad end lower somewhere?", judge=pcgrad_wins),
        ),
    ),
    _challenge(
        "ls-wins",
        "A landscape on which the sum is best",
        "Write two formulas on which LS beats PCGrad and SAM-GS.",
        "Formulas and starts may change",
        Step(
            text="Write two losses such that LS brings more starts to the [[Pareto front]] than "
            "PCGrad and SAM-GS. Think of gradients that oppose each other on the way, while the "
            "sum still falls.",
            sets=_formula,
            asks=Deed(is_check=True, prompt="Does LS bring most to the front?", judge=ls_wins),
        ),
    ),
    _challenge(
        "smallest-threshold",
        "The smallest γ with all seven",
        "Below which threshold does SAM-GS begin to lose starts?",
        "Only γ may change",
        Step(
            text="Find the smallest γ, in hundredths, with which all seven starts reach the "
            "[[balanced optimum]].",
            sets=_long,
            asks=Deed(is_check=True, prompt="Is this the smallest γ?", judge=smallest_threshold),
        ),
    ),
)
