"""Data as a ZIP: read back by pandas, numpy, pyarrow and the csv module, equal to the records."""

import csv
import io
import json
import zipfile

import numpy as np
import pandas as pd
import pytest
from pyarrow import parquet

from app.export.data import trajectories
from app.export.data.archive import data
from app.export.data.columns import SETTING
from app.export.data.tables import Column, Table, arrow, csv_bytes, parsed
from app.export.order import Order
from app.files.runs import runs
from app.runs import averages
from app.words.csv_file import csv_file
from samgs_core.metrics import angle
from tests.export.test_figures import SHORT, WILD, study_of

PAGES = (
    ("explore", SHORT),
    ("vectors", {"vectors.g3": "0.5,0.5"}),
    ("maps", {"map.kind": "regimes"}),
)


def unpacked(page, query):
    archive = zipfile.ZipFile(io.BytesIO(data(study_of(query), Order(page))))
    assert archive.testzip() is None
    return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def files():
    return {page: unpacked(page, query) for page, query in PAGES}


def frame(text):
    return pd.read_csv(io.BytesIO(text))


def test_every_recorded_step_of_every_run_is_there_exactly(files):
    own = files["explore"]
    table = frame(own["runs.csv"])
    for each in runs(study_of(SHORT)):
        record = each.record
        rows = table[table.method == each.method.title]
        assert len(rows) == record.x.shape[0] * record.x.shape[1]
        for start in (0, 6):
            path = rows[rows.start == start + 1]
            assert (path.step.to_numpy() == record.steps).all()
            assert (path[["theta1", "theta2"]].to_numpy() == record.x[start]).all()
            assert (path[["loss1", "loss2"]].to_numpy() == record.losses[start]).all()
            assert (path["g2_theta1"].to_numpy() == record.grads[start, :, 1, 0]).all()
            assert (path["operated1_theta2"].to_numpy() == record.operated[start, :, 0, 1]).all()
            assert (path["angle_degrees"].to_numpy() == angle(record)[start]).all()
    assert table.equalised.notna().sum() == (table.method == "SAM-GS").sum()


def test_parquet_and_numpy_have_the_same_numbers(files):
    own = files["explore"]
    table, same = frame(own["runs.csv"]), parquet.read_table(io.BytesIO(own["runs.parquet"]))
    assert same.column_names == [*table.columns]
    for name in ("theta1", "loss2", "operated2_theta1", "similarity_psi"):
        pd.testing.assert_series_equal(table[name], same.to_pandas()[name])
    arrays = np.load(io.BytesIO(own["runs.npz"]), allow_pickle=False)
    for each in runs(study_of(SHORT)):
        assert (arrays[f"{each.method.key}.x"] == each.record.x).all()
        assert (arrays[f"{each.method.key}.grads"] == each.record.grads).all()
        assert (arrays[f"{each.method.key}.step"] == each.record.steps).all()


@pytest.mark.parametrize("page", [page for page, _ in PAGES])
def test_every_column_has_a_meaning_and_every_cell_is_plain(files, page):
    told = json.loads(files[page]["meta.json"], parse_constant=pytest.fail)
    assert told["link"].startswith("?v=1") and told["versions"]["torch"] and told["page"] == page
    for name, meanings in told["tables"].items():
        text = files[page][name].decode("utf-8-sig")
        assert text[0] not in "#\ufeff" and files[page][name].startswith(b"\xef\xbb\xbf")
        heading, *rows = csv.reader(io.StringIO(text))
        assert [*meanings] == heading and rows
        for meaning in meanings.values():
            assert meaning["meaning"] and meaning["meaning"] != SETTING.words
        assert all(len(row) == len(heading) for row in rows)
        cells = {cell.lower() for row in rows for cell in row}
        assert not cells & {"nan", "none", "null"}
        assert not any(cell.startswith(("=", "+", "@", "\t")) for cell in cells)
    arrays = np.load(io.BytesIO(files[page][f"{[*told['tables']][0][:-4]}.npz"]))
    assert {*arrays.files} == {*told["arrays"]}
    assert told["link"] in files[page]["caption.txt"].decode()


