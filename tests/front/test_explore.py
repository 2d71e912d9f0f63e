"""The Explore page without a browser: what it states is what was run."""

import math
import re

import numpy as np
import pytest

from app.explore import view as explore
from samgs_core import Outcome, run
from samgs_core.methods import METHODS
from tests.front.any_page import html, press, query_of, study_of
from tests.front.explore_page import SHORT, open_page, scores, words


def recompute(record, front, start):
    """The numbers of one run, written again in plain Python: an independent check."""
    end = record.stopped_at[start]
    own = [i for i, t in enumerate(record.steps) if t <= end]
    conflicts = cosines = equal = 0
    first = None
    goal = record.experiment.landscape.goal
    for i in own:
        losses = record.losses[start, i].tolist()
        if np.isfinite(record.grads[start, i]).all():
            a, b = (grad / (np.abs(grad).max() or 1) for grad in record.grads[start, i])
            conflicts += float(a @ b) < 0
        cosines += 1
        if "equalised" in record.diagnostics:
            equal += float(record.diagnostics["equalised"][start, i])
        l1, l2 = losses[0] / goal.scales[0], losses[1] / goal.scales[1]
        if first is None and abs(l1 - l2) < goal.gap and l1 + l2 < goal.total:
            first = int(record.steps[i])
    losses = record.losses[start, -1].tolist()
    l1, l2 = losses[0] / goal.scales[0], losses[1] / goal.scales[1]
    finished = record.outcome[start] is Outcome.FINISHED
    return {
        "loss1_end": losses[0],
        "loss2_end": losses[1],
        "distance_to_front": distance(losses, front),
        "conflict_rate": conflicts / cosines,
        "equalised_share": equal / cosines if "equalised" in record.diagnostics else math.nan,
        "steps_to_goal": math.nan if first is None else first,
        "at_goal": finished and abs(l1 - l2) < goal.gap and l1 + l2 < goal.total,
    }


def distance(point, front):
    """Distance to a polyline, segment by segment; what dominates it is at distance 0."""
    best = math.inf
    if not np.isfinite(point).all():
        return best
    for a, b in zip(front[:-1], front[1:], strict=True):
        along = b - a
        share = min(max(float((point - a) @ along) / float(along @ along), 0), 1)
        excess = np.maximum(point - (a + share * along), 0)
        best = min(best, math.hypot(*excess))
    return best


STUDIES = (
    ({"steps": "250", "optimizer.lr": "0.1"}, True, False),
    (
        {"landscape": "two-bowls", "landscape.ratio": "10", "methods": "ls,mgda,cagrad,sam-gs"}
        | {"steps": "100", "starts": "0.5,2;-2,-2;1.5,-2.5", "noise": "0.2", "clip": "none"},
        False,
        False,
    ),
    (
        {"landscape": "two-optima", "methods": "pcgrad,nash-mtl,sam-gs", "steps": "200"}
        | {"sam-gs.gamma": "0.4", "optimizer": "momentum", "optimizer.lr": "0.04", "seed": "3"},
        True,
        False,
    ),
    (
        {"landscape": "two-bowls", "optimizer": "sgd", "optimizer.lr": "5", "clip": "none"}
        | {"methods": "ls,sam-gs", "steps": "160"},
        False,
        True,
    ),
)
"""What is shown, whether some run of it ends at the goal, and whether some run diverges."""


def assert_clause(page, method, rows, front):
    """The caption's clause on a method names every kind of end that the table shows, no other."""
    clauses = words(page).split(" steps. ")[1].split(";")
    (clause,) = (each for each in clauses if f"**{method.title}**" in each)
    near = 0.01 * math.hypot(*np.ptp(front, axis=0))
    diverged = rows["outcome"] == "diverged"
    at_goal = (rows["at_goal"] == True) & ~diverged  # noqa: E712
    on_front = ~diverged & ~at_goal & (rows["distance_to_front"] <= near)
    short = ~diverged & ~at_goal & ~on_front
    ends = (("reach", at_goal), ("elsewhere", on_front), ("short", short), ("diverge", diverged))
    for deed, some in ends:
        assert (deed in clause) == some.any(), (deed, clause)


