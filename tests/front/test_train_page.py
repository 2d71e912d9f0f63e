"""The page Train without a browser: what is trained, its table, its controls and its link."""

import re
from urllib.parse import unquote

import pytest

from app.study.link import decode
from app.study.train import MAX_SEEDS
from app.train.presets import PRESETS
from app.train.state import focused_log
from samgs_core.benchmark.protocol import run_lanes
from samgs_core.benchmark.table import table
from samgs_core.methods import LS, SAMGS, UW
from synthetic import Digits
from tests.front.any_page import html, open_at, press, query_of, texts
from tests.front.train_page import TINY, charts, open_train, rows, settings_of, workers_here

ALL = {f"{kind}-{task}" for kind in ("metric", "loss") for task in ("segmentation", "depth")}
ALL |= {"angle", "similarity", "ranking"}
TWO = {"train.rooms.normals": "without", "train.methods": "ls,sam-gs"}
LEAST = {
    "rooms.size": 32,
    "rooms.cues": 0.0,
    "rooms.imbalance": 0.0,
    "rooms.noise": 0.0,
    "rooms.depth_unit": 0.01,
    "rooms.seed": 0,
    "lr": 1e-5,
    "batch": 2,
    "steps": 1,
    "seed": 0,
    "sam-gs.gamma": 0.0,
}
MOST = {
    "rooms.size": 64,
    "rooms.cues": 1.0,
    "rooms.imbalance": 0.95,
    "rooms.noise": 0.5,
    "rooms.depth_unit": 100.0,
    "rooms.seed": 9999,
    "lr": 0.1,
    "batch": 64,
    "steps": 3,
    "seed": 1_000_000,
    "sam-gs.gamma": 1.0,
}


@pytest.fixture(autouse=True)
def workers(monkeypatch):
    return workers_here(monkeypatch)


def widget(page, key):
    kinds = (page.number_input, page.slider, page.select_slider, page.get("button_group"))
    return next(each for kind in kinds for each in kind if each.key == f"train.{key}")


def test_the_page_shows_examples_curves_gradients_and_the_table_of_the_public_call():
    page = open_train(TWO)
    settings = settings_of(page)
    own = table(run_lanes(settings.benchmark, settings.budget, settings.lanes, device="cpu"))
    assert charts(page) == ALL
    assert "On the test set, after 6 steps" in texts(page)
    shown = rows(page)
    assert list(shown) == ["alone", "LS (sum)", "SAM-GS"]
    for row, cells in zip(own.rows, shown.values(), strict=True):
        assert cells[0] == f"{row.cells[0].mean:.1f}"
        assert cells[1] == f"{row.cells[2].mean:.3f}"
        if row.method is not None:
            assert cells[2] == f"{row.delta.mean:.1f}".replace("-", "−")
            assert cells[3] == f"{row.rank.mean:.1f}"
    assert html(page).count('alt="Test image') == 2
    assert html(page).count('alt="Depth, SAM-GS: ') == 2
    assert query_of(page) == {"v": "1", **TINY, **TWO}
    tables = html(page).split('<div class="train-table"')[1:]
    published = [each for each in tables if "Single task" in each]
    assert len(published) == 2 and ">−5.30 <" in published[0] and "6.41" in published[1]
    assert ">0.2260<" in published[0] and ">11.00<" in published[1]
    assert all("SAM-GS" in each and 'class="swatch"' not in each for each in published)
    assert "arXiv:2506.06130" in texts(page)
    link = next(each.proto for each in page.get("page_link") if "SAM-GS in" in each.proto.label)
    query = dict(part.split("=") for part in link.query_string.split("&"))
    run = open_at("your-run", {name: unquote(value) for name, value in query.items()})
    log = focused_log(settings)
    assert isinstance(log.lane.method, SAMGS) and log.recording.n_tasks == 2
    assert "SAM-GS on the page Train, step 6" in texts(run) and "6 recorded steps" in texts(run)


@pytest.mark.parametrize("values", [LEAST, MOST], ids=["least", "most"])
def test_all_controls_at_one_end_are_trained_and_are_in_the_link(values):
    page = open_train(TWO)
    for key, value in values.items():
        widget(page, key).set_value(value)
    page.run()
    assert not page.exception and charts(page) >= ALL
    own = settings_of(page)
    parts = {"rooms": own.benchmark, "sam-gs": own.focus}
    for key, value in values.items():
        part, _, name = key.rpartition(".")
        assert getattr(parts.get(part, own), name) == value
    assert decode(query_of(page)).notices == ()


