"""The page Your run without a browser: what it says is computed from what was recorded."""

import numpy as np
import pytest

from app.look.parts import literal
from app.study.link import decode, encode
from app.study.study import Study
from app.study.vectors import MAX_ENTRY
from app.study.yours import YourRunSettings
from app.yours.file import MAX_MB, Refusal, opened
from app.yours.opened import COARSE, EXAMPLE, REPLAYED, Opened, example
from app.yours.vectors import at_step
from app.yours.words import told
from samgs_core.methods import LS, RLW, UPGrad
from samgs_core.recorder import Recording
from tests.front.any_page import open_at, query_of, study_of, texts
from tests.front.recordings import HOSTILE, content_of, three_tasks
from tests.make_example import train


@pytest.fixture(scope="module")
def page():
    return open_at("your-run")


def table(page):
    """What the rows of the table say, by name."""
    return {name.replace("\\", ""): value for name, value in page.table[0].value.iloc[:, 0].items()}


def test_without_a_click_it_is_the_example_which_a_command_makes(page):
    told = texts(page)
    assert (
        "Two handwritten digits side by side: SAM-GS, 600 recorded steps, 3 layers"
        in told.replace("**", "")
    )
    assert "Your tasks conflict in length rather than in angle" in told
    assert len(page.get("plotly_chart")) == 8
    assert "Open this step in Vectors" in [each.proto.label for each in page.get("page_link")]
    again, kept = train(steps=4).recording(), Recording.load(EXAMPLE)
    np.testing.assert_allclose(again.gram, kept.gram[:4], rtol=1e-3)
    assert again.names == kept.names and again.method == kept.method


def test_the_cursor_tells_the_recorded_step():
    page = open_at("your-run", {"run.step": "123", "run.gamma": "0.6"})
    kept, told = Recording.load(EXAMPLE), table(page)
    assert told["step"] == "123" and told["angle φ"] == f"{kept.angles[123, 0]:.0f}°"
    assert told["ψ"].replace("\\", "") == f"{kept.similarities[123, 0]:.3f}"
    equalises = kept.diagnostics["similarity"][123] < 0.6
    assert told["SAM-GS at γ = 0.6"] == ("equalises" if equalises else "modulates")
    page.slider(key="run.step").set_value(200).run()
    assert not page.exception
    assert table(page)["step"] == "200"
    assert query_of(page) == {"v": "1", "run.step": "200", "run.gamma": "0.6"}
    page.slider(key="run.gamma").set_value(0.25).run()
    assert study_of(page).yours == YourRunSettings(step=200, gamma=0.25)


def test_the_settings_come_back_from_their_link_and_change_no_run():
    settings = YourRunSettings(source="explore", step=10**12, pair=3, gamma=0.5)
    study = Study(yours=settings)
    assert decode(encode(study)).study == study
    assert study.pictured == Study().pictured
    notices = decode({"v": "1", "run.source": "x", "run.gamma": "2", "run.pair": "0"}).notices
    assert len(notices) == 3


def test_a_file_of_three_tasks_is_opened_and_is_never_in_the_link(tmp_path):
    page = open_at("your-run")
    content = content_of(three_tasks(HOSTILE), tmp_path)
    page.file_uploader[0].set_value(("mine.npz", content, "application/octet-stream")).run()
    assert not page.exception
    told = texts(page)
    assert "mine.npz: 40 recorded steps of 391, 2 layers; tasks *<b>a</b>*" in told.replace(
        "**", ""
    )
    assert query_of(page) == {"v": "1", "run.source": "file"}
    assert page.file_uploader[0].value is None  # the bytes are not kept
    assert len(page.get("plotly_chart")) == 9
    page.selectbox(key="run.pair").set_value(3).run()
    assert study_of(page).yours.pair == 3
    assert "At the cursor: &lt;b&gt;" not in texts(page)
    page.file_uploader[0].set_value(("bad.npz", b"no zip", "")).run()
    assert "bad.npz was not opened. Recording.load.path must be a recording" in texts(page)
    assert "mine.npz" in texts(page)


def test_a_link_to_a_file_elsewhere_shows_the_example_and_says_so():
    page = open_at("your-run", {"run.source": "file", "run.pair": "7", "run.step": "9999"})
    told = texts(page)
    assert "a link does not hold files" in told and "Two handwritten digits" in told
    assert table(page)["step"] == "599"


