"""The Recon page without a browser: its controls, its presets, its network and its link."""

import pytest
import streamlit as st

from app.recon import networks
from app.recon.lab import follow
from app.recon.state import look
from app.recon.trainings import Trainings
from app.study.link import decode
from app.study.recon import ReconSettings
from app.study.recon_link import encode_recon
from app.words.numbers import NOTHING
from samgs_core.method import Family
from samgs_core.methods import METHODS, SAMGS
from samgs_core.recon import recon
from synthetic import PRESETS, PlantedDisagreement
from tests.front.any_page import press, query_of, texts
from tests.front.recon_page import SHORT, boxes, open_recon, pictures, settings_of

ALL = {f"recon-{name}" for name in ("heat", "ranking", "outcome", "truth", "histogram", "surgery")}
OWN = "recon."
LEAST = {
    "layer": 0,
    "relatedness": -1.0,
    "width": 2,
    "batch": 8,
    "regime": "scarce",
    "threshold": -1.0,
    "watch": 0.02,
    "score": "calibrated",
    "lr": 1e-4,
    "k": 2,
    "seed": 1_000_000,
    "seeds": 3,
}
MOST = {
    "layer": 5,
    "relatedness": 1.0,
    "width": 32,
    "batch": 512,
    "threshold": 0.0,
    "watch": 1.0,
    "score": "energy",
    "lr": 1.0,
    "dtype": "float64",
    "k": 5,
}


def widget(page, key):
    kinds = (page.number_input, page.slider, page.select_slider, page.get("button_group"))
    return next(each for kind in kinds for each in kind if each.key == OWN + key)


def test_the_page_shows_every_picture_and_the_numbers_of_the_public_call():
    page = open_recon()
    report = recon(PlantedDisagreement())
    assert pictures(page) == ALL
    assert f"Test loss **{report.test_loss['recon']:.3f}** with that split" in texts(page)
    assert "**As expected** with this seed" in texts(page)
    assert boxes(page)[-5:] == ["Layer 1 split"] + [f"Layer {n} shared" for n in range(2, 6)]
    assert query_of(page) == {"v": "1"}


@pytest.mark.parametrize("values", [LEAST, MOST], ids=["least", "most"])
def test_every_control_works_at_its_limits_and_is_in_the_link(values):
    page = open_recon(SHORT)
    for key, value in values.items():
        widget(page, key).set_value(value)
    page.run()
    assert not page.exception and pictures(page) == ALL
    query = query_of(page)
    said = {key: query[OWN + key] for key in values}
    assert said == {key: str(value).removesuffix(".0") for key, value in values.items()}
    assert decode(query).notices == ()


def surgery_method(page):
    return next(each for each in page.selectbox if each.label == "Surgery method")


def test_recon_runs_with_methods_of_every_family():
    page = open_recon(SHORT)
    assert surgery_method(page).options == [method.title for method in METHODS]
    for family in Family:
        members = [each for each in METHODS if each.family is family]
        method = max(members, key=lambda each: len(each.declared()))
        surgery_method(page).set_value(method.key).run()
        assert not page.exception and type(settings_of(page).method) is method
        assert pictures(page) == ALL
        assert set(page.dataframe[0].value["method"]) >= {method.title}


def test_a_method_s_settings_are_those_of_the_link():
    page = open_recon(SHORT | {"recon.method": "sam-gs", "recon.sam-gs.gamma": "0.3"})
    assert settings_of(page).method == SAMGS(gamma=0.3)
    next(each for each in page.slider if each.key == f"{OWN}sam-gs.gamma").set_value(0.6).run()
    assert query_of(page)["recon.sam-gs.gamma"] == "0.6"


def test_a_preset_is_one_press_away_and_states_what_to_expect(monkeypatch):
    monkeypatch.setattr("app.recon.view.follow", _untrained)
    page = open_recon({"recon.k": "2", "recon.steps": "20", "recon.seed": "0"})
    for preset in PRESETS:
        press(page, preset.title)
        assert settings_of(page) == ReconSettings(problem=preset.problem)
        assert preset.expected in texts(page)
        buttons = {each.label: each.proto.type for each in page.button}
        assert [each for each in PRESETS if buttons[each.title] == "primary"] == [preset]


def _untrained(settings):
    """The first state of a screen, and no work on the next."""
    yield look(settings, Trainings())


