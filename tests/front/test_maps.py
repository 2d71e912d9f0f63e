"""The Maps page without a browser: it shows what sweeps find, whatever is asked of it."""

import base64
import re
from dataclasses import replace

import numpy as np
import pytest

from app.maps.map_presets import PRESETS
from app.study.atlas_link import fit
from app.study.landscapes import PICKABLE
from app.study.link import encode
from samgs_core.methods import METHODS
from tests.front.any_page import press, query_of, texts
from tests.front.maps_page import figures, linked, open_maps, titles

QUICK = {"steps": "20", "map.side": "5"}


def numbers(packed):
    """A trace's numbers, however Plotly packed them."""
    if isinstance(packed, dict):
        values = np.frombuffer(base64.b64decode(packed["bdata"]), packed["dtype"])
        return values.reshape([int(n) for n in packed.get("shape", "-1").split(",")])
    return np.array(packed, dtype=float)


def curve(page, title):
    """The values of a method's curve, by what they are read at."""
    trace = next(each for each in figures(page)[0]["data"] if each.get("name") == title)
    return dict(zip(trace["text"], numbers(trace["y"]).tolist(), strict=True))


def coarse(preset, **changes):
    """The page of a preset's map with fewer cells."""
    return open_maps(encode(replace(preset.study, atlas=replace(preset.atlas, **changes))))


def test_both_regimes_are_needed_as_the_gamma_sweep_shows(machine_code):
    preset = PRESETS[1]
    page = coarse(preset, across=replace(preset.atlas.across, n=21))
    shares = {float(gamma): share * 7 for gamma, share in curve(page, "SAM-GS").items()}
    reached = {gamma: round(share) for gamma, share in shares.items()}
    assert reached[0.0] == 4
    assert {reached[gamma] for gamma in reached if 0.05 <= gamma <= 0.3} == {7}
    assert {reached[gamma] for gamma in reached if 0.5 <= gamma <= 0.8} == {5}
    assert {reached[gamma] for gamma in reached if 0.9 <= gamma <= 0.99} == {1}
    assert reached[1.0] == 0
    assert len(reached) == 21
    # Between 0.3 and 0.5 some starts stand on a knife's edge.
    told = r"\*\*SAM-GS\*\*: highest from 0\.05 to 0\.[34]\d* \(100 %\), lowest at 1 \(0 %\)"
    assert re.search(told, texts(page))
    assert set(curve(page, "CAGrad").values()) == {1.0}


def test_the_basins_of_seven_methods_have_the_known_shares(machine_code):
    expected = {"LS (sum)": 70, "PCGrad": 17, "MGDA": 14, "IMTL-G": 16, "Nash-MTL": 16}
    expected |= {"SAM-GS": 87, "CAGrad": 100}
    told = titles(coarse(PRESETS[0], side=11))
    assert set(told) == set(expected)
    for title, share in expected.items():
        assert told[title].endswith("at the goal") or "at the goal, " in told[title]
        assert int(told[title].split(" %")[0]) == pytest.approx(share, abs=2), title


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.title)
def test_every_preset_shows_its_map_and_writes_its_link(preset, short_runs):
    page = open_maps({"steps": "20", "methods": "ls", "map.side": "3", "sam-gs.beta1": "0.5"})
    press(page, preset.title)
    study, atlas = linked(page)
    assert study.pictured == preset.study.pictured
    assert atlas == fit(preset.atlas, preset.study)
    if atlas.kind == "sweep":
        assert len(figures(page)) == 1 and "**SAM-GS**: " in texts(page)
    else:
        assert len(figures(page)) == len(study.drawn) == len(titles(page))


def test_every_preset_asks_a_question():
    for preset in PRESETS:
        assert preset.question.endswith("?")


@pytest.mark.parametrize("landscape", PICKABLE, ids=lambda landscape: landscape.key)
def test_every_landscape_has_its_maps(landscape):
    page = open_maps({**QUICK, "landscape": landscape.key})
    assert len(figures(page)) == 3
    assert all("%" in note for note in titles(page).values())
    page.segmented_control(key="map.kind").set_value("regimes").run()
    assert not page.exception and len(figures(page)) == 2


