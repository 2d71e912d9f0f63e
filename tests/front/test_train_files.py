"""The files of the page Train: all numbers, and the recording of the focused method."""

import csv
import io
import zipfile

import numpy as np
import pytest

from app.study.link import decode
from app.train.lanes import TRAININGS, Order, Reached, training_of
from samgs_core.benchmark.training import Training as Plain
from samgs_core.recorder import Recording
from tests.front.file_queries import get
from tests.front.train_page import TINY, workers_here

QUERY = {**TINY, "train.rooms.normals": "without", "train.methods": "ls,sam-gs", "train.seed": "31"}


@pytest.fixture(autouse=True)
def workers(monkeypatch):
    return workers_here(monkeypatch)


def order_of(query, number):
    settings = decode(query).study.train
    return Order(settings.benchmark, settings.budget, settings.lanes[number])


def log_of(query, number):
    return TRAININGS.peek(order_of(query, number)).result()


def test_every_loss_and_metric_is_in_the_table_and_reads_back_exactly():
    answer = get("training.csv", QUERY)
    assert answer.status == 200
    lines = list(csv.DictReader(io.StringIO(answer.body.decode("utf-8-sig"))))
    log = log_of(QUERY, 1)
    own = [each for each in lines if each["network"] == "SAM-GS" and each["task"] == "depth"]
    assert {each["method"] for each in own} == {"SAM-GS"} and own[0]["seed"] == "31"
    losses = [float(each["value"]) for each in own if each["quantity"] == "training loss"]
    assert losses == log.losses[:, 1].tolist()
    rmse = [float(each["value"]) for each in own if each["quantity"] == "rmse"]
    assert rmse == log.metrics[:, 2].tolist()
    assert {each["network"] for each in lines} >= {"LS (sum)", "Segmentation alone"}


def test_the_table_is_that_of_the_page():
    answer = get("training-table.csv", QUERY)
    lines = list(csv.DictReader(io.StringIO(answer.body.decode("utf-8-sig"))))
    known = {(each["network"], each["quantity"]): each for each in lines}
    log = log_of(QUERY, 0)
    assert float(known["LS (sum)", "miou"]["mean"]) == log.metrics[-1, 0]
    assert known["LS (sum)", "miou"]["spread"] == "" and known["LS (sum)", "miou"]["n_seeds"] == "1"
    assert ("alone", "rmse") in known and ("alone", "mean_rank") not in known
    assert {each["step"] for each in lines} == {"6"} and ("SAM-GS", "delta_m_percent") in known


def test_the_recording_is_that_of_the_focused_method():
    answer = get("recording.npz", QUERY)
    assert answer.status == 200
    assert answer.headers["content-disposition"] == 'attachment; filename="recording.npz"'
    recording = Recording.load(io.BytesIO(answer.body))
    np.testing.assert_array_equal(recording.gram, log_of(QUERY, 1).recording.gram)
    other = get("recording.npz", {**QUERY, "train.focus-method": "ls"})
    np.testing.assert_array_equal(
        Recording.load(io.BytesIO(other.body)).gram, log_of(QUERY, 0).recording.gram
    )


def test_your_run_s_exports_are_those_of_the_network_as_far_as_it_has_come():
    query = {**QUERY, "train.seed": "33", "run.source": "train", "export.page": "your-run"}
    missing = get("data.zip", query)
    assert missing.status == 400 and b"open it on the page Train first" in missing.body
    for steps in (3, 6):
        order = order_of(query, 1)
        plain = Plain(*order, device="cpu")
        plain.advance(steps)
        training_of(order).reached = Reached(plain.log(), ())
        with zipfile.ZipFile(io.BytesIO(get("data.zip", query).body)) as found:
            recording = Recording.load(io.BytesIO(found.read("recording.npz")))
        assert len(recording.steps) == steps


def test_what_was_stopped_is_not_begun_for_a_file_and_too_much_is_refused(workers):
    stopped = {**QUERY, "train.seed": "32", "stopped": "yes"}
    for name in ("training.csv", "training-table.csv", "recording.npz"):
        answer = get(name, stopped)
        assert answer.status == 503 and b"Press \xe2\x80\x9cRun the rest\xe2\x80\x9d" in answer.body
        refused = get(name, {"train.rooms.n_train": "4096"})
        assert refused.status == 400 and b"pixels" in refused.body
    assert get("recording.npz", {**QUERY, "train.methods": "none"}).status == 503