def test_the_focused_run_of_explore_opens_too():
    page = open_at("your-run", {"run.source": "explore", "steps": "60"})
    assert "SAM-GS on One optimum, start 2: SAM-GS, 61 recorded steps" in texts(page).replace(
        "**", ""
    )


def test_what_explore_keeps_back_is_not_told_here_and_hidden_links_are_none():
    query = {"run.source": "explore", "screen.predict": "yes", "screen.hide": "pages"}
    page = open_at("your-run", query)
    assert not page.get("page_link")
    said = texts(page)
    assert "Explore still keeps its curves back" in said and "Two handwritten digits" in said


BAD = {
    "a text.npz": b"hello",
    "empty.csv": b"",
    "numbers.csv": b"step,norm_a,norm_b,cosine\n0,1,1,nan,3\n",
    "a page.csv": b"<html><script>alert(1)</script></html>",
    "no ending": b"\x80\x04\x95",
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_recording_is_refused_with_a_sentence(name):
    found = opened(name, BAD[name])
    assert isinstance(found, Refusal) and found.name == name and found.reason.endswith(".")


def test_a_file_that_is_too_large_is_refused_unread():
    found = opened("large.npz", bytes(MAX_MB * 2**20 + 1))
    assert found == Refusal("large.npz", "It is larger than 64 MB.")


def test_a_long_recording_keeps_all_steps_but_its_layers_as_finely_as_they_are_drawn():
    long = three_tasks(n_steps=3 * COARSE)
    found = Opened(long, "long")
    assert len(found.recording.steps) == 3 * COARSE and found.recording.layer_gram is None
    assert len(found.coarse.steps) == COARSE and found.n_replayed <= REPLAYED
    np.testing.assert_array_equal(found.ranking.rate, np.sort(long.scores().rate)[::-1])


@pytest.mark.parametrize("scale", [1e-9, 1.0, 1e9])
@pytest.mark.parametrize("pair", [0, 2])
def test_arrows_of_a_step_have_its_lengths_and_angle(scale, pair):
    random = three_tasks()
    found = Opened(Recording(random.steps, random.losses, random.gram * scale**2, random.names), "")
    study = at_step(Study(), found, 5, pair)
    first, second = (np.array(each) for each in study.vectors.grads)
    i, j = random.pairs[pair]
    ratio = np.linalg.norm(first) / np.linalg.norm(second)
    np.testing.assert_allclose(ratio, random.lengths[5, i] / random.lengths[5, j])
    cosine = first @ second / np.linalg.norm(first) / np.linalg.norm(second)
    np.testing.assert_allclose(cosine, random.cosines[5, pair], atol=1e-9)
    assert 1e-3 < study.vectors.longest <= MAX_ENTRY
    assert study.vectors.loss1 == random.losses[5, i] and study.vectors.bound1 == 0
    assert decode(encode(study)).study == study


def test_a_step_that_is_not_finite_has_no_arrows():
    random = three_tasks()
    gram = random.gram.copy()
    gram[5] = np.nan
    found = Opened(Recording(random.steps, random.losses, gram, random.names), "")
    assert at_step(Study(), found, 5, 0) is None
    assert [found.index(step) for step in (None, 0, 44, 10**9)] == [39, 0, 4, 39]


def test_replays_are_kept_but_not_without_end(monkeypatch):
    found = Opened(three_tasks(), "")
    (first,) = found.replays([UPGrad()])
    (again,) = found.replays([UPGrad()])
    assert first[1] is again[1]
    monkeypatch.setattr("app.yours.opened.MOST_REPLAYS", 1)
    list(found.replays([LS(), RLW()]))
    (later,) = found.replays([UPGrad()])
    assert later[1] is not first[1]


def test_of_many_tasks_fewer_steps_are_kept(monkeypatch):
    monkeypatch.setattr("app.yours.opened.MOST", 9 * 1_500)
    found = Opened(three_tasks(n_steps=3_000), "many")
    assert found.recording.steps.tolist() == list(range(0, 30_000, 20))
    assert "1,500 recorded steps of 29,981" in told(found)


@pytest.mark.parametrize("text", ["http://b.example", "www.b.example", "a@b.example"])
def test_an_address_in_a_name_is_no_link(text):
    assert text not in literal(text).replace("\\", "")


def test_the_example_is_read_once():
    assert example() is example()
