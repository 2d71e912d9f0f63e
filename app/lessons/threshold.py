"""Lesson: what does the threshold γ do?"""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from app.lessons.computed import fresh, reached, reached_words, with_method
from app.lessons.lesson import Lesson, Step
from app.lessons.of_maps import sweep_ends
from app.lessons.questions import Choice, Number
from app.lessons.two_regimes import longest
from app.study.atlas import Atlas, Span
from app.study.study import Study
from app.words.numbers import in_words, number
from samgs_core import Adam
from samgs_core.methods import SAMGS

SPAN = Span("sam-gs.gamma", 0.0, 1.0, 51)
NEAR = 0.04
"""By how much the end of the interval may be missed."""
SETTINGS = ("Never equalise, γ = 0", "Between", "Always equalise, γ = 1")
MIDDLE = 0.1


def _usual(study: Study) -> Study:
    return fresh(study, drawn=(SAMGS,))


def _swept(study: Study) -> Study:
    long = replace(_usual(study), optimizer=Adam(lr=0.01), steps=2_500)
    return replace(long, atlas=Atlas(kind="sweep", across=SPAN))


def which_is_best(study: Study) -> int:
    """The place in ``SETTINGS`` of the threshold from which most starts reach the goal."""
    gammas = (0.0, MIDDLE, 1.0)
    return int(np.argmax([reached(with_method(study, SAMGS, gamma=g), SAMGS) for g in gammas]))


def best_interval(study: Study) -> tuple[float, float]:
    """From where to where, on the map, the most starts reach the goal: the widest stretch."""
    values, ends = sweep_ends(study)
    counts = np.nansum(ends.at_goal, axis=(1, 2))
    first, last = longest(counts == counts.max())
    return float(values[first] or 0.0), float(values[last] or 0.0)


def _told(study: Study) -> Mapping[str, object]:
    return {
        "n": in_words(len(study.points)),
        "now": reached_words(study, SAMGS),
        "gamma": number(study.gamma),
    }


def _read(study: Study) -> Mapping[str, object]:
    values, ends = sweep_ends(study)
    counts = np.nansum(ends.at_goal, axis=(1, 2)).astype(int)
    low, high = best_interval(study)
    return {
        "n_values": str(len(values)),
        "never": in_words(counts[0]),
        "best": in_words(counts.max()),
        "always": "none" if not counts[-1] else in_words(counts[-1]),
        "low": number(low),
        "high": number(high),
        "after": in_words(counts[list(values).index(high) + 1]) if high < 1 else "none",
    }


THRESHOLD = Lesson(
    key="threshold",
    title="What does γ do?",
    question="Which is best: never to equalise, always, or sometimes?",
    minutes=5,
    needs="Lesson 4",
    steps=(
        Step(
            text="The [[threshold]] γ decides how different the lengths of two gradients must be "
            "before SAM-GS [[equalise|equalises]]: at 0 it never does, at 1 always. The scene "
            "waits.",
            sets=_usual,
            predicts=True,
            look_at=("gamma",),
            asks=Choice(
                prompt="Which setting brings most of the seven starts to the star?",
                options=SETTINGS,
                right=which_is_best,
            ),
        ),
        Step(
            text="With γ = {gamma}, {now} starts reach the [[balanced optimum]]. Move γ, under "
            "SAM-GS in the sidebar, to 0, then to 1, and watch the score.",
            recalls=1,
            look_at=("gamma", "scores"),
            facts=_told,
            is_done=lambda study: study.gamma in (0.0, 1.0),
            hint="Still to do: γ at 0 or at 1.",
        ),
        Step(
            page="maps",
            text="All thresholds at once, at half the learning rate and with more steps: the curve "
            "says which share of the starts reaches the star. Wait until it is complete.",
            sets=_swept,
            look_at=("map",),
        ),
        Step(
            page="maps",
            text="Never to equalise: {never} of the starts. Always: {always}. Between, from {low} "
            "to {high}: {best}. Just above, {after}. Both regimes are needed.",
            look_at=("map",),
            facts=_read,
        ),
        Step(
            page="maps",
            text="Read the widest stretch with the highest share from the curve. A pointer on it "
            "shows the values.",
            look_at=("map",),
            asks=Number(
                is_check=True,
                prompt="At which γ does that stretch end?",
                low=0,
                high=1,
                step=0.01,
                near=NEAR,
                right=lambda study: best_interval(study)[1],
                facts=_read,
                reason="It reaches from {low} to {high}. Above, SAM-GS equalises too often: with "
                "equal lengths the merged gradient is zero wherever the task gradients are "
                "opposed, so runs stop where they first meet the Pareto set. Below, the long "
                "gradient decides near the walls:",
                formula=r"g_1\uparrow\downarrow g_2\;\Rightarrow\;"
                r"\frac{g_1}{\lVert g_1\rVert}+\frac{g_2}{\lVert g_2\rVert}=0",
            ),
        ),
    ),
    alone="Press “γ × learning rate” on the Maps page. Does the best γ depend on the step size?",
)