@pytest.mark.parametrize(("query", "some_arrive", "some_diverge"), STUDIES)
def test_every_number_on_the_page_is_that_of_the_runs(
    query, some_arrive, some_diverge, monkeypatch
):
    monkeypatch.setattr(explore, "SCORED_UP_TO", 0)  # the drawn methods are looked at
    page = open_page(query)
    study = study_of(page)
    front = study.landscape.losses(study.landscape.pareto_set(401)).numpy()
    table = page.dataframe[0].value
    assert len(table) == len(study.drawn) * len(study.points)
    assert (table["at_goal"] == True).any() == some_arrive  # noqa: E712
    assert (table["outcome"] == "diverged").any() == some_diverge
    for method in study.drawn_methods:
        record = run(study.experiment(method))
        of_method = table[table["method"] == method.title]
        at_goal = 0
        for start, (_, row) in enumerate(of_method.iterrows()):
            expected = recompute(record, front, start)
            at_goal += expected["at_goal"]
            for name, value in expected.items():
                told = math.nan if row.get(name) is None else row[name]
                assert told == pytest.approx(value, rel=1e-6, abs=1e-6, nan_ok=True), name
            assert row["outcome"] == record.outcome[start].name.lower()
            assert row["steps_taken"] == record.stopped_at[start]
        assert scores(page)[method.key] == f"{at_goal}/{len(study.points)}"
        assert_clause(page, method, of_method, front)


def test_scores_of_all_methods_are_shown_also_of_those_not_drawn():
    page = open_page(SHORT)
    assert set(scores(page)) == {method.key for method in METHODS}
    assert all(re.fullmatch(r"\d/7", score) for score in scores(page).values())


def test_on_long_runs_the_other_methods_are_scored_when_a_visitor_asks(monkeypatch):
    monkeypatch.setattr(explore, "SCORED_UP_TO", 40)
    page = open_page({"steps": "41", "methods": "ls,sam-gs"})
    waiting = {key for key, score in scores(page).items() if score == "…"}
    assert waiting == {method.key for method in METHODS} - {"ls", "sam-gs"}
    press(page, f"Score the other {len(METHODS) - 2} methods")
    assert "…" not in scores(page).values()
    page.run()
    assert "…" not in scores(page).values()  # what is in memory needs no asking
    assert "score-others" not in {button.key for button in page.button}


def test_what_a_link_says_is_what_the_controls_show():
    query = {"v": "1", "landscape": "two-bowls", "landscape.ratio": "7", "methods": "mgda"}
    query |= {"optimizer": "sgd", "optimizer.lr": "0.003", "steps": "77", "clip": "none"}
    query |= {"starts": "1,2;-1,0.25", "contours": "mean", "focus": "1", "noise": "0.5"}
    page = open_page(query)
    assert query_of(page) == query
    assert page.session_state["landscape.ratio"] == 7
    assert page.session_state["clip"] is None
    assert page.session_state["start.1.1"] == 0.25


def test_what_a_link_cannot_mean_is_said_and_shown_as_text():
    page = open_page(SHORT | {"sam-gs.gamma": "![x](http://192.0.2.1)", "**bold**": "1"})
    told = [warning.value for warning in page.warning]
    assert len(told) == 2
    assert "\\[x\\]\\(http\u2060\\:" in told[0] and "\\*\\*bold\\*\\*" in told[1]


def test_without_a_goal_the_scores_are_those_of_the_front():
    page = open_page({"landscape": "zdt3", "steps": "37"})
    assert set(scores(page)) == {method.key for method in METHODS}
    assert all(re.fullmatch(r"\d/5|distance [\d.]+", score) for score in scores(page).values())
    assert "mean distance" in html(page)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"sam-gs.gamma": "1"}, "**SAM-GS** end elsewhere on the front"),
        ({"steps": "100", "starts": "-7,3;0,0;-5.0718983,2"}, "same three starts"),
        ({"steps": "100", "landscape": "two-bowls", "starts": "0,0"}, "same start"),
        ({"steps": "100", "noise": "2"}, "SAM-GS"),
    ],
)
def test_extremes_are_explained(query, said, monkeypatch):
    monkeypatch.setattr(explore, "SCORED_UP_TO", 0)  # the other methods are another matter
    assert said in words(open_page(query))
