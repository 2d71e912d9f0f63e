"""Lanes of a table: the same here and in workers, cancelled, and gone on with."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import torch

from samgs_core.benchmark import protocol
from samgs_core.benchmark.feed import Feed
from samgs_core.benchmark.pieces import go_on
from samgs_core.benchmark.protocol import run_lanes
from samgs_core.benchmark.settings import Lane, Settings, lanes_of
from samgs_core.benchmark.store import LOG, PART, Store
from samgs_core.methods import LS, SAMGS, PCGrad
from samgs_core.recorder import Recording
from tests.core.benchmark.test_training import trained
from tests.core.benchmark.tiny import Tiny

TINY = Tiny()
SETTINGS = Settings(steps=4, batch=5, eval_every=2)
LANES = lanes_of(TINY, (LS(), SAMGS(gamma=0.5)), (0, 1))


@pytest.fixture(scope="module")
def logs():
    return run_lanes(TINY, SETTINGS, LANES, device="cpu")


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "done", TINY, SETTINGS)


def same(one, other):
    assert [log.lane for log in one] == [log.lane for log in other]
    for a, b in zip(one, other, strict=True):
        for name in ("losses", "evaluated_at", "metrics"):
            assert np.array_equal(getattr(a, name), getattr(b, name))
        assert (a.recording is None) == (b.recording is None) == (a.lane.method is None)
        if a.recording is not None:
            assert np.array_equal(a.recording.layer_gram, b.recording.layer_gram)
    return True


def test_batches_are_shuffled_epochs_that_depend_on_the_seed():
    feed = Feed(TINY, (0, 1), 4, 7, torch.device("cpu"))
    epochs = [torch.cat([feed.batch(3 * epoch + t).x for t in range(3)]) for epoch in range(2)]
    every = TINY.train().x
    for epoch in epochs:
        assert sorted(epoch.sum((1, 2, 3)).tolist()) == sorted(every.sum((1, 2, 3)).tolist())
    assert not torch.equal(*epochs)
    other = Feed(TINY, (0, 1), 4, 8, torch.device("cpu"))
    assert not torch.equal(other.batch(0).x, feed.batch(0).x)
    large = Feed(TINY, (0, 1), 100, 7, torch.device("cpu"))
    assert len(large.batch(5).x) == len(every)


def test_every_lane_is_run_in_order_and_equals_itself_alone(logs):
    assert [log.lane for log in logs] == list(LANES)
    assert all(log.is_over for log in logs)
    alone = [trained(lane, settings=SETTINGS).log() for lane in LANES]
    assert same(logs, alone)


def test_workers_give_the_same_and_what_is_kept_is_the_same(logs, store, monkeypatch):
    monkeypatch.setattr(protocol, "SLICE", 0.01)  # several pieces for each lane
    with ThreadPoolExecutor(2) as pool:
        spread = run_lanes(TINY, SETTINGS, LANES, pool, at_once=3, device="cpu", store=store)
    assert same(spread, logs)
    assert same([store.log(lane) for lane in LANES], logs)
    assert not list(store.folder.glob(f"*{PART}"))
    recording = Recording.load(store.path(LANES[2]))
    assert recording.method == LS()
    told = []
    again = run_lanes(TINY, SETTINGS, LANES, store=store, progress=told.append)
    assert same(again, logs)
    assert [tuple(each) for each in told] == [(1.0, 8, 8, None)]


@pytest.mark.parametrize("is_spread", [False, True])
def test_a_cancelled_run_keeps_what_is_done_and_goes_on_from_there(
    logs, store, is_spread, monkeypatch
):
    monkeypatch.setattr(protocol, "SLICE", 1e-6)  # a step at a time
    told = []

    def listen(progress):
        told.append(progress)
        return progress.n_done < 3 or not 0 < 8 * progress.share - progress.n_done < 1

    with ThreadPoolExecutor(1) as pool:
        executor = pool if is_spread else None
        few = run_lanes(
            TINY, SETTINGS, LANES, executor, at_once=1, device="cpu", store=store, progress=listen
        )
        assert same(few, logs[:3])
        assert len(list(store.folder.glob(f"*{PART}"))) == 1
        begun, part = [], store.part
        store.part = lambda lane: begun.append(lane) or part(lane)
        rest = run_lanes(TINY, SETTINGS, LANES, executor, at_once=1, device="cpu", store=store)
    assert same(rest, logs)
    assert begun == list(LANES[3:])
    shares = [progress.share for progress in told]
    assert shares == sorted(shares)
    assert [progress.done.lane for progress in told if progress.done] == list(LANES[:3])


def test_a_lane_of_other_settings_is_another_lane(logs, store):
    for log in logs:
        store.keep(log)
    folder = store.folder
    assert Store(folder, TINY, SETTINGS).log(LANES[3]) is not None
    assert Store(folder, TINY, Settings(steps=5)).log(LANES[3]) is None
    assert Store(folder, Tiny(scale=2), SETTINGS).log(LANES[3]) is None
    assert store.log(Lane(SAMGS(gamma=0.6), (0, 1))) is None
    assert store.log(Lane(SAMGS(gamma=0.5), (0, 1), split=("first",))) is None


@pytest.mark.parametrize("content", [b"", b"nonsense", None])
def test_a_damaged_file_is_named(logs, store, content):
    store.keep(logs[2])
    path = store.path(LANES[2], LOG)
    path.write_bytes(path.read_bytes()[:-200] if content is None else content)
    with pytest.raises(ValueError, match=rf"Store\.folder must hold whole files; got {path.name}"):
        store.log(LANES[2])


def test_a_file_of_another_lane_is_refused(logs, store):
    store.keep(logs[2])
    store.path(LANES[2], LOG).rename(store.path(LANES[3], LOG))
    with pytest.raises(ValueError, match="it is of another lane"):
        store.log(LANES[3])


def test_an_error_in_a_worker_is_passed_on_and_other_lanes_are_kept(store, monkeypatch):
    lanes = [Lane(LS(), (0, 1)), Lane(PCGrad(), (0, 5))]
    monkeypatch.setattr(protocol, "SLICE", 1e-6)
    with ThreadPoolExecutor(1) as pool, pytest.raises(ValueError, match=r"Lane\.tasks"):
        run_lanes(TINY, SETTINGS, lanes, pool, at_once=2, device="cpu", store=store)
    assert store.part(lanes[0]) is not None


def test_a_piece_shows_how_far_the_lane_is():
    lane = Lane(LS(), (0, 1))
    piece = go_on(TINY, SETTINGS, lane, seconds=0, device="cpu", n_examples=2)
    assert (piece.n_steps, piece.is_over) == (0, False)
    assert piece.log.evaluated_at.tolist() == [0]
    assert [example.shape for example in piece.examples] == [(2, 3, 8, 8), (2, 1, 8, 8)]
    silent = go_on(TINY, SETTINGS, lane, piece.checkpoint, seconds=1e-6, device="cpu")
    assert (silent.n_steps, silent.log, silent.examples) == (1, None, ())
    last = go_on(TINY, SETTINGS, lane, silent.checkpoint, device="cpu")
    assert same([last.log], [trained(lane, settings=SETTINGS).log()])
