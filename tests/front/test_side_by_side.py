"""One setting with two values: what the page says of both, and what the scenes are told."""

import pytest

from app.controls.lecture import NAME, VALUE
from app.runs.results import results_of
from app.scene.component import pair_props
from app.study.beside import other_value, setting_of, settings
from app.study.link import decode, encode, study_beside
from app.study.study import Study
from app.words.caption import caption, score_text
from tests.front.any_page import html, open_at, press, query_of, study_of, texts
from tests.front.explore_page import SHORT

LINK = SHORT | {"methods": "ls,sam-gs", "screen.beside": "clip,none"}


def told(study):
    """The results of a study, and its scores as they are written above its scene."""
    found = results_of(study, study.drawn_methods)
    return found, " · ".join(f"{each.method.title} {score_text(each)}" for each in found)


def test_the_page_tells_of_both_and_names_their_values():
    page = open_at("explore", LINK)
    study = study_of(page)
    for each, label in ((study, "Clip norm: 1"), (study_beside(study), "Clip norm: none")):
        found, _ = told(each)
        assert f"**{label}.** {caption(each, found)}" in texts(page)
    assert len(page.dataframe) % 2 == 0 and html(page).count("runs.csv") == 2
    assert "clip=none" in html(page)  # the second file is of the second study


def test_both_scenes_are_told_their_value_and_their_scores_and_the_second_asks_for_its_runs():
    study = decode(LINK).study
    other = study_beside(study)
    (found, scores), (found_beside, scores_beside) = told(study), told(other)
    props = pair_props(study, found, found_beside)
    second = props["second"]
    assert (props["label"], props["scores"]) == ("Clip norm: 1", scores)
    assert (second["label"], second["scores"]) == ("Clip norm: none", scores_beside)
    assert props["differsIn"] == "clip" and "clip=none" in second["link"]
    assert pair_props(Study(), found, []) == {}


def test_hidden_scores_are_not_told_above_the_scenes_either():
    study = decode(LINK | {"screen.hide": "scores"}).study
    props = pair_props(study, told(study)[0], told(study_beside(study))[0])
    assert props["scores"] == props["second"]["scores"] == ""


def test_a_lecturer_picks_the_setting_and_its_other_value():
    page = open_at("explore", SHORT | {"methods": "ls,sam-gs"})
    page.session_state["group.For a lecture"] = True
    page.run()
    picker = page.selectbox(key=NAME)
    assert "Threshold γ (SAM-GS)" in picker.options and "c (CAGrad)" not in picker.options
    picker.set_value("sam-gs.gamma").run()
    assert query_of(page)["screen.beside"] == "sam-gs.gamma,0.5"
    page.slider(key=VALUE).set_value(0.7).run()
    assert query_of(page)["screen.beside"] == "sam-gs.gamma,0.7"
    press(page, "Undo")
    assert query_of(page)["screen.beside"] == "sam-gs.gamma,0.5"
    page.selectbox(key=NAME).set_value("none").run()
    assert not page.exception and "screen.beside" not in query_of(page)


@pytest.mark.parametrize("setting", settings(Study()), ids=lambda each: each.name)
def test_the_first_other_value_of_every_setting_is_another_one(setting):
    text = f"{setting.name},{other_value(setting)}".replace("None", "none")
    study, notices = decode({"screen.beside": text})
    assert notices == () and encode(study_beside(study)) != {"v": "1"}
    assert setting_of(study_beside(study), setting.name).value != setting.value
