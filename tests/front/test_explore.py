"""The Explore page without a browser: what it states is what was run."""

import csv
import io
import math
import re

import numpy as np
import pyarrow as pa
import pytest

from app.explore import view as explore
from app.explore.score_row import score_row, toggled
from app.explore.table import csv_text, rows
from app.look.theme import LIGHT
from app.runs.results import result
from app.study.study import Study
from samgs_core import Outcome, run
from samgs_core.methods import METHODS, MGDA, SAMGS
from samgs_core.summary import RunSummary
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
    assert "!\\[x\\]\\(http\\:" in told[0] and "\\*\\*bold\\*\\*" in told[1]


def test_without_a_goal_the_scores_are_those_of_the_front():
    page = open_page({"landscape": "zdt3", "steps": "37"})
    assert set(scores(page)) == {method.key for method in METHODS}
    assert all(re.fullmatch(r"\d/5|[\d.]+ off", score) for score in scores(page).values())
    assert "mean distance" in html(page)


def test_a_press_on_a_score_draws_the_method_or_hides_it():
    plain = Study()
    assert MGDA in toggled(plain, "mgda").drawn
    assert toggled(toggled(plain, "mgda"), "mgda") == plain
    assert SAMGS not in toggled(plain, "sam-gs").drawn
    assert toggled(plain, "<b>") == plain


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.key)
def test_a_chip_says_whether_its_method_is_drawn_and_what_a_press_does(method):
    row = score_row(Study(), {method: "3/7"}, LIGHT)
    is_drawn = method in Study().drawn
    part, other = row if is_drawn else row[::-1]
    pressed, deed = ("true", "hide") if is_drawn else ("false", "draw")
    assert f'data-method="{method.key}"' not in other
    assert (
        f'data-method="{method.key}" aria-pressed="{pressed}" '
        f'title="{method.title}: press to {deed} its runs"'
    ) in part
    assert "<b>3/7</b>" in part


def test_the_row_is_busy_until_every_score_is_there():
    scores = {method: "1/7" for method in METHODS if method is not MGDA}
    row = score_row(Study(), scores, LIGHT)
    assert 'aria-busy="false"' in row.drawn and 'aria-busy="true"' in row.others
    row = score_row(Study(), scores | {MGDA: "0/7"}, LIGHT)
    assert 'aria-busy="false"' in row.others


def table_of(page):
    """The table as the page writes it: the texts of the cells, by column."""
    cells = page.dataframe[0]
    written = pa.ipc.open_stream(cells.proto.arrow_data.styler.display_values).read_pandas()
    return dict(zip(cells.value, (written[name].tolist() for name in written), strict=True))


def test_the_table_is_written_with_true_minus_signs_and_dashes():
    page = open_page(SHORT | {"methods": "ls,sam-gs"})
    table = table_of(page)
    assert page.dataframe[0].proto.placeholder == "–"
    assert any(text.startswith("−") for text in table["loss1_end"])
    assert set(table["equalised_share"][:7]) == {"–"}
    assert all(text.endswith(" %") for text in table["conflict_rate"])
    assert not [
        text for column in table.values() for text in column if re.match("-|None|nan", text)
    ]


def test_columns_that_say_nothing_are_left_out_of_the_page_but_not_of_the_file():
    page = open_page(SHORT | {"landscape": "zdt3", "methods": "ls", "clip": "none"})
    shown = set(page.dataframe[0].value)
    assert not shown & {"at_goal", "steps_to_goal", "clipped_share", "equalised_share"}
    assert {"on_front", "distance_to_front"} <= shown
    study = study_of(page)
    text = csv_text(rows([result(study, method) for method in study.drawn_methods]))
    heading, first = text.splitlines()[:2]
    assert "at_goal" in heading and first.split(",")[heading.split(",").index("at_goal")] == ""


def test_a_page_without_a_drawn_method_has_an_empty_table():
    assert len(open_page(SHORT | {"methods": "none"}).dataframe[0].value) == 0


@pytest.mark.parametrize("value", [None, math.nan, np.nan, np.float64("nan"), np.float32("nan")])
def test_the_csv_file_is_empty_where_a_number_is_undefined(value):
    undefined = {"losses": (value, 0.1), "conflict_rate": value, "to_front": value}
    row = RunSummary(
        start=(1.0, 2.0), outcome=Outcome.DIVERGED, stopped_at=3, end=(math.inf, value),
        on_front=None, regime_share=None, clipped_share=value, steps_to_goal=None, at_goal=None,
        **undefined,
    )  # fmt: skip
    shown = result(Study(steps=1), MGDA())._replace(summaries=(row,))
    (read,) = csv.DictReader(io.StringIO(csv_text(rows([shown]))))
    assert read == {
        "method": "MGDA", "start": "1", "theta1_start": "1.0", "theta2_start": "2.0",
        "theta1_end": "inf", "theta2_end": "", "loss1_end": "", "loss2_end": "0.1",
        "distance_to_front": "", "on_front": "", "conflict_rate": "", "equalised_share": "",
        "clipped_share": "", "steps_to_goal": "", "at_goal": "", "outcome": "diverged",
        "steps_taken": "3",
    }  # fmt: skip
