"""The Explore page without a browser: what it states, and what every control does."""

import math
import re
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from app.caption import NUMBERS as WORDS
from app.landscapes import PICKABLE
from app.link import decode, encode, experiment_text
from app.records import RECORDS
from app.study import Study
from app.views import explore
from samgs_core import OPTIMIZERS, Outcome, run
from samgs_core.method import Family
from samgs_core.methods import METHODS
from samgs_core.params import Choice, Text

PAGE = str(Path(__file__).parent.parent.parent / "app" / "page.py")
SHORT = {"steps": "60"}


def open_page(query=None):
    page = AppTest.from_file(PAGE, default_timeout=60)
    for name, value in (query or {}).items():
        page.query_params[name] = value
    page.run()
    assert not page.exception
    return page


def query_of(page):
    values = page.query_params.items()
    return {name: value if isinstance(value, str) else value[0] for name, value in values}


def study_of(page):
    return decode(query_of(page)).study


def html(page):
    return " ".join(each.proto.body for each in page.get("html"))


def words(page):
    return next(each.value for each in page.markdown if each.value.startswith("Same landscape"))


def scores(page):
    """The score of every method on the page, by its key."""
    chips = re.findall(r'data-method="([\w-]+)".*?<b>(.*?)</b>', html(page))
    return dict(chips[-len(METHODS) :])


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
    {},
    {"landscape": "two-bowls", "landscape.ratio": "10", "methods": "ls,mgda,cagrad,sam-gs"}
    | {"steps": "300", "starts": "0.5,2;-2,-2;1.5,-2.5", "noise": "0.2", "clip": "none"},
    {"landscape": "two-optima", "methods": "pcgrad,nash-mtl,sam-gs", "steps": "700"}
    | {"sam-gs.gamma": "0.4", "optimizer": "momentum", "optimizer.lr": "0.01", "seed": "3"},
    {"landscape": "two-bowls", "optimizer": "sgd", "optimizer.lr": "5", "clip": "none"}
    | {"methods": "ls,sam-gs", "steps": "1500"},
)


@pytest.mark.parametrize("query", STUDIES)
def test_every_number_on_the_page_is_that_of_the_runs(query, monkeypatch):
    monkeypatch.setattr(explore, "SCORED_UP_TO", 0)  # the drawn methods are looked at
    page = open_page(query)
    study = study_of(page)
    front = study.landscape.losses(study.landscape.pareto_set(401)).numpy()
    table = page.dataframe[0].value
    assert len(table) == len(study.drawn) * len(study.points)
    for method in study.drawn_methods:
        record = run(study.experiment(method))
        of_method = table[table["method"] == method.title]
        at_goal = 0
        for start, (_, row) in enumerate(of_method.iterrows()):
            expected = recompute(record, front, start)
            at_goal += expected["at_goal"]
            for name, value in expected.items():
                told = math.nan if row[name] is None else row[name]
                assert told == pytest.approx(value, rel=1e-6, abs=1e-6, nan_ok=True), name
            assert row["outcome"] == record.outcome[start].name.lower()
            assert row["steps_taken"] == record.stopped_at[start]
        assert scores(page)[method.key] == f"{at_goal}/{len(study.points)}"
        assert_sentence(page, method, of_method, front)


def assert_sentence(page, method, rows, front):
    """The caption's sentence on a method counts what the table shows."""
    (told,) = re.findall(rf"\*\*{re.escape(method.title)}\*\* (.*?)\.(?= \*\*|$)", words(page))
    near = 0.01 * math.hypot(*np.ptp(front, axis=0))
    diverged = rows["outcome"] == "diverged"
    at_goal = (rows["at_goal"] == True) & ~diverged  # noqa: E712
    on_front = ~diverged & ~at_goal & (rows["distance_to_front"] <= near)
    short = ~diverged & ~at_goal & ~on_front
    for deed, some in (("reaches", at_goal), ("ends elsewhere", on_front)) + (
        ("stops short", short),
        ("diverges", diverged),
    ):
        found = re.search(rf"{deed}[^,]*? from (?:all )?(\w+)", told)
        assert (WORDS.index(found.group(1)) if found else 0) == some.sum(), (deed, told)


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


def test_the_methods_of_every_family_can_be_picked():
    page = open_page(SHORT | {"methods": "none"})
    groups = {"drawn", *(f"drawn.{family.name.lower()}" for family in Family)}
    offered = [title for key in sorted(groups) for title in group(page, key).options]
    assert sorted(offered) == sorted(method.title for method in METHODS)
    for key in sorted(groups):
        group(page, key).set_value(group(page, key).options[:1]).run()
        assert not page.exception
    titles = {method.title for method in study_of(page).drawn}
    assert titles == {group(page, key).options[0] for key in groups}


def group(page, key):
    return next(each for each in page.get("button_group") if each.key == key)


@pytest.mark.parametrize(
    ("methods", "told"),
    [
        ("ls,famo", "FAMO uses losses minus their lower bounds."),
        ("si,mgda,db-mtl", "SI, DB-MTL use losses minus their lower bounds."),
        ("ls,mgda", ""),
    ],
)
def test_methods_that_need_positive_losses_say_so_where_they_are_drawn(methods, told):
    page = open_page(SHORT | {"methods": methods})
    notes = [each.value for each in page.sidebar.caption if "lower bounds" in each.value]
    assert notes == ([told] if told else [])