def test_the_settings_outcomes_and_engine_are_said(files):
    told = json.loads(files["explore"]["meta.json"])
    assert told["study"]["steps"] == 60 and len(told["study"]["starts"]) == 7
    assert told["study"]["methods"][-1]["settings"]["gamma"] == 0.1
    assert told["engine"].keys() == told["outcome"].keys() == {"ls", "pcgrad", "sam-gs"}
    assert told["outcome"]["ls"][0] == {"start": 1, "outcome": "finished", "steps_taken": 60}
    assert told["kept"] == "one of 1 steps, and the last"


def test_a_run_that_diverged_ends_where_it_stopped(monkeypatch):
    results = runs(study_of(SHORT | WILD | {"methods": "sam-gs"}))
    table = trajectories.trajectories(results)
    (record,) = [each.record for each in results]
    assert record.diverged.any()
    values = {column.name: column.values for column in table.columns}
    for start, stopped in enumerate(record.stopped_at):
        assert values["step"][values["start"] == start + 1].tolist() == [*range(stopped + 1)]
    monkeypatch.setattr(trajectories, "MAX_ROWS", 60)
    thin = {column.name: column.values for column in trajectories.trajectories(results).columns}
    last = thin["start"] == 2
    assert thin["step"][last][-1] == record.stopped_at[1] and len(thin["step"]) <= 90


def test_means_and_spreads_are_those_of_the_ends(files):
    ends, means = (frame(files["explore"][f"{name}.csv"]) for name in ("ends", "methods"))
    for name in ("loss1_end", "distance_to_front", "conflict_rate", "equalised_share"):
        own = ends.groupby("method", sort=False)[name]
        assert means[f"{name}_mean"].to_numpy() == pytest.approx(own.mean(), nan_ok=True)
        assert means[f"{name}_spread"].to_numpy() == pytest.approx(own.std(), nan_ok=True)
    assert (means.runs == 7).all() and means.equalised_share_known.tolist() == [0, 0, 7]


def test_means_over_seeds_are_those_of_the_runs_of_each_seed():
    query = SHORT | {"noise": "0.3", "methods": "rlw,sam-gs", "seed": "5"}
    study = study_of(query | {"seeds": "3"})
    table = averages.rows(study, runs(study))
    alone = [study_of(query | {"seed": str(seed)}) for seed in study.all_seeds]
    assert study.all_seeds == (5, 6, 7)
    for place, row in enumerate(table):
        ends = np.concatenate([runs(each)[place].record.losses[:, -1] for each in alone])
        assert row.n_runs == row.averages[0].n == 21
        for k in (0, 1):
            assert row.averages[k].mean == pytest.approx(ends[:, k].mean())
            assert row.averages[k].spread == pytest.approx(ends[:, k].std(ddof=1))


def test_a_text_that_a_spreadsheet_would_compute_is_a_text():
    odd = np.array(["=1+1", "+a", "-b", "@c", "plain", "a,b"])
    table = Table("odd", [Column("title", odd, SETTING)])
    guarded = ["'=1+1", "'+a", "'-b", "'@c", "plain", "a,b"]
    for text in (csv_bytes(arrow(table)).decode("utf-8-sig"), csv_file(("title",), zip(odd))):
        assert [row[0] for row in csv.reader(io.StringIO(text))][1:] == guarded
    assert csv_file(("x", "y"), [[-1.5, float("nan")]]) == "x,y\n-1.5,\n"


def test_undefined_numbers_of_a_table_are_empty_in_all():
    table = parsed("t", "a,b,c\n1,,x\n2,inf,\n")
    assert [column.values.dtype.kind for column in table.columns] == ["i", "f", "U"]
    assert csv_bytes(arrow(table)).decode("utf-8-sig").splitlines()[1:] == ['1,,"x"', '2,inf,""']


def test_equal_questions_are_equal_bytes(files):
    again = unpacked("explore", SHORT)
    assert again == files["explore"]
