"""The Vectors page without a browser, and its routes."""

from dataclasses import replace

import numpy as np
import pytest

from app.scene.binary import unpacked
from app.scene.files import version
from app.study.study import Study
from app.study.vectors import SIX
from app.vectors import component
from app.vectors.component import put_changes
from app.vectors.message import message, radius, vectors_link
from app.vectors.presets import PRESETS
from app.vectors.routes import DRAGGED, routes
from samgs_core import merge, run
from samgs_core.methods import LS, METHODS, MGDA, RLW, UPGrad
from tests.front.any_page import open_at, press, query_of, study_of, texts
from tests.front.asking import ask


def get(name, query=""):
    return ask(routes(), f"/scene/{version()}/{name}", query)


def widget(kind, key):
    return next(each for each in kind if each.key == key)


def test_six_methods_are_drawn_at_first_and_others_by_a_press():
    page = open_at("vectors")
    assert study_of(page).vectors.drawn == SIX
    widget(page.button_group, "vectors.drawn.projection").set_value(["upgrad"]).run()
    assert study_of(page).vectors.drawn == tuple(m for m in METHODS if m in (*SIX, UPGrad))
    assert study_of(page).drawn == Study().drawn
    assert query_of(page)["vectors.methods"].split(",")[2] == "upgrad"


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.title)
def test_a_preset_sets_the_gradients_and_undo_takes_it_back(preset):
    page = open_at("vectors", {"vectors.turned": "20", "vectors.operated": "yes"})
    before = study_of(page)
    press(page, preset.title)
    settings = study_of(page).vectors
    assert settings.grads == preset.grads and settings.turned == 0
    assert settings.operated == "yes"
    press(page, "Undo")
    assert study_of(page) == before


def test_the_gradients_of_explore_come_with_their_losses_and_bounds():
    page = open_at("vectors", {"steps": "30", "t": "12", "focus": "1", "methods": "ls"})
    press(page, "From Explore")
    study = study_of(page)
    record = run(study.experiment(LS()))
    np.testing.assert_allclose(study.vectors.grads, record.grads[0, 12])
    np.testing.assert_allclose(study.vectors.losses, record.losses[0, 12])
    assert study.vectors.bounds == study.landscape.lower_bounds


def test_a_loss_below_its_bound_is_not_taken_and_the_field_goes_back():
    page = open_at("vectors")
    page.session_state["group.Losses"] = True
    page.run()
    widget(page.number_input, "vectors.loss2").set_value(4.0).run()
    assert study_of(page).vectors.loss2 == 4.0
    widget(page.number_input, "vectors.bound2").set_value(5.0).run()
    assert study_of(page).vectors.bound2 == 0.0
    assert widget(page.number_input, "vectors.bound2").value == 0.0


def test_the_memory_is_named_and_set():
    page = open_at("vectors")
    assert "Of the drawn methods SAM-GS remembers." in texts(page)
    widget(page.slider, "vectors.repeats").set_value(7).run()
    assert study_of(page).vectors.repeats == 7
    page = open_at("vectors", {"vectors.methods": "ls,mgda"})
    assert "No drawn method has a memory." in texts(page)


def test_a_link_s_nonsense_is_told():
    page = open_at("vectors", {"vectors.g1": "north"})
    assert "vectors.g1 must be two numbers" in texts(page)


def test_where_the_picture_does_not_run_its_numbers_stand_in_its_place():
    page = open_at("vectors")
    page.session_state[component.KEY] = {"failed": "no canvas"}
    page.run()
    assert not page.exception
    assert "its numbers stand alone" in page.info[0].value
    assert len(page.table) == 2


def test_changes_of_the_picture_are_taken_if_the_study_allows_them(monkeypatch):
    shown = [Study()]
    monkeypatch.setattr(component, "current", lambda: shown[-1])
    monkeypatch.setattr(component, "put", lambda study, **_: shown.append(study))
    put_changes({"vectors.g1": "1,2", "vectors.g3": "0.5,0", "focus-method": "mgda"})
    assert shown[-1].vectors.grads == ((1.0, 2.0), Study().vectors.g2, (0.5, 0.0))
    assert shown[-1].focused is MGDA
    put_changes({"vectors.g3": "none", "vectors.lengths": "equal"})
    assert shown[-1].vectors.g3 is None and shown[-1].vectors.lengths == "equal"
    n = len(shown)
    put_changes({"vectors.g1": "up"})
    assert len(shown) == n


def test_a_pressed_cell_sets_the_pair_and_other_names_are_left_alone(monkeypatch):
    shown = [replace(Study(), vectors=replace(Study().vectors, g3=(1.0, 1.0)))]
    told = {component.PRINTS: {"changes": {"pair": [90.0, 4.0]}}}
    monkeypatch.setattr(component, "current", lambda: shown[-1])
    monkeypatch.setattr(component, "put", lambda study, **_: shown.append(study))
    monkeypatch.setattr(component.st, "session_state", told)
    component._take_prints()
    g1, g2 = np.array(shown[-1].vectors.grads)
    assert g1 @ g2 == pytest.approx(0, abs=1e-12)
    assert np.hypot(*g2) / np.hypot(*g1) == pytest.approx(4)
    told[component.PRINTS] = {"changes": {"vectors.colour": "share", "steps": "7"}}
    component._take_prints()
    assert shown[-1].vectors.colour == "share" and shown[-1].steps == Study().steps


def test_the_route_answers_with_the_numbers_of_merge_and_keeps_them():
    query = "vectors.methods=ls,rlw,mgda&vectors.g1=0.5,-1&vectors.g2=-3,0.25&seed=4"
    answer = get("vectors", query)
    assert answer.status == 200 and answer.headers["content-encoding"] == "gzip"
    header, arrays = unpacked(answer.body)
    assert not arrays and header["link"].startswith("v=1&")
    for told, method in zip(header["methods"], (LS(), RLW(), MGDA()), strict=True):
        wanted = merge(method, header["grads"], seed=4)
        assert told["d"] == wanted.direction.tolist()
        assert told["operated"] == wanted.operated.tolist()
    assert get("vectors", query).sent == answer.sent
    assert 0 < DRAGGED.bytes <= DRAGGED.max_bytes
    _, fans = unpacked(get("vectors", f"{query}&fan=1").body)
    assert fans.keys() == {"rlw"} and fans["rlw"].shape == (200, 2)


@pytest.mark.parametrize("query", ["vectors.g1=nan,0", "vectors.repeats=1000", "vectors.x=1"])
def test_the_routes_refuse_what_no_study_says(query):
    for name in ("vectors", "fingerprints"):
        answer = get(name, query)
        assert answer.status == 400 and b"Link: vectors." in answer.body


def test_the_link_of_the_picture_says_what_it_depends_on_and_nothing_else():
    study = replace(Study(), steps=7, clip=None, landscape=Study().landscape, t=3)
    assert vectors_link(study) == vectors_link(Study()) == "v=1"
    header, _ = unpacked(message(replace(study, seed=5), has_fan=False))
    assert header["link"] == "v=1&seed=5"


@pytest.mark.parametrize("longest", [0.0, 1e-9, 0.02, 0.69, 1.0, 3.3, 1000.0])
def test_the_picture_has_room_for_the_longest_gradient_and_little_more(longest):
    assert 1.44 * longest <= radius(longest) <= max(2.0 * longest, 1.0)
