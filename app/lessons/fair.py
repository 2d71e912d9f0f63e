"""Lesson: is this comparison fair?"""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from app.lessons.computed import fresh, of, reached
from app.lessons.lesson import Lesson, Step
from app.lessons.questions import Choice
from app.study.study import Study
from app.words.numbers import in_words, listed
from samgs_core import Method
from samgs_core.methods import LS, SAMGS, CAGrad, PCGrad

DRAWN: tuple[type[Method], ...] = (LS, PCGrad, CAGrad, SAMGS)
BESIDE = 1e-6
CLIPS = (("none", None), ("tenth", 0.1), ("one", 1.0), ("ten", 10.0))


def _four(study: Study) -> Study:
    return fresh(study, drawn=DRAWN)


def _unclipped(study: Study) -> Study:
    return replace(_four(study), clip=None)


def _at(x: float, study: Study) -> Study:
    return fresh(study, drawn=DRAWN, starts=((x, 10.0),))


def loses_most(study: Study) -> int:
    """The place in ``DRAWN`` of the method that loses most starts without clipping."""
    clipped, plain = replace(study, clip=1.0), replace(study, clip=None)
    lost = [reached(clipped, kind) - reached(plain, kind) for kind in DRAWN]
    return lost.index(max(lost))


def at_goal(study: Study) -> list[str]:
    """The titles of the methods whose first start ends at the goal."""
    return [kind.title for kind in DRAWN if of(study, kind).summaries[0].at_goal]


def n_left(study: Study) -> int:
    """Which option of the check says how many of the methods still arrive from beside the axis."""
    beside = replace(study, starts=((BESIDE, 10.0),))
    n = len(at_goal(beside))
    return 0 if n == len(DRAWN) else 1 if n > len(DRAWN) / 2 else 2


def _clips(study: Study) -> Mapping[str, object]:
    base = _four(study)

    def count(kind: type[Method], clip: float | None) -> str:
        n = reached(replace(base, clip=clip), kind)
        return in_words(n) if n else "none"

    told: dict[str, object] = {"n": in_words(len(base.points))}
    for name, clip in CLIPS:
        told[f"sam_{name}"] = partial(count, SAMGS, clip)
        told[f"cagrad_{name}"] = partial(count, CAGrad, clip)
    return told


def _axis(study: Study) -> Mapping[str, object]:

    def off() -> str:
        titles = at_goal(_at(BESIDE, study))
        return listed(titles) if titles else "none"

    return {
        "on": lambda: in_words(len(at_goal(_at(0.0, study)))),
        "all": in_words(len(DRAWN)),
        "off": off,
        "beside": f"{BESIDE:f}",
    }


FAIR = Lesson(
    key="fair",
    title="Is this comparison fair?",
    question="The same toy, the same methods: can a rule of the comparison choose the winner?",
    minutes=6,
    needs="Lessons 1 and 4",
    steps=(
        Step(
            text="With clip norm 1 for every method alike, SAM-GS reaches the star from {sam_one} "
            "of {n} starts, and CAGrad from {cagrad_one}. The rules are said above the pictures.",
            sets=_four,
            look_at=("rules",),
            facts=_clips,
        ),
        Step(
            text="Now no method is [[clipped]]. Nothing else changes. The scene waits.",
            sets=_unclipped,
            predicts=True,
            look_at=("clip",),
            asks=Choice(
                prompt="Which method loses most of its starts?",
                options=tuple(kind.title for kind in DRAWN),
                right=loses_most,
            ),
        ),
        Step(
            text="Starts at the star, of {n}, for SAM-GS and for CAGrad:\n\n"
            "- no clipping: {sam_none} and {cagrad_none}\n"
            "- clip norm 0.1: {sam_tenth} and {cagrad_tenth}\n"
            "- clip norm 1: {sam_one} and {cagrad_one}\n"
            "- clip norm 10: {sam_ten} and {cagrad_ten}\n\n"
            "Whoever shows only one of these has chosen the winner.",
            recalls=2,
            look_at=("scores", "clip"),
            facts=_clips,
        ),
        Step(
            text="Why: beside a wall gradients have enormous spikes. Adam remembers their squares "
            "for a long time, and its steps stay tiny. A clip norm keeps spikes out of that "
            "memory; a large one lets some through.",
            look_at=("curves",),
        ),
        Step(
            text="A second trap. One start exactly on the axis of symmetry: {on} of {all} methods "
            "reach the star. Now think of the start moved sideways by {beside}.",
            sets=lambda study: _at(0.0, study),
            look_at=("parameter space", "scores"),
            facts=_axis,
            asks=Choice(
                is_check=True,
                prompt="How many of them still reach the star then?",
                options=("All of them", "More than half of them", "At most half of them"),
                right=n_left,
                facts=_axis,
                reason="Beside the axis these reach it: {off}. On the axis the two gradients are "
                "mirror images, so every method’s step stays on it and slides to the star. That "
                "is a knife’s edge, and no test of a method:",
                formula=r"\theta_1=0\;\Rightarrow\;L_1=L_2,\quad g_1=\begin{pmatrix}a\\b"
                r"\end{pmatrix},\; g_2=\begin{pmatrix}-a\\b\end{pmatrix}",
            ),
        ),
    ),
    alone="Write one sentence that a referee should ask about a figure with a toy problem.",
)