def test_what_is_too_much_is_told_and_not_trained(workers):
    many = "ls,uw,pcgrad,gradvac,mgda,cagrad,nash-mtl,sam-gs"
    page = open_train({"train.methods": many, "train.seeds": str(MAX_SEEDS)})
    assert "At most 48 networks are trained at once; these would be 55." in texts(page)
    page.number_input(key="train.seeds").set_value(1)
    page.select_slider(key="train.rooms.n_train").set_value(2000.0)
    page.run()
    assert "All pictures together have at most 1,048,576 pixels here" in texts(page)
    assert workers.children == [] or workers.children[0].asked == 0


def test_a_layer_is_split_trained_again_beside_the_others_and_joined():
    page = open_train(TWO)
    press(page, "Split up1")
    assert settings_of(page).split == ("up1",) and query_of(page)["train.split"] == "up1"
    assert list(rows(page)) == ["alone", "LS (sum)", "SAM-GS", "SAM-GS, split up1"]
    assert re.search(r"SAM-GS, split up1: Δ.m. −?[\d.]+\s% against −?[\d.]+\s%", texts(page))
    press(page, "Split down1")
    assert settings_of(page).split == ("down1", "up1")
    press(page, "Join up1")
    press(page, "Join down1")
    assert "train.split" not in query_of(page) and len(rows(page)) == 3


def test_seeds_are_added_and_their_spread_is_told():
    page = open_train(TWO)
    assert "One seed: differences of a few per cent can be chance" in texts(page).replace("*", "")
    press(page, "3 seeds")
    assert settings_of(page).all_seeds == (0, 1, 2)
    assert "Means of three seeds, ± one standard deviation." in texts(page)
    assert all("±" in cells[0] for cells in rows(page).values())
    press(page, "One seed")
    assert settings_of(page).seeds == 1


def test_a_preset_is_one_press_away_and_the_seeds_stay(monkeypatch):
    monkeypatch.setattr("app.train.view.learn", lambda *_: None)
    page = open_train({"train.seed": "3"})
    for preset in PRESETS:
        press(page, preset.title)
        own = settings_of(page)
        assert preset.is_shown(own) and own.seed == 3
        button = next(each for each in page.button if each.label == preset.title)
        assert button.proto.type == "primary"
    page.button(key="undo").click().run()
    assert PRESETS[-2].is_shown(settings_of(page))


def test_methods_are_picked_and_the_focus_is_among_them():
    page = open_train(TWO)
    page.get("button_group")
    pills = next(each for each in page.get("button_group") if each.key == "train.drawn")
    pills.set_value(["ls", "uw"]).run()
    assert settings_of(page).drawn == (LS, UW) and settings_of(page).focus == UW()
    assert "UW is ahead" in texts(page) or "LS (sum) is ahead" in texts(page)
    pills = next(each for each in page.get("button_group") if each.key == "train.drawn")
    pills.set_value([]).run()
    assert settings_of(page).drawn == () and not page.exception
    assert query_of(page)["train.methods"] == "none"
    assert not any(each.label.startswith("Split") for each in page.button)


def test_digits_are_named_and_wrong_names_are_marked():
    query = {"train.benchmark": "digits", "train.digits.n_train": "64", "train.digits.n_test": "64"}
    page = open_at("train", query | {"train.steps": "3", "train.methods": "ls,sam-gs"})
    assert isinstance(settings_of(page).benchmark, Digits)
    assert html(page).count('alt="Test image') == 4
    assert 'title="Left digit, SAM-GS: ' in html(page)
    assert charts(page) >= {"metric-left", "loss-right", "angle"}


def test_a_machine_without_the_digits_says_what_it_lacks(monkeypatch):
    def lacking(*_):
        raise ModuleNotFoundError("Digits needs scikit-learn.")

    monkeypatch.setattr("app.train.view.glance", lacking)
    assert "Digits needs scikit-learn." in texts(open_train({"train.benchmark": "digits"}))


def test_a_network_that_is_not_trained_here_is_told_on_your_run():
    page = open_at("your-run", {"run.source": "train", "train.seed": "77"})
    assert "a network of the page Train that is not trained here yet" in texts(page)
