"""Landscapes on the page: presets, formulas and their errors, conflicts, the surface."""

from html import escape

import pytest

from app.explore import view as explore
from app.study.landscapes import PICKABLE
from app.study.link import encode
from app.study.presets import preset_label, preset_rules, preset_study
from app.study.study import MAX_STEPS, Study
from samgs_core.methods import LS, CAGrad
from synthetic import LANDSCAPES
from synthetic.formula import CustomLandscape
from tests.front.any_page import query_of, study_of
from tests.front.explore_page import go, open_page, words

FORMULA = {"landscape": "formula", "steps": "40", "methods": "ls,pcgrad,sam-gs"}
PRESETS = [preset for landscape in LANDSCAPES for preset in landscape.presets()]


@pytest.fixture(autouse=True)
def _only_drawn_methods_are_scored(monkeypatch):
    monkeypatch.setattr(explore, "SCORED_UP_TO", 0)


def type_in(page, name, formula):
    page.text_input(key=f"draft.landscape.{name}").set_value(formula).run()
    assert not page.exception


def errors(page):
    """What the page says of formulas that it cannot read."""
    return [each.proto.body for each in page.get("html") if 'class="unread"' in each.proto.body]


@pytest.mark.parametrize("preset", PRESETS, ids=lambda p: f"{p.landscape.key}, {p.title}")
def test_a_preset_sets_all_that_was_published(preset):
    study = preset_study(Study(), preset)
    for method in study.methods:
        experiment = study.experiment(method)
        assert experiment.landscape == preset.landscape
        assert experiment.starts == preset.starts
        assert experiment.optimizer == preset.optimizer
        assert experiment.clip_norm == preset.clip_norm
        assert experiment.steps == min(preset.steps, MAX_STEPS)
    assert study.drawn == Study().drawn and study.methods == Study().methods
    assert (f"of {preset.steps:,}" in preset_label(preset)) == (preset.steps > MAX_STEPS)
    assert f"{preset.steps:,} steps" in preset_rules(preset)


def test_a_press_on_a_preset_moves_all_controls_and_the_link():
    page = open_page({"landscape": "ewq", "methods": "ls,cagrad", "steps": "60", "clip": "0.1"})
    for c in (0.2, 0.25):  # at the second the buttons are not drawn again
        page.slider(key="cagrad.c").set_value(c).run()
    assert "" not in page.drawn
    (preset,) = next(each for each in LANDSCAPES if each.key == "ewq").presets()
    page.button(key=f"preset.{preset.title}").click().run()
    assert not page.exception
    study = study_of(page)
    assert study.points == preset.starts and study.optimizer == preset.optimizer
    assert (study.steps, study.clip) == (preset.steps, preset.clip_norm)
    assert page.session_state["clip"] is None
    assert page.selectbox(key="optimizer").value == preset.optimizer.key
    assert study.drawn_methods == (LS(), CAGrad(c=0.25))


def test_a_typed_formula_is_drawn_written_in_latex_and_in_the_link():
    page = open_page(FORMULA)
    type_in(page, "l1", "exp(x)/2 + y^2")
    assert study_of(page).landscape == CustomLandscape(l1="exp(x)/2 + y^2")
    assert query_of(page)["landscape.l1"] == "exp(x)/2 + y^2"
    assert any(r"\frac{\exp\left(\theta_{1}\right)}{2}" in each.value for each in page.latex)
    again = open_page(query_of(page))
    assert again.text_input(key="draft.landscape.l1").value == "exp(x)/2 + y^2"
    assert len(again.dataframe[0].value) == 3 * 5


def test_an_error_points_at_the_character_and_loses_nothing():
    page = open_page(FORMULA)
    type_in(page, "l1", "x^2 + y^2")
    type_in(page, "l2", "x + foo*y")
    (told,) = errors(page)
    assert "<pre>x + foo*y\n    ^</pre><p>“foo” is no name of a formula" in told
    assert f"The formula that is drawn stays: L₂ = {escape(CustomLandscape().l2)}</p>" in told
    assert page.text_input(key="draft.landscape.l2").value == "x + foo*y"
    assert study_of(page).landscape == CustomLandscape(l1="x^2 + y^2")
    assert not page.warning
    type_in(page, "l1", "x^4")  # the other field goes on working
    assert study_of(page).landscape == CustomLandscape(l1="x^4")
    assert page.text_input(key="draft.landscape.l2").value == "x + foo*y"
    type_in(page, "l2", "x*y")
    assert not errors(page)
    assert study_of(page).landscape == CustomLandscape(l1="x^4", l2="x*y")