def test_all_methods_have_a_basin():
    keys = ",".join(method.key for method in METHODS)
    page = open_maps({**QUICK, "steps": "5", "methods": keys})
    assert set(titles(page)) == {method.title for method in METHODS}


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"methods": "none"}, "No method is drawn: pick one under Methods."),
        ({"map.kind": "sweep", "methods": "none"}, "No method is drawn: pick one under Methods."),
        ({"map.kind": "regimes", "methods": "none"}, "means about 20 to 1"),
        ({"map.kind": "regimes", "sam-gs.gamma": "0"}, "SAM-GS never equalises"),
        (
            {"map.kind": "regimes", "sam-gs.gamma": "1"},
            "wherever the two gradients differ in length",
        ),
        (
            {"map.kind": "regimes", "sam-gs.variant": "paper", "sam-gs.gamma": "0.4"},
            "SAM-GS never equalises",
        ),
        (
            {"map.kind": "regimes", "sam-gs.variant": "paper", "sam-gs.gamma": "0.9"},
            "which for two tasks means ψ < 0.8, means about 2 to 1",
        ),
        ({"map.side": "2", "steps": "1"}, "2 × 2 starts in"),
        ({**QUICK, "seed": "4294967295", "noise": "10", "precision": "float32"}, "noise 10"),
        (
            {"map.kind": "sweep", "map.x": "sam-gs.gamma,0,1,101", "map.y": "clip,0.01,1,60"},
            "A sweep must have at most 2,500 settings; got 6,161.",
        ),
        (
            {"map.kind": "sweep", "map.x": "sam-gs.gamma,0,1,2", "map.y": "cagrad.c,0,1,2"}
            | {"methods": "cagrad,sam-gs", "steps": "5"},
            "No drawn method depends on both numbers",
        ),
        (
            {
                "map.kind": "sweep",
                "map.x": "noise,0,1,3",
                "map.metric": "equalised",
                "methods": "ls",
            }
            | {"steps": "5"},
            "**LS (sum)**: no value.",
        ),
    ],
)
def test_extremes_are_told_in_a_sentence(query, words):
    assert words in texts(open_maps(query))


def test_runs_that_diverge_are_said_to_diverge():
    page = open_maps(
        {"landscape": "two-bowls", "optimizer": "sgd", "optimizer.lr": "100", "clip": "none"}
        | {"steps": "300", "map.side": "4"}
    )
    assert titles(page)["LS (sum)"] == "100 % diverged"


@pytest.mark.parametrize(
    "metric", ["goal", "on-front", "place", "distance", "loss", "steps", "diverged"]
)
def test_every_yardstick_has_a_curve_and_a_map(metric):
    query = {"map.kind": "sweep", "map.metric": metric, "steps": "30", "methods": "ls,sam-gs"}
    assert len(figures(open_maps({**query, "map.x": "clip,0.1,10,3"}))) == 1
    two = {"map.x": "clip,0.1,10,3", "map.y": "noise,0,1,2"}
    assert len(figures(open_maps({**query, **two}))) == 2


def test_another_number_can_be_picked_and_comes_into_the_link():
    page = open_maps({"map.kind": "sweep", "steps": "5", "map.x": "sam-gs.gamma,0,1,3"})
    page.selectbox(key="map.x").select("optimizer.lr").run()
    assert not page.exception
    assert query_of(page)["map.x"] == "optimizer.lr,0.002,0.2,9"
    page.number_input(key="draft.map.x.n").set_value(3).run()
    page.selectbox(key="map.metric").select("loss").run()
    assert query_of(page)["map.x"] == "optimizer.lr,0.002,0.2,3"
    assert query_of(page)["map.metric"] == "loss"
    page.selectbox(key="optimizer").select("SGD").run()
    assert not page.exception
    assert linked(page)[1].across.name == "optimizer.lr"


def test_a_number_of_a_landscape_that_is_left_gives_way():
    page = open_maps(
        {"map.kind": "sweep", "landscape": "two-bowls", "map.x": "landscape.ratio,1,100,3"}
        | {"steps": "5"}
    )
    assert query_of(page)["map.x"].startswith("landscape.ratio")
    press(page, "Choose a landscape")
    page.button(key="landscape-card-saddle").click().run()
    assert not page.exception
    assert linked(page)[1].across.name != "landscape.ratio"
