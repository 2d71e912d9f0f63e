"""What the page says in words: captions and the fairness of a comparison."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from app.runs.records import MethodResult
from app.study.study import Study
from app.words.caption import Ends, caption, ends, score_text
from app.words.fairness import fairness
from samgs_core import Outcome
from samgs_core.methods import LS, METHODS, SAMGS, UW, PCGrad
from samgs_core.summary import RunSummary

FRONT = np.array([[0.0, 30.0], [40.0, 0.0]])  # its diagonal is 50, so 0.5 is near


def a_run(at_goal=False, to_front=10.0, outcome=Outcome.FINISHED):
    return RunSummary(
        start=(0.0, 0.0),
        outcome=outcome,
        stopped_at=10,
        end=(0.0, 0.0),
        losses=(0.0, 0.0),
        to_front=to_front,
        conflict_rate=0.0,
        regime_share=None,
        clipped_share=None,
        steps_to_goal=None,
        at_goal=at_goal,
    )


RUNS = (
    a_run(at_goal=True, to_front=0.0),
    a_run(to_front=0.49),
    a_run(to_front=0.51),
    a_run(to_front=None),
    a_run(at_goal=False, outcome=Outcome.DIVERGED, to_front=0.0),
)


def result(method, summaries):
    record = SimpleNamespace(experiment=Study().experiment(method))
    return MethodResult(record, summaries, seconds=0.1, is_fresh=True)


def test_every_run_is_counted_at_one_end():
    assert ends(result(LS(), RUNS), FRONT) == Ends(at_goal=1, on_front=1, short=2, diverged=1)


def test_the_caption_names_every_end_that_occurs():
    study = replace(Study(), starts=tuple((float(i), 0.0) for i in range(5)))
    told = caption(study, [result(LS(), RUNS)], FRONT)
    assert told == (
        "Same landscape, same five starts, 1,000 steps. **LS (sum)** reaches the balanced optimum "
        "from one, ends elsewhere on the Pareto front from one, stops short of the front from two "
        "and diverges from one. A diverged run stops where its next point would not be a finite "
        "number; a smaller learning rate or a clip norm keeps it finite."
    )


def test_the_caption_of_one_start_speaks_of_one_start():
    study = replace(Study(), starts=((1.0, 2.0),), steps=1)
    told = caption(study, [result(SAMGS(), RUNS[:1])], FRONT)
    assert told == (
        "Same landscape, same start, 1 step. "
        "**SAM-GS** reaches the balanced optimum from its start."
    )


def test_the_score_counts_ends_at_the_goal():
    assert score_text(result(LS(), RUNS)) == "1/5"
    assert score_text(result(LS(), (a_run(at_goal=None),))) == "–"


def test_the_default_scene_has_the_same_rules_for_all():
    assert fairness(Study()).chip == "Same rules for all"
    told = " ".join(fairness(Study()).same)
    for fact in ("7 starts", "1,000 steps", "Adam", "0.02", "clipped to length 1", "no gradient"):
        assert fact in told


@pytest.mark.parametrize(
    ("changes", "chip", "fact"),
    [
        ({"drawn": (LS, UW)}, "1 rule differs", "UW uses losses minus their lower bounds"),
        (
            {"methods": tuple(SAMGS(gamma=0.5) if m is SAMGS else m() for m in METHODS)},
            "1 rule differs",
            "SAM-GS is not at its defaults: Threshold γ 0.5.",
        ),
    ],
)
def test_whatever_differs_is_told(changes, chip, fact):
    rules = fairness(replace(Study(), **changes))
    assert rules.chip == chip
    assert fact in " ".join(rules.differs)


def test_methods_that_are_not_drawn_change_no_rule():
    methods = tuple(SAMGS(gamma=0.5) if m is SAMGS else m() for m in METHODS)
    assert fairness(replace(Study(), methods=methods, drawn=(LS, PCGrad))).differs == ()