def test_a_formula_that_cannot_be_read_is_shown_as_the_text_that_it_is():
    page = open_page(FORMULA)
    type_in(page, "l1", "<img src=x onerror=alert(1)> & x")
    (told,) = errors(page)
    assert "<pre>&lt;img src=x onerror=aler" in told and "<img" not in told


def test_a_formula_stays_in_the_link_as_a_person_wrote_it():
    page = open_page(FORMULA)
    type_in(page, "l1", r"\frac{1}{2}x² + 3xy − |y|")
    assert query_of(page)["landscape.l1"] == r"\frac{1}{2}x² + 3xy − |y|"
    shown = r"^{2} + 3 \cdot \theta_{1} \cdot \theta_{2} - \left|\theta_{2}\right|"
    assert any(shown in each.value for each in page.latex)
    again = open_page(query_of(page))
    assert again.text_input(key="draft.landscape.l1").value == r"\frac{1}{2}x² + 3xy − |y|"


def test_a_formula_in_the_link_that_cannot_be_read_gives_a_sentence():
    page = open_page(FORMULA | {"landscape.l1": "__import__('os')"})
    (warning,) = (each.value for each in page.warning)
    assert warning.startswith(r"Link\: landscape\.l1 must be a formula; got")
    assert study_of(page).landscape == CustomLandscape()


ODD = (
    ("log(x) + y^2", "(x + 1)^2 + y^2"),
    ("log(-1 - x^2)", "x"),
    ("1/x", "sqrt(y)"),
    ("3", "7"),
    ("x", "-x"),
    ("exp(100*x)", "exp(exp(9*x))"),
    ("1e30*x^100", "-1e30*y^99"),
    ("abs(x)", "max(x, y)"),
)


def test_a_formula_without_values_somewhere_is_no_error():
    page = open_page(FORMULA)
    page.session_state["group.In 3-D"] = True
    for l1, l2 in ODD:
        go(page, FORMULA | {"landscape.l1": l1, "landscape.l2": l2})
        assert study_of(page).landscape == CustomLandscape(l1=l1, l2=l2)


def test_what_is_undefined_is_hatched_and_said():
    typed = {"landscape.l1": "log(x)", "landscape.l2": "x^2 + y^2", "starts": "-1,1;-2,-1;1,1"}
    page = open_page(FORMULA | typed)
    assert "undefined here" in " ".join(each.proto.body for each in page.get("html"))
    (told,) = (each.value for each in page.caption if "What conflicts here" in each.value)
    assert "Undefined: 50 %, left out." in told
    rows = page.dataframe[0].value
    gone = rows["steps_taken"] == 0
    assert gone.sum() == 3 * 2  # three methods, two starts at a negative x
    assert (rows["outcome"][gone] == "diverged").all()
    assert "diverge from the others" in words(page)


def test_gamma_decides_at_once_what_counts_as_a_conflict():
    page = open_page({"landscape": "two-bowls", "steps": "40", "methods": "ls,sam-gs"})
    page.slider(key="sam-gs.gamma").set_value(0.9).run()
    (told,) = (each.value for each in page.caption if "What conflicts here" in each.value)
    assert "γ = 0.9 on" in told


def test_the_surface_is_drawn_when_its_tab_is_opened_and_not_before():
    short = {"steps": "20", "methods": "ls"}
    page = open_page(short)
    charts = len(page.get("plotly_chart"))
    page.session_state["group.In 3-D"] = True
    for landscape in PICKABLE:
        query = short | {"landscape": landscape.key}
        go(page, query)
        assert len(page.get("plotly_chart")) == charts + 1, landscape.key
        assert encode(study_of(page)) == query_of(page)
        assert type(study_of(page).landscape) is landscape
