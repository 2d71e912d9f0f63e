"""Every control of the Explore page does what it says, at its extremes too."""

import re

import numpy as np
import pytest

from app.runs.records import RECORDS
from app.study.landscapes import PICKABLE
from app.study.study import Study
from samgs_core import OPTIMIZERS
from samgs_core.method import Family
from samgs_core.methods import METHODS
from samgs_core.params import Choice, Text
from tests.front.any_page import press, study_of
from tests.front.explore_page import SHORT, garbage_links, go, open_page, scores

QUICK = {"steps": "20"}


def test_the_methods_of_every_family_can_be_picked(only_the_drawn):
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
def test_methods_that_need_positive_losses_say_so_where_they_are_drawn(
    methods, told, only_the_drawn
):
    page = open_page(SHORT | {"methods": methods})
    notes = [each.value for each in page.sidebar.caption if "lower bounds" in each.value]
    assert notes == ([told] if told else [])


def test_mgda_needs_positive_losses_where_it_divides_by_them(only_the_drawn):
    page = open_page(SHORT | {"methods": "ls,mgda", "mgda.normalization": "loss"})
    told = "MGDA uses losses minus their lower bounds"
    assert any(each.value.startswith(told) for each in page.sidebar.caption)
    assert any(told in each.value for each in page.markdown)


def test_a_control_of_one_method_runs_that_method_alone(monkeypatch):
    page = open_page(SHORT)
    ran = []
    get_all = RECORDS.get_all

    def counted(experiments, progress=None):
        found = get_all(experiments, progress)
        ran.extend(each.record.experiment.method.key for each in found if each.is_fresh)
        return found

    monkeypatch.setattr(RECORDS, "get_all", counted)
    page.slider(key="sam-gs.gamma").set_value(0.9).run()
    assert not page.exception
    assert ran == ["sam-gs"]
    page.run()
    assert ran == ["sam-gs"]


def test_every_landscape_has_a_card_that_picks_it(only_the_drawn):
    page = open_page(QUICK | {"methods": "ls"})
    press(page, "Choose a landscape")
    offered = [each.key for each in page.button if str(each.key).startswith("landscape-card-")]
    assert offered == [f"landscape-card-{landscape.key}" for landscape in PICKABLE]
    for landscape in (PICKABLE[-1], PICKABLE[1]):
        page.button(key=f"landscape-card-{landscape.key}").click().run()
        assert not page.exception
        assert type(study_of(page).landscape) is landscape
        press(page, "Choose a landscape")


def test_every_landscape_takes_its_extremes(only_the_drawn):
    quick = QUICK | {"methods": "ls"}
    page = open_page(quick)
    for landscape in PICKABLE:
        go(page, quick | {"landscape": landscape.key})
        assert type(study_of(page).landscape) is landscape
        fields = named("landscape.", landscape)
        take_extremes(page, fields, lambda study: {"landscape.": study.landscape})


@pytest.mark.parametrize("family", Family)
def test_every_control_of_a_method_takes_its_extremes(family, only_the_drawn):
    methods = [method for method in METHODS if method.family is family]
    page = open_page(QUICK | {"methods": ",".join(method.key for method in methods)})
    fields = [each for method in methods for each in named(f"{method.key}.", method)]
    take_extremes(
        page, fields, lambda study: {f"{each.key}.": each for each in study.drawn_methods}
    )


@pytest.mark.parametrize("optimizer", OPTIMIZERS, ids=lambda cls: cls.key)
def test_every_outer_optimiser_takes_its_extremes(optimizer, only_the_drawn):
    page = open_page(QUICK)
    page.selectbox(key="optimizer").set_value(optimizer.key).run()
    assert not page.exception
    assert type(study_of(page).optimizer) is optimizer
    fields = named("optimizer.", optimizer)
    take_extremes(page, fields, lambda study: {"optimizer.": study.optimizer})


def test_every_rule_of_a_study_takes_its_extremes_with_all_methods():
    page = open_page(QUICK)
    rules = ("clip", "noise", "seed", "precision", "layer")
    fields = [("", each) for each in Study.declared() if each.name in rules]
    assert len(fields) == len(rules)
    take_extremes(page, fields, lambda study: {"": study})
    assert "…" not in scores(page).values()


def named(prefix, part):
    """The fields of a part of the study, with what their widgets' keys begin with."""
    return [(prefix, field) for field in part.declared()]


def take_extremes(page, fields, parts):
    """Set all widgets to the lower ends of their ranges, then to the upper ones, or to every option
    in turn: the study and its link follow, and nothing goes wrong."""
    ways = {each: ends(each[1]) for each in fields if not isinstance(each[1], Text)}
    for turn in range(max(map(len, ways.values()), default=0)):
        chosen = {each: values[min(turn, len(values) - 1)] for each, values in ways.items()}
        for (prefix, field), value in chosen.items():
            widget(page, prefix + field.name).set_value(value)
        page.run()
        assert not page.exception, chosen
        found = parts(study_of(page))
        for (prefix, field), value in chosen.items():
            assert getattr(found[prefix], field.name) == value, prefix + field.name


def ends(field):
    if isinstance(field, Choice):
        return field.options
    return tuple(int(end) if field.whole else end for end in (field.low, field.high))


def widget(page, key):
    kinds = ("slider", "select_slider", "number_input", "button_group")
    return next(each for kind in kinds for each in page.get(kind) if each.key == key)


def test_starts_are_added_jittered_picked_and_removed(only_the_drawn):
    page = open_page(SHORT)
    press(page, "Add a start")
    assert len(study_of(page).points) == 8
    before = study_of(page).points
    press(page, "Jitter ±0.3")
    moves = np.array(study_of(page).points) - np.array(before)
    assert (moves != 0).any() and np.abs(moves).max() <= 0.301
    page.number_input(key="start.0.1").set_value(1.5).run()
    assert study_of(page).points[0][1] == 1.5
    page.button(key="start.remove.0").click().run()
    assert not page.exception and len(study_of(page).points) == 7
    published = study_of(page).landscape.starts[1]
    page.selectbox(key="start-set").set_value(published.title).run()
    assert not page.exception and study_of(page).points == published.points


def test_pages_of_garbage_links_never_raise_and_score_all_the_same():
    for query in garbage_links(15):
        assert re.fullmatch(r"\d+/\d+|–", scores(open_page(query))["sam-gs"]), query


def test_a_closed_group_is_drawn_once_it_is_opened(only_the_drawn):
    page = open_page(SHORT | {"methods": "ls"})
    page.session_state["group.Starts"] = False
    page.run()
    assert not any(each.key == "start.0.1" for each in page.number_input)
    page.session_state["group.Starts"] = True
    page.run()
    assert page.number_input(key="start.0.1").value == study_of(page).points[0][1]
