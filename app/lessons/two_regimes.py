"""Lesson: the two regimes of SAM-GS along one run."""

from collections.abc import Mapping

import numpy as np

from app.lessons.computed import first_step, fresh, of
from app.lessons.lesson import Lesson, Step
from app.lessons.questions import Choice, StepMark
from app.study.study import Study
from app.words.legend import percent
from app.words.numbers import number
from samgs_core.methods import SAMGS
from samgs_core.metrics import similarity

START = 2
WHEN = ("At every step", "At some steps", "At no step")


def _one_run(study: Study) -> Study:
    return fresh(study, drawn=(SAMGS,), focused=SAMGS, focus=START)


def equalised(study: Study) -> np.ndarray:
    """At which recorded steps the focused run equalises, booleans [steps]."""
    regime = of(study, SAMGS).record.regime
    assert regime is not None
    return regime[study.focus - 1] > 0.5


def when(study: Study) -> int:
    """The place in ``WHEN`` of what the focused run does."""
    flags = equalised(study)
    return 0 if flags.all() else 1 if flags.any() else 2


def first_equalised(study: Study) -> int | None:
    """The first step that equalises."""
    return first_step(study, SAMGS, equalised(study))


def longest(flags: np.ndarray) -> tuple[int, int]:
    """The first and the last place of the longest stretch of true flags; 0, 0 without any."""
    edges = np.flatnonzero(np.diff(flags.astype(int), prepend=0, append=0)).reshape(-1, 2)
    if not len(edges):
        return 0, 0
    first, after = edges[np.diff(edges)[:, 0].argmax()].tolist()
    return first, after - 1


def _told(study: Study) -> Mapping[str, object]:
    record, flags = of(study, SAMGS).record, equalised(study)
    first, last = longest(flags)
    psi = similarity(record)[study.focus - 1]
    began = first_equalised(study)
    return {
        "gamma": number(study.gamma),
        "share": percent(float(flags.mean())),
        "first": "no step" if began is None else f"step {began:,}",
        "from": f"{record.steps[first]:,}",
        "to": f"{record.steps[last]:,}",
        "least": number(float(np.nanmin(psi)), 2),
        "end": number(float(psi[-1]), 2),
        "switches": f"{int(np.abs(np.diff(flags.astype(int))).sum()):,}",
    }


TWO_REGIMES = Lesson(
    key="two-regimes",
    title="Two regimes",
    question="When does SAM-GS equalise, and when does it leave lengths alone?",
    minutes=5,
    needs="Lesson 3",
    steps=(
        Step(
            text="One run of SAM-GS. At every step it [[equalise|equalises]] (E) if ψ is below the "
            "[[threshold]] γ = {gamma}; else it [[modulate|modulates]] (m). The scene waits at "
            "step 0.",
            sets=_one_run,
            predicts=True,
            look_at=("parameter space",),
            facts=_told,
            asks=Choice(prompt="Will it equalise?", options=WHEN, right=when),
        ),
        Step(
            text="It equalises at {share} of its steps. The hatched band under the curves is "
            "[[regime|regime]] E. Its longest stretch runs from step {from} to {to}.",
            recalls=1,
            look_at=("curves",),
            facts=_told,
        ),
        Step(
            text="Scrub slowly through that stretch and watch both gradients. Beside a steep wall "
            "one is far longer, and ψ falls to {least}. At the end ψ is {end}: the lengths are "
            "alike again.",
            look_at=("gradients", "time"),
            facts=_told,
        ),
        Step(
            text="Find the moment when it first equalises: move the cursor there, step by step, "
            "and mark it.",
            look_at=("time", "curves"),
            asks=StepMark(
                is_check=True,
                prompt="Where does SAM-GS first equalise?",
                right=first_equalised,
                facts=_told,
                reason="It is at {first}, where ψ first falls below γ = {gamma}; from then to the "
                "end the regime changes {switches} times. ψ compares lengths only:",
                formula=r"\psi=\frac{2\lVert g_1\rVert\lVert g_2\rVert}"
                r"{\lVert g_1\rVert^2+\lVert g_2\rVert^2}<\gamma",
            ),
        ),
    ),
    alone="Focus start 6. Why does that run never need to equalise?",
)
