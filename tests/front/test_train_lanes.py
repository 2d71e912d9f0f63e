"""Networks in training behind the page: exact in whatever process, shared, and at rest if left."""

from concurrent.futures import BrokenExecutor

import numpy as np
import pytest

from app.runs.jobs import Job
from app.runs.workers import Workers
from app.study.train import TrainSettings
from app.train import lanes
from app.train.lanes import TRAININGS, Order, Training, training_of
from app.train.state import State, under_way
from app.train.table import standing
from samgs_core.benchmark.settings import Lane, Settings
from samgs_core.benchmark.training import Training as Plain
from samgs_core.methods import FAMO, LS, SAMGS, MoCo
from synthetic import Rooms
from tests.front.sweeps import Instead, finish, sweep
from tests.front.train_page import Here, workers_here

ROOMS = Rooms(n_train=16, n_test=16, width=4, normals="without")
BUDGET = Settings(steps=6, batch=4, eval_every=2)


def order(seed=0, method=None, **budget):
    settings = Settings(**{"steps": 6, "batch": 4, "eval_every": 2} | budget)
    return Order(ROOMS, settings, Lane(method or SAMGS(gamma=0.9), (0, 1), seed))


@pytest.fixture(autouse=True)
def short_pieces(monkeypatch):
    """Pieces of about one step; the first has none."""
    monkeypatch.setattr(lanes, "FIRST", 0.0)
    monkeypatch.setattr(lanes, "SECONDS", 1e-3)


class Forgetful(Here):
    """A process that ends over every third piece that it is asked for."""

    def ask(self, function, *args):
        self.asked += 1
        if self.asked % 3 == 0:
            raise BrokenExecutor
        return function(*args)


class Broken(Here):
    def ask(self, function, *args):
        raise BrokenExecutor


class Mistaken(Here):
    def ask(self, function, *args):
        raise ValueError("Lane.split must be different.")


def test_pieces_make_the_whole_bit_for_bit_though_processes_end(monkeypatch):
    workers = workers_here(monkeypatch, Forgetful)
    training = Training(order())
    finish(workers, training)
    plain = Plain(*training.order, device="cpu")
    plain.advance(6)
    whole, log = plain.log(), training.result()
    np.testing.assert_array_equal(log.losses, whole.losses)
    np.testing.assert_array_equal(log.metrics, whole.metrics)
    np.testing.assert_array_equal(log.recording.gram, whole.recording.gram)
    for part, expected in zip(training.reached.outputs, plain.examples(4), strict=True):
        np.testing.assert_array_equal(part, expected)
    assert workers.children[0].asked > 8 and training.share == 1
    assert training.waiting is None and training.n_bytes >= log.recording.layer_gram.nbytes


@pytest.mark.parametrize("method", [LS(), SAMGS(), MoCo(), FAMO()], ids=lambda each: each.key)
@pytest.mark.parametrize("split", [(), ("up1",)], ids=["shared", "split"])
def test_a_training_under_way_counts_as_no_less_than_its_checkpoint(method, split):
    own = Order(ROOMS, BUDGET, Lane(method, (0, 1), 0, split))
    plain = Plain(*own, device="cpu")
    plain.advance(1)
    weights = sum(value.nbytes for value in plain.model.state_dict().values())
    assert weights < len(plain.checkpoint()) < 1.3 * Training(own).n_bytes + 2**16


def test_over_which_processes_end_again_and_again_or_what_is_wrong_is_told(monkeypatch):
    training = Training(order())
    finish(workers_here(monkeypatch, Broken), training)
    assert "process that computed it ended" in training.failure
    mistaken = Training(order())
    finish(workers_here(monkeypatch, Mistaken), mistaken)
    assert mistaken.failure == "It could not be computed: Lane.split must be different."


def test_nobody_looks_so_it_rests_and_goes_on_where_it_was(monkeypatch):
    workers = workers_here(monkeypatch)
    training = Training(order(steps=16, eval_every=16))
    workers.look_at([training])
    while training.version < 3:
        workers.look_at([training])
        workers.wait(0.01)
    training.leave()
    workers.look_at([another := Training(order(seed=1, steps=2))])
    finish(workers, another)  # by then the piece that was taken is back
    reached = training.version
    finish(workers, Training(order(seed=2, steps=2)))
    assert training.version == reached < 16 and not training.done()
    finish(workers, training)
    assert training.result().n_steps == 16


def test_lanes_take_turns_and_whoever_asks_alike_shares_one(monkeypatch):
    workers = workers_here(monkeypatch)
    first, second = training_of(order(seed=5)), training_of(order(seed=5, method=LS()))
    assert training_of(order(seed=5)) is first is TRAININGS.peek(order(seed=5))
    furthest = 0
    while not (first.done() or second.done()):
        workers.look_at([first, second])
        workers.wait(0.01)
        furthest = max(furthest, abs(first.version - second.version))
    assert furthest <= 3
    finish(workers, first, second)


class Elsewhere(Instead):
    """A cluster that is there."""

    n_places, trouble = 1, ""

    def visit(self):
        pass

    def close(self):
        pass


def test_a_cluster_that_runs_the_maps_leaves_networks_to_this_machine(monkeypatch):
    monkeypatch.setattr("app.runs.workers.Child", Here)
    cluster = Elsewhere()
    workers = Workers(1, cluster)
    training, job = Training(order(steps=2)), Job(sweep(steps=30))
    finish(workers, training, job)
    assert training.is_finished and job.is_finished
    assert set(cluster.ran) == {30} and workers.children[0].asked > 1
    workers.end()


def test_the_table_fills_with_what_all_have_reached():
    settings = TrainSettings(benchmark=ROOMS, drawn=(LS, SAMGS), steps=20, batch=4, seed=9)
    trainings = under_way(settings)
    state = State(settings, trainings)
    assert standing(state).step == 0 and standing(state).table.rows == ()
    for each in trainings:
        done = Plain(*each.job.order, device="cpu")
        done.advance(20 if each.title != "SAM-GS" else 7)
        each.job.reached = lanes.Reached(done.log(), done.examples(4))
    found = standing(state)
    assert (found.step, found.n_steps, found.n_lanes) == (6, 20, 4)
    alone = Plain(ROOMS, settings.budget, trainings[0].lane, device="cpu")
    alone.advance(6)
    alone._judge()
    expected = alone.log().metrics[-1]
    (row,) = (row for row in found.table.rows if isinstance(row.method, LS))
    np.testing.assert_array_equal([cell.mean for cell in row.cells], expected)
