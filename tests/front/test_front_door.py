"""One owner of the state: address, widgets and all that changes a study go through one door."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, example, given, settings
from streamlit.testing.v1 import AppTest

from app.study import put as door
from app.study.link import encode, with_setting
from app.study.study import Study
from samgs_core.methods import LS, METHODS, MGDA, SAMGS
from samgs_core.optimizers import SGD
from synthetic import TwoOptima
from tests.front.any_page import open_all_groups, press, query_of, study_of
from tests.front.explore_page import SHORT, open_page
from tests.front.maps_page import open_maps
from tests.front.test_link import studies

NOT_SETTINGS = ("drawn", "draft.", "start.", "start-set", "preset.", "landscape-card", "more-")


def _controls(kind):
    import streamlit as st

    from app.controls.fields import fields
    from app.controls.study import focus_control, study_controls
    from app.look.theme import LIGHT
    from app.recon.controls import recon_controls, score_control
    from app.study.put import arrive, current

    arrive(kind)
    study = current()
    with st.sidebar:
        if kind == "recon":
            recon_controls(study.recon)
            score_control(study.recon)
        else:
            study_controls(study, LIGHT)
            focus_control(study)
            fields(study, "contours")
            fields(study.atlas, "kind", "side", prefix="map.")


def controls_of(study, kind):
    """The controls of a page alone, opened at the link of a study."""
    page = AppTest.from_function(_controls, default_timeout=60, args=(kind,))
    for name, value in encode(study).items():
        page.query_params[name] = value
    open_all_groups(page)
    page.run()
    assert not page.exception
    return page


@pytest.mark.parametrize("kind", ["explore", "recon"])
def test_widgets_say_the_study_that_the_link_says(kind):
    keys = set()

    @given(studies)
    @example(Study())
    @settings(max_examples=12, suppress_health_check=list(HealthCheck))
    def holds(study):
        study = replace(study, card=None)
        page = controls_of(study, kind)
        assert page.session_state["shown"].study == study
        assert page.session_state["shown"].notices == ()
        drawn = ("slider", "select_slider", "number_input", "button_group", "selectbox")
        said = study
        for widget in (each for name in drawn for each in page.get(name)):
            if widget.key and not widget.key.startswith(NOT_SETTINGS):
                keys.add(widget.key.partition(".")[0])
                value = page.session_state[widget.key]
                said = with_setting(said, widget.key, value)
                assert with_setting(Study(), widget.key, "nonsense") == Study()
        assert said == study
        assert encode(said) == encode(study)

    holds()
    wanted = {"explore": {"steps", "clip", "optimizer", "landscape", "map", "focus"}}
    assert keys >= wanted.get(kind, {"recon"})
    assert kind == "recon" or keys & {method.key for method in METHODS}


def test_every_widget_reports_what_a_person_does():
    page = controls_of(Study(drawn=(SAMGS,)), "explore")
    page.slider(key="sam-gs.gamma").set_value(0.3).run()
    page.number_input(key="steps").set_value(70).run()
    page.select_slider(key="clip").set_value(10.0).run()
    page.number_input(key="start.0.1").set_value(2.5).run()
    page.selectbox(key="optimizer").set_value("sgd").run()
    assert not page.exception
    query = query_of(page)
    assert query.pop("starts").startswith("-8,2.5;")
    assert query == {
        "v": "1",
        "methods": "sam-gs",
        "sam-gs.gamma": "0.3",
        "optimizer": "sgd",
        "steps": "70",
        "clip": "10",
    }


def _put_five():
    import streamlit as st

    from app.controls.study import study_controls
    from app.look.theme import LIGHT
    from app.study.put import arrive, current, put

    arrive("explore")
    with st.sidebar:
        study_controls(current(), LIGHT)
    st.button("lesson", on_click=put, args=(st.session_state["wanted"],), kwargs={"adds": True})


def test_a_study_that_is_put_moves_every_widget_at_once():
    wanted = replace(
        with_setting(Study(), "sam-gs.gamma", 0.7),
        landscape=TwoOptima(scale1=0.5),
        optimizer=SGD(lr=0.5),
        drawn=(LS, MGDA, SAMGS),
        steps=70,
        clip=None,
    )
    page = AppTest.from_function(_put_five, default_timeout=60)
    page.session_state["wanted"] = wanted
    page.run()
    page.slider(key="sam-gs.gamma").set_value(0.3).run()
    press(page, "lesson")
    assert study_of(page) == wanted
    assert page.slider(key="sam-gs.gamma").value == 0.7
    assert page.session_state["landscape.scale1"] == 0.5
    assert page.session_state["optimizer"] == "sgd"
    assert page.session_state["optimizer.lr"] == 0.5
    assert page.number_input(key="steps").value == 70
    assert page.session_state["clip"] is None
    assert page.session_state["drawn"] == ["ls", "mgda", "sam-gs"]


def test_an_address_that_the_browser_has_not_changed_yet_undoes_nothing():
    page = controls_of(Study(), "explore")
    page.slider(key="sam-gs.gamma").set_value(0.3).run()
    page.query_params.clear()
    page.run()
    assert page.session_state["shown"].study == with_setting(Study(), "sam-gs.gamma", 0.3)
    page.query_params.clear()
    page.number_input(key="steps").set_value(70).run()
    assert query_of(page) == {"v": "1", "sam-gs.gamma": "0.3", "steps": "70"}


def test_back_and_forward_show_what_the_address_says(monkeypatch):
    page = controls_of(Study(), "explore")
    page.slider(key="sam-gs.gamma").set_value(0.3).run()
    went = SimpleNamespace(is_history_navigation=True)
    with monkeypatch.context() as patched:
        patched.setattr(door, "get_script_run_ctx", lambda: went)
        page.query_params.clear()
        page.query_params["steps"] = "80"
        page.run()
    assert study_of(page) == replace(Study(), steps=80)
    assert page.slider(key="sam-gs.gamma").value == 0.1
    assert page.number_input(key="steps").value == 80


def _go_on():
    import streamlit as st

    from app.study.put import arrive

    arrive("methods")
    for page in st.session_state["links"]:
        st.query_params.clear()
        arrive(page)


@pytest.mark.parametrize("links", [["explore"], ["methods"], ["maps", "explore", "explore"]])
def test_a_link_to_a_page_takes_along_what_is_shown(links):
    page = AppTest.from_function(_go_on)
    page.session_state["links"] = links
    page.query_params["steps"] = "70"
    page.run()
    assert study_of(page) == replace(Study(), steps=70)
    assert page.session_state["shown"].page == links[-1]


def test_undo_goes_back_by_one_change_and_a_drag_is_one(only_the_drawn):
    page = open_page(SHORT | {"methods": "sam-gs"})
    assert page.button(key="undo").disabled
    page.number_input(key="steps").set_value(50).run()
    for gamma in (0.2, 0.3, 0.4):
        page.slider(key="sam-gs.gamma").set_value(gamma).run()
    press(page, "Undo")
    assert query_of(page) == {"v": "1", "methods": "sam-gs", "steps": "50"}
    assert page.slider(key="sam-gs.gamma").value == 0.1
    press(page, "Undo")
    assert query_of(page) == {"v": "1", "methods": "sam-gs", "steps": "60"}
    assert page.button(key="undo").disabled


def test_a_change_of_a_setting_leaves_the_cursor_of_the_link(only_the_drawn):
    page = open_page(SHORT | {"methods": "sam-gs", "t": "20", "play": "yes"})
    assert (study_of(page).t, study_of(page).play) == (20, "yes")
    page.slider(key="sam-gs.gamma").set_value(0.2).run()
    assert query_of(page) == {"v": "1", "methods": "sam-gs", "sam-gs.gamma": "0.2", "steps": "60"}


def test_a_draft_that_cannot_be_read_goes_with_its_study(only_the_drawn):
    page = open_page({"landscape": "formula", "steps": "40", "methods": "ls"})
    page.text_input(key="draft.landscape.l1").set_value("x + (").run()
    page.number_input(key="steps").set_value(50).run()
    assert page.text_input(key="draft.landscape.l1").value == "x + ("
    press(page, "Undo")
    assert page.text_input(key="draft.landscape.l1").value != "x + ("


def test_a_preset_of_maps_says_what_of_one_s_own_it_replaced_and_gives_it_back(short_runs):
    own = {"methods": "ls", "steps": "20", "map.side": "3"}
    page = open_maps(own)
    press(page, "Noise")
    assert any("The preset “Noise” took the place of your" in each.value for each in page.markdown)
    press(page, "Back to my study")
    assert query_of(page) == {"v": "1", **own}
    assert not any("took the place" in each.value for each in page.markdown)
    page = open_maps()  # with nothing of one's own
    press(page, "Noise")
    assert not any("took the place" in each.value for each in page.markdown)


def test_a_page_that_is_opened_takes_no_value_that_a_widget_had_on_another():
    page = controls_of(Study(), "explore")
    page.session_state["shown"] = page.session_state["shown"]._replace(page="maps")
    page.session_state["landscape.scale1"] = 0.01
    page.session_state["stopped"] = "what only the other page knows"
    page.run()
    assert study_of(page) == Study()
    assert page.session_state["landscape.scale1"] == 1.0
    assert "stopped" not in page.session_state


def test_a_typed_formula_is_an_entry_of_the_history_however_long_one_types(only_the_drawn):
    page = open_page({"landscape": "formula", "steps": "40", "methods": "ls"})
    for typed in ("x^2", "x^2 + 2", "x^2 + 2*y^2"):
        page.text_input(key="draft.landscape.l1").set_value(typed).run()
    assert page.session_state["shown"].entry == 1
    page.text_input(key="draft.landscape.l2").set_value("y^2").run()
    assert page.session_state["shown"].entry == 2
