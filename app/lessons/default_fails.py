"""Lesson: when the default γ fails."""

from collections.abc import Mapping
from functools import partial

import numpy as np

from app.lessons.computed import fresh, of, reached_words, with_method
from app.lessons.lesson import Lesson, Step
from app.lessons.questions import Choice
from app.runs.records import survey_of
from app.study.study import Study
from app.words.numbers import fixed, in_words, number
from samgs_core.methods import IMTLG, LS, SAMGS
from samgs_core.yardsticks import place_on_front
from synthetic import OneOptimum
from synthetic.one_optimum import NASH

SCALE, HIGH = 0.1, 0.7
GAMMAS = (0.1, 0.3, HIGH)
WHERE = ("At task 1’s end", "Balanced between both", "At task 2’s end")
AT_AN_END = 0.6
"""Places on the front beyond this, of −1 to 1, count as an end of it."""


def _small_first(study: Study) -> Study:
    landscape = OneOptimum(scale1=SCALE)
    return fresh(study, landscape=landscape, starts=NASH, drawn=(LS, SAMGS))


def _high(study: Study) -> Study:
    raised = with_method(_small_first(study), SAMGS, gamma=HIGH)
    return fresh(
        study,
        landscape=raised.landscape,
        starts=raised.starts,
        methods=raised.methods,
        drawn=(IMTLG, SAMGS),
    )


def places(study: Study, kind: type) -> np.ndarray:
    """Where along the front every start of a method ends, −1 at task 1's end to 1 at task 2's."""
    front = survey_of(study.landscape).front
    return place_on_front(of(study, kind).record.losses[:, -1], front)


def where_it_ends(study: Study) -> int:
    """The place in ``WHERE`` of SAM-GS's mean end with the default threshold."""
    mean = float(places(with_method(study, SAMGS, gamma=GAMMAS[0]), SAMGS).mean())
    return 0 if mean < -AT_AN_END else 2 if mean > AT_AN_END else 1


def off_the_equaliser(study: Study, gamma: float) -> float:
    """How far along the front SAM-GS ends from IMTL-G, the mean over the starts."""
    other = places(with_method(study, SAMGS, gamma=gamma), SAMGS)
    return float(np.abs(other - places(study, IMTLG)).mean())


def nearest(study: Study) -> int:
    """The place in ``GAMMAS`` of the threshold whose ends are nearest to those of IMTL-G."""
    return int(np.argmin([off_the_equaliser(study, gamma) for gamma in GAMMAS]))


def _off_words(study: Study, gamma: float) -> str:
    return fixed(off_the_equaliser(study, gamma), 2)


def _told(study: Study) -> Mapping[str, object]:
    low = with_method(study, SAMGS, gamma=GAMMAS[0])
    at_end = int((places(low, SAMGS) > AT_AN_END).sum())
    told: dict[str, object] = {
        f"off_{n}": partial(_off_words, study, gamma) for n, gamma in enumerate(GAMMAS)
    }
    shares = [run.regime_share or 0.0 for run in of(low, SAMGS).summaries]
    return told | {
        "n": in_words(len(study.points)),
        "at_end": in_words(at_end),
        "balanced": reached_words(low, SAMGS),
        "gamma": number(GAMMAS[0]),
        "high": number(HIGH),
        "share": f"{np.mean(shares):.0%}".replace("%", " %"),
        "scale": number(SCALE),
        "ratio": number((1 + (1 - GAMMAS[0] ** 2) ** 0.5) / GAMMAS[0], 3),
    }


DEFAULT_FAILS = Lesson(
    key="default-fails",
    title="When the default γ fails",
    question="The first loss is ten times smaller. Does γ = 0.1 save its task?",
    minutes=4,
    needs="Lessons 2 and 5",
    steps=(
        Step(
            text="The same landscape, with the first loss times {scale}, and the five starts of "
            "earlier papers. γ is {gamma} as before. The scene waits.",
            sets=_small_first,
            predicts=True,
            look_at=("loss space",),
            facts=_told,
            asks=Choice(
                prompt="Where on the front will SAM-GS end?", options=WHERE, right=where_it_ends
            ),
        ),
        Step(
            text="From {at_end} of {n} starts SAM-GS ends near task 2’s end: task 1 is given up. "
            "From {balanced} it is balanced. It [[equalise|equalised]] at {share} of its steps "
            "only.",
            recalls=1,
            look_at=("loss space", "scores"),
            facts=_told,
        ),
        Step(
            text="γ = {gamma} means that one gradient must be about {ratio} times as long as the "
            "other. A factor of ten is a nuisance, and too mild to trip it: most of the time "
            "SAM-GS [[modulate|modulates]].",
            look_at=("curves",),
            facts=_told,
        ),
        Step(
            text="With γ = {high}, as in the image experiments of the published code, its ends "
            "are {off_2} from those of IMTL-G, which makes projections equal (along the front, "
            "from −1 to 1).",
            sets=_high,
            look_at=("loss space", "gamma"),
            facts=_told,
        ),
        Step(
            text="Move γ and compare with IMTL-G, whose ends do not depend on γ.",
            sets=_high,
            look_at=("gamma", "loss space"),
            asks=Choice(
                is_check=True,
                prompt="At which γ does SAM-GS end nearest to IMTL-G?",
                options=tuple(f"γ = {gamma:g}" for gamma in GAMMAS),
                right=nearest,
                facts=_told,
                reason="The mean distance along the front is {off_0}, {off_1} and {off_2} for the "
                "three. The threshold says which imbalance counts: ψ < γ holds exactly if the "
                "ratio ρ of the lengths exceeds",
                formula=r"\rho>\frac{1+\sqrt{1-\gamma^2}}{\gamma}",
            ),
        ),
    ),
    alone="Set the scale of the first loss to 0.01. Is γ = 0.1 enough now?",
)
