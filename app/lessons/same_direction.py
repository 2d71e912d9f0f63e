"""Lesson: the same direction under different names."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from app.lessons.computed import fresh, of, with_method
from app.lessons.lesson import Lesson, Step
from app.lessons.questions import Choice, Number
from app.study.study import Study
from app.vectors.outcome import outcomes
from app.vectors.presets import PRESETS
from app.words.numbers import in_words, listed, number
from samgs_core import SGD, Method
from samgs_core.methods import IMTLG, SAMGS, NashMTL

FAMILY: tuple[type[Method], ...] = (NashMTL, IMTLG, SAMGS)
_BOTH = next(preset for preset in PRESETS if preset.title == "Both")
CHANGES = ("Seed 1 in place of 0", "Clip norm 2 in place of 1", "SGD in place of Adam")


def _arrows(drawn: tuple[type[Method], ...], study: Study) -> Study:
    settings = replace(_BOTH.of(study.vectors), drawn=drawn, repeats=1)
    return replace(study, methods=Study().methods, focused=SAMGS, vectors=settings)


def _runs(study: Study) -> Study:
    return with_method(fresh(study, drawn=FAMILY), SAMGS, gamma=1.0)


def _by_sgd(study: Study) -> Study:
    return replace(_runs(study), optimizer=SGD(lr=0.02))


def n_directions(study: Study) -> int:
    """How many different directions the three merged gradients have."""
    vectors = replace(study.vectors, drawn=FAMILY)
    return len(outcomes(replace(study, vectors=vectors)).groups)


def widest_gap(study: Study) -> float:
    """How far apart two of the three methods end at most, from the same start."""
    ends = [of(study, kind).record.x[:, -1] for kind in FAMILY]
    gaps = [np.linalg.norm(ends[0] - other, axis=-1).max() for other in ends[1:]]
    gaps.append(np.linalg.norm(ends[1] - ends[2], axis=-1).max())
    return float(max(gaps))


def what_matters(study: Study) -> int:
    """The place in ``CHANGES`` of the one that drives the ends farthest apart."""
    base = _runs(study)
    changed = (replace(base, seed=1), replace(base, clip=2.0), _by_sgd(study))
    return int(np.argmax([widest_gap(each) for each in changed]))


def _lengths(study: Study) -> Mapping[str, object]:
    found = outcomes(study).methods
    return {
        "lengths": listed([f"{each.method.title} {number(each.length, 2)}" for each in found]),
        "directions": in_words(n_directions(study)),
        "verb": "direction" if n_directions(study) == 1 else "directions",
    }


def _gaps(study: Study) -> Mapping[str, object]:
    return {
        "adam": lambda: number(widest_gap(_runs(study)), 2),
        "sgd": lambda: number(widest_gap(_by_sgd(study)), 2),
    }


SAME_DIRECTION = Lesson(
    key="same-direction",
    title="Same direction, different name",
    question="Three papers, three derivations. How many different arrows?",
    minutes=5,
    needs="Lesson 3",
    steps=(
        Step(
            page="vectors",
            text="Two [[task gradient|task gradients]] that differ in angle and in length. "
            "Nash-MTL bargains, IMTL-G makes projections equal, SAM-GS [[equalise|equalises]] "
            "here. None is drawn yet.",
            sets=lambda study: _arrows((), study),
            look_at=("arrows",),
            asks=Number(
                prompt="How many different directions will the three merged gradients have?",
                low=1,
                high=3,
                right=n_directions,
            ),
        ),
        Step(
            page="vectors",
            text="They have {directions} {verb}, and different lengths: {lengths}. With two tasks "
            "only the bisector makes the same angle with both gradients, and all three ask for it.",
            sets=lambda study: _arrows(FAMILY, study),
            recalls=1,
            look_at=("arrows",),
            facts=_lengths,
        ),
        Step(
            text="The three on a landscape, with SAM-GS always equalising and Adam as the "
            "[[outer optimiser]]. From the same start they end at most {adam} apart: Adam divides "
            "by the length it is used to.",
            sets=_runs,
            look_at=("parameter space",),
            facts=_gaps,
        ),
        Step(
            text="The directions are the same at every point. Which change of the rules makes the "
            "ends differ most?",
            sets=_runs,
            facts=_gaps,
            asks=Choice(
                is_check=True,
                prompt="Which change drives the three farthest apart?",
                options=CHANGES,
                right=what_matters,
                facts=_gaps,
                reason="With Adam they end at most {adam} apart, with SGD up to {sgd}: a step of "
                "SGD is as long as the merged gradient, up to the clip norm, and the lengths are "
                "what differs. Adam’s step hardly depends on a constant factor c:",
                formula=r"\frac{c\,\hat m}{\sqrt{c^2\,\hat v}}=\frac{\hat m}{\sqrt{\hat v}}",
            ),
        ),
    ),
    alone="Draw PCGrad and UPGrad on the Vectors page. When do they differ, with two tasks?",
)