def test_different_rule_says_from_its_own_numbers_that_the_score_misleads():
    page = open_recon({"recon.layer": "5"})
    told, (report,) = texts(page), look(settings_of(page)).reports
    assert "The score **misleads** here" in told and "**As expected** with this seed" in told
    assert f"(rank correlation {report.agreement:.2f})".replace("-", "−") in told
    assert f"splitting it alone costs {-report.split_gain[0]:.2g} of test loss" in told


def test_different_eyes_does_not_say_so():
    assert "misleads**" not in texts(open_recon())


def test_a_layer_is_split_and_joined_by_hand_and_recon_gets_the_choice_back():
    page = open_recon(SHORT)
    picked = [label.endswith("split") for label in boxes(page)[-5:]].index(True) + 1
    other = 3 if picked != 3 else 4
    press(page, f"Layer {other} shared")
    assert settings_of(page).split == tuple(sorted((picked, other)))
    assert f"Layer {other} split" in boxes(page) and "**Your split**" in texts(page)
    press(page, f"Layer {picked} split")
    assert settings_of(page).split == (other,)
    press(page, f"Layer {other} split")
    assert settings_of(page).split == () and query_of(page)["recon.split"] == "none"
    assert "Nothing is split." in texts(page)
    press(page, "Back to Recon’s pick")
    assert settings_of(page).split is None and "Your split" not in texts(page)


def test_more_seeds_are_added_up_to_ten_and_taken_away_again():
    page = open_recon(SHORT | {"recon.seed": "3"})
    assert "Seed 3." in texts(page)
    press(page, "More seeds, up to 10")
    assert "Mean of ten seeds." in texts(page)
    assert settings_of(page).all_seeds == tuple(range(3, 13))
    assert sorted(set(page.dataframe[0].value["seed"])) == list(range(3, 13))
    press(page, "One seed")
    assert "Seed 3." in texts(page)


def test_what_is_stopped_stays_and_can_go_on(monkeypatch):
    settings = {"recon.steps": "600", "recon.seed": "99"}
    with monkeypatch.context() as patched:
        patched.setattr("app.recon.view.follow", _interrupted)
        page = open_recon(settings)
    press(page, "Stop training")
    assert "Stopped; what was done is kept." in texts(page)
    press(page, "Go on")
    assert "Stopped" not in texts(page) and pictures(page) == ALL


def _interrupted(settings):
    """The states of a screen up to where a visitor does something else."""
    for state in follow(settings):
        yield state
        if state.seeds:
            st.stop()


def test_the_rest_of_the_link_is_the_study_that_the_visitor_came_from():
    page = open_recon(SHORT | {"steps": "77", "methods": "ls"})
    assert query_of(page) == {"v": "1", "steps": "77", "methods": "ls", **SHORT}
    links = {each.proto.label: each.proto.query_string for each in page.get("page_link")}
    assert links["Explore"] == ""  # what is shown goes along, whatever it is by then


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"recon.k": "9"}, "Link: recon.k must be a whole number in [1, 5]; got “9”."),
        ({"recon.split": "<b>"}, "Link: recon.split must be none or ascending layer numbers"),
        ({"recon.nose": "1"}, "Link: recon.nose is no setting; it is left out."),
        ({"clip": "-1"}, "Link: clip must be a number in [0.001, 1000] or none; got “-1”."),
        ({"v": "9"}, "Link: v must be 1; got “9”."),
    ],
)
def test_what_a_link_cannot_mean_is_said_and_the_rest_is_shown(query, sentence):
    page = open_recon(SHORT | query)
    assert sentence in texts(page) and pictures(page) == ALL
    assert query_of(page)["recon.steps"] == "20"


def test_the_table_has_a_row_for_every_network_that_was_trained():
    page = open_recon(SHORT)
    table = page.dataframe[0].value
    assert len(table) == 8 + 6  # the controls of one seed, and three methods twice
    assert set(table["network"]) == {
        "no split",
        "Recon",
        "random",
        "last",
        "all split",
        "wider net",
    }
    assert set(table["method"]) == {"LS (sum)", "PCGrad", "CAGrad", "SAM-GS"}


def test_what_is_undefined_is_a_dash_in_the_table_and_nothing_in_the_file():
    page = open_recon(SHORT)
    table = page.dataframe[0].proto
    state = look(settings_of(page))
    rows = {row.network: row for row in networks.rows(state) if row.method == "LS (sum)"}
    assert rows["all split"].severe_share is None
    assert networks.csv_text([rows["all split"]]).splitlines()[1].endswith(",")
    assert table.placeholder == NOTHING
    assert b" %" in table.arrow_data.styler.display_values


def test_the_default_link_is_the_default_page():
    assert encode_recon(settings_of(open_recon())) == {}