def test_mgda_needs_positive_losses_where_it_divides_by_them():
    page = open_page(SHORT | {"methods": "mgda", "mgda.normalization": "loss"})
    told = "MGDA uses losses minus their lower bounds"
    assert any(each.value.startswith(told) for each in page.sidebar.caption)
    assert any(told in each.value for each in page.markdown)


def test_a_control_of_one_method_runs_that_method_alone(monkeypatch):
    page = open_page(SHORT)
    ran = []
    get = RECORDS.get

    def counted(experiment, progress):
        obtained = get(experiment, progress)
        ran.extend([experiment.method.key] if obtained.seconds is not None else [])
        return obtained

    monkeypatch.setattr(RECORDS, "get", counted)
    page.slider(key="sam-gs.gamma").set_value(0.9).run()
    assert not page.exception
    assert ran == ["sam-gs"]
    page.run()
    assert ran == ["sam-gs"]


@pytest.mark.parametrize("landscape", PICKABLE, ids=lambda cls: cls.key)
def test_every_landscape_can_be_picked_with_its_extremes(landscape, monkeypatch):
    monkeypatch.setattr(explore, "SCORED_UP_TO", 0)
    page = open_page(SHORT | {"methods": "ls"})
    press(page, "Choose a landscape")
    page.button(key=f"landscape-card-{landscape.key}").click().run()
    assert not page.exception
    assert type(study_of(page).landscape) is landscape
    for field in landscape.declared():
        if not isinstance(field, Text):
            extremes(page, f"{landscape.key}.{field.name}", field)


@pytest.mark.parametrize("method", METHODS, ids=lambda cls: cls.key)
def test_every_control_of_a_method_takes_its_extremes(method):
    page = open_page(SHORT | {"methods": method.key})
    for field in method.declared():
        extremes(page, f"{method.key}.{field.name}", field)


@pytest.mark.parametrize("optimizer", OPTIMIZERS, ids=lambda cls: cls.key)
def test_every_outer_optimiser_takes_its_extremes(optimizer):
    page = open_page(SHORT)
    page.selectbox(key="optimizer").set_value(optimizer.title).run()
    assert not page.exception
    assert type(study_of(page).optimizer) is optimizer
    for field in optimizer.declared():
        extremes(page, f"{optimizer.key}.{field.name}", field)


@pytest.mark.parametrize("name", ["clip", "noise", "seed", "precision", "contours", "layer"])
def test_every_rule_of_a_study_takes_its_extremes(name):
    page = open_page(SHORT)
    (field,) = (each for each in Study.declared() if each.name == name)
    extremes(page, f"study.{name}", field)


def extremes(page, key, field):
    """Set a widget to both ends of its range (or to every option); the link follows."""
    widgets = ("slider", "select_slider", "number_input", "button_group")
    values = field.options if isinstance(field, Choice) else (field.low, field.high)
    for value in values:
        widget = next(each for kind in widgets for each in page.get(kind) if each.key == key)
        widget.set_value(int(value) if getattr(field, "whole", False) else value).run()
        assert not page.exception, (key, value)
        assert page.session_state[key] == value
        assert encode(study_of(page)) == query_of(page)


def test_starts_are_added_jittered_picked_and_removed():
    page = open_page(SHORT)
    press(page, "Add a start")
    assert len(study_of(page).points) == 8
    before = study_of(page).points
    press(page, "Jitter ±0.3")
    moves = np.array(study_of(page).points) - np.array(before)
    assert (moves != 0).any() and np.abs(moves).max() <= 0.301
    page.number_input(key="start.one-optimum.0.1").set_value(1.5).run()
    assert study_of(page).points[0][1] == 1.5
    page.button(key="start.remove.0").click().run()
    assert not page.exception and len(study_of(page).points) == 7
    published = study_of(page).landscape.starts[1]
    page.selectbox(key="start-set").set_value(published.title).run()
    assert not page.exception and study_of(page).points == published.points


def press(page, label):
    next(button for button in page.button if button.label == label).click().run()
    assert not page.exception


def test_what_a_link_says_is_what_the_controls_show():
    query = {"v": "1", "landscape": "two-bowls", "landscape.ratio": "7", "methods": "mgda"}
    query |= {"optimizer": "sgd", "optimizer.lr": "0.003", "steps": "77", "clip": "none"}
    query |= {"starts": "1,2;-1,0.25", "contours": "mean", "focus": "1", "noise": "0.5"}
    page = open_page(query)
    assert query_of(page) == query
    assert page.session_state["two-bowls.ratio"] == 7
    assert page.session_state["study.clip"] is None
    assert page.session_state["start.two-bowls.1.1"] == 0.25


def test_what_a_link_cannot_mean_is_said_and_shown_as_text():
    page = open_page(SHORT | {"sam-gs.gamma": "![x](http://192.0.2.1)", "**bold**": "1"})
    told = [warning.value for warning in page.warning]
    assert len(told) == 2
    assert "!\\[x\\]\\(http\\:" in told[0] and "\\*\\*bold\\*\\*" in told[1]


def test_without_a_goal_no_method_is_scored_and_none_runs_for_it():
    page = open_page({"landscape": "zdt3", "steps": "37"})
    assert set(scores(page).values()) == {"–"} and len(scores(page)) == len(METHODS)
    study = study_of(page)
    kept = [RECORDS.peek(experiment_text(study.experiment(method))) for method in study.methods]
    assert sum(record is not None for record in kept) == len(study.drawn)
