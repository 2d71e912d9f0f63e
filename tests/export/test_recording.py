"""What is taken of a recording: its numbers, its figure, and that a visitor's file stays theirs."""

import csv
import io
import json
import zipfile
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from app.export import upload
from app.export.data import recording as tables
from app.export.data.of_pages import recording_contents
from app.export.figure import figure
from app.export.order import Order
from app.export.paper.yours import ELSEWHERE, choices_of
from app.study.study import Study
from app.study.yours import YourRunSettings
from app.yours.opened import EXAMPLE, Opened
from samgs_core.recorder import Recording
from tests.front.any_page import open_at, press
from tests.front.file_queries import get, links
from tests.front.recordings import content_of, three_tasks
from tests.front.test_files import expect_refusal

ODD = ("_a $x$", "=b+1", "<b>$c</b>")
OWN = Study(yours=YourRunSettings(source="file"))


def read(archive, name):
    return pd.read_csv(io.BytesIO(archive[name]))


def unpacked(content):
    opened = zipfile.ZipFile(io.BytesIO(content))
    return {name: opened.read(name) for name in opened.namelist()}


@pytest.fixture(scope="module")
def own():
    return Opened(three_tasks(ODD, ("=first", "second")), "mine.npz")


@pytest.fixture(scope="module")
def example_files():
    return unpacked(get("data.zip", {"export.page": "your-run"}).body)


def test_every_recorded_step_of_the_example_is_there_exactly(example_files):
    kept = Recording.load(EXAMPLE)
    steps, layers = (read(example_files, name) for name in ("steps.csv", "layers.csv"))
    assert (steps.step == kept.steps).all()
    for task in (0, 1):
        assert (steps[f"loss{task + 1}"] == kept.losses[:, task]).all()
        assert (steps[f"length{task + 1}"] == kept.lengths[:, task]).all()
    assert (steps.gram_1_2 == kept.gram[:, 0, 1]).all()
    assert (steps.angle_1_2_degrees == kept.angles[:, 0]).all()
    assert (steps.similarity_psi_1_2 == kept.similarities[:, 0]).all()
    for n, layer in enumerate(kept.layers):
        rows = layers[layers.layer == layer]
        assert (rows.gram_2_2.to_numpy() == kept.layer_gram[:, n, 1, 1]).all()
        cosines = np.cos(np.radians(rows.angle_1_2_degrees))
        np.testing.assert_allclose(cosines, kept.layer_cosines[:, n, 0], atol=1e-12)


def test_the_npz_is_the_recording_itself(example_files, tmp_path):
    again = Recording.load(io.BytesIO(example_files["recording.npz"]))
    assert content_of(again, tmp_path) == example_files["recording.npz"]
    kept = Recording.load(EXAMPLE)
    assert (again.layer_gram == kept.layer_gram).all() and again.method == kept.method


def test_of_a_strangers_file_every_column_has_a_meaning_and_no_name_computes(own):
    files = unpacked(upload.data_file(own, OWN))
    told = json.loads(files["meta.json"], parse_constant=pytest.fail)
    assert told["recording"]["tasks"] == [*ODD] and told["recording"]["method"] is None
    for name, meanings in told["tables"].items():
        heading, *rows = csv.reader(io.StringIO(files[name].decode("utf-8-sig")))
        assert [*meanings] == heading and rows
        assert all(each["meaning"] for each in meanings.values())
        assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row)
    assert "=b+1" in told["tables"]["steps.csv"]["loss2"]["meaning"]
    assert told["tables"]["steps.csv"]["gram_1_2"]["unit"] == "loss² per parameter²"


def test_a_long_recording_is_thinned_to_what_a_table_holds(own, monkeypatch):
    monkeypatch.setattr(tables, "MAX_CELLS", 1_000)
    first, second = recording_contents(own, OWN).tables
    for table in (first, second):
        rows = len(table.columns[0].values)
        assert rows >= 2 and rows * len(table.columns) <= 1_000
    assert (np.diff(first.columns[0].values) > 10).all()


def test_the_figure_draws_the_bins_of_the_page_and_says_names_as_they_are(own):
    text = upload.figure_file(own, OWN, "svg", "page", [*choices_of(own)]).decode()
    for name in ("losses-3", "angle-3-1", "psi-4", "gamma", "lengths-1"):
        assert f'id="{name}"' in text
    assert "_a $x$" in text and "&lt;b&gt;$c&lt;/b&gt;" in text and "fill: #ffffff" in text
    assert figure(Study(), "svg", Order("your-run")) == figure(Study(), "svg", Order("your-run"))


def test_losses_that_were_not_recorded_have_no_panel():
    blank = three_tasks()
    blind = Opened(replace(blank, losses=np.full_like(blank.losses, np.nan)), "blind.npz")
    assert "run-losses" not in choices_of(blind)
    assert "loss1" not in unpacked(upload.data_file(blind, OWN))["steps.csv"].decode()


def test_a_file_is_given_by_its_own_session_and_by_no_address(own, tmp_path):
    said = {"run.source": "file", "export.page": "your-run"}
    for name in ("figure.svg", "data.zip", "caption.txt"):
        expect_refusal(get(name, said), 400, ELSEWHERE)
    page = open_at("your-run", {"run.source": "file"})
    press(page, "Export")
    assert "run.source" not in dict(links(page))["figure.pdf"]  # the example is shown
    page = open_at("your-run")
    content = content_of(own.coarse, tmp_path)
    page.file_uploader[0].set_value(("mine.npz", content, "application/octet-stream")).run()
    press(page, "Export")
    assert not page.exception and "figure.pdf" not in dict(links(page))
    labels = [each.proto.label for each in page.get("download_button")]
    assert labels[:4] == ["Figure (PDF)", "Figure (SVG)", "Figure (PNG)", "Caption (text)"]
