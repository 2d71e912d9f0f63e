"""A lane of a benchmark: what it does is exact, wherever and in however many parts it runs."""

import numpy as np
import pytest
import torch

from samgs_core.benchmark.feed import START, Feed, source
from samgs_core.benchmark.settings import HALVED, Lane, Settings
from samgs_core.benchmark.training import Training
from samgs_core.methods import LS, METHODS, SAMGS, UW
from tests.core.benchmark.tiny import Tiny

TINY, THREE = Tiny(), Tiny(n_tasks=3)
SETTINGS = Settings(steps=7, batch=5, lr=0.01, eval_every=3, schedule=HALVED)
CPU = torch.device("cpu")


def trained(lane, benchmark=TINY, settings=SETTINGS, parts=(100,)):
    training = Training(benchmark, settings, lane, "cpu")
    for n in parts:
        training.advance(n)
    return training


def same(a, b):
    """Whether two trainings are at the same point, bit for bit, clocks aside."""
    one, other = a.log(), b.log()
    names = ("losses", "evaluated_at", "metrics")
    assert all(np.array_equal(getattr(one, n), getattr(other, n), equal_nan=True) for n in names)
    pairs = zip(a.model.parameters(), b.model.parameters(), strict=True)
    assert all(torch.equal(*pair) for pair in pairs)
    if one.recording is not None:
        assert np.array_equal(one.recording.layer_gram, other.recording.layer_gram)
        assert np.array_equal(one.recording.steps, other.recording.steps)
    return True


@pytest.mark.parametrize("benchmark", [TINY, THREE], ids=["two", "three"])
def test_the_sum_is_the_plain_loop_bit_for_bit(benchmark):
    tasks = tuple(range(len(benchmark.tasks)))
    training = trained(Lane(LS(), tasks, seed=3), benchmark)
    network = benchmark.network(tasks, source(3, START))
    feed = Feed(benchmark, tasks, SETTINGS.batch, 3, CPU)
    optimizer = torch.optim.Adam(network.parameters(), lr=SETTINGS.lr)
    every = []
    for t in range(SETTINGS.steps):
        optimizer.param_groups[0]["lr"] = 0.01 if t < 3.5 else 0.005
        batch = feed.batch(t)
        network.train()
        parts = zip(benchmark.tasks, network(batch.x), batch.targets, strict=True)
        losses = [task.loss(output, target) for task, output, target in parts]
        optimizer.zero_grad()
        for loss in losses:
            loss.backward(retain_graph=True)
        optimizer.step()
        every.append([loss.item() for loss in losses])
    assert training.log().losses.tolist() == every
    for mine, plain in zip(training.model.parameters(), network.parameters(), strict=True):
        assert torch.equal(mine, plain)


def test_a_task_alone_is_the_plain_loop_on_the_same_trunk_and_batches():
    training = trained(Lane(None, (0,), seed=3))
    joint = Training(TINY, SETTINGS, Lane(LS(), (0, 1), seed=3), "cpu")
    fresh = Training(TINY, SETTINGS, Lane(None, (0,), seed=3), "cpu")
    pairs = zip(fresh.model.shared, joint.model.shared, strict=True)
    assert all(torch.equal(*pair) for pair in pairs)
    assert torch.equal(fresh.feed.batch(4).x, joint.feed.batch(4).x)
    log = training.log()
    assert log.losses.shape == (7, 1)
    assert log.recording is None
    assert log.losses[-1] < log.losses[0]


@pytest.mark.parametrize("method", [cls() for cls in METHODS], ids=lambda method: method.key)
def test_a_lane_in_parts_equals_an_unbroken_one(method):
    lane, whole = Lane(method, (0, 1), seed=1), trained(Lane(method, (0, 1), seed=1))
    first = trained(lane, parts=(1, 3))
    second = Training(TINY, SETTINGS, lane, "cpu")
    second.restore(first.checkpoint())
    second.advance(2)
    third = Training(TINY, SETTINGS, lane, "cpu")
    third.restore(second.checkpoint())
    third.advance(100)
    assert third.is_over
    assert same(third, whole)


def test_a_checkpoint_may_be_taken_before_the_first_step_and_after_the_last():
    lane = Lane(SAMGS(), (0, 1))
    begun, whole = Training(TINY, SETTINGS, lane, "cpu"), trained(lane)
    begun.restore(Training(TINY, SETTINGS, lane, "cpu").checkpoint())
    begun.advance(100)
    assert same(begun, whole)
    done = Training(TINY, SETTINGS, lane, "cpu")
    done.restore(whole.checkpoint())
    done.advance(100)
    assert same(done, whole)


def test_time_ends_a_part_too():
    training = Training(TINY, SETTINGS, Lane(LS(), (0, 1)), "cpu")
    training.advance(100, seconds=0)
    assert training.t == 0
    assert training.log().evaluated_at.tolist() == [0]
    for t in range(1, 8):
        training.advance(100, seconds=1e-9)
        assert training.t == t
    assert same(training, trained(Lane(LS(), (0, 1))))


def test_it_is_judged_before_the_first_step_now_and_then_and_after_the_last():
    log = trained(Lane(UW(), (0, 1))).log()
    assert log.evaluated_at.tolist() == [0, 3, 6, 7]
    assert log.metrics.shape == (4, 5)
    assert np.isfinite(log.metrics).all()
    assert log.names[:3] == (("kinds", "miou"), ("kinds", "pixel-accuracy"), ("depth", "rmse"))
    assert log.last["depth", "rmse"] == log.metrics[-1, 2]
    assert log.is_over
    assert log.n_steps == 7
    assert (log.seconds > 0).all()
    assert log.seconds_per_step == np.median(log.seconds)


def test_the_recording_names_tasks_layers_and_rates():
    recording = trained(Lane(SAMGS(gamma=0.5), (0, 1), seed=2)).log().recording
    assert recording.names == ("Kinds", "Depth")
    assert recording.layers == ("first", "second", "other")
    assert recording.method == SAMGS(gamma=0.5)
    assert recording.lr.tolist() == [0.01] * 4 + [0.005] * 3
    assert recording.scores(-0.1).rate.shape == (3,)


def test_examples_are_outputs_of_the_network_as_it_is():
    training = trained(Lane(LS(), (0, 1)))
    kinds, depth = training.examples(2)
    assert kinds.shape == (2, 3, 8, 8)
    assert depth.shape == (2, 1, 8, 8)
    before = training.log()
    assert len(training.examples(100)[0]) == len(TINY.test())
    assert same(training, training)
    assert before.n_steps == training.log().n_steps


def test_a_lane_whose_loss_is_not_finite_ends_and_says_so():
    benchmark = Tiny(scale=1e38)
    training = trained(Lane(LS(), (0, 1)), benchmark, parts=(3, 100))
    log = training.log()
    assert log.diverged_at is not None
    assert training.is_over
    assert log.is_over
    assert log.n_steps == log.diverged_at + 1
    assert not np.isfinite(log.losses[-1]).all()
    assert all(np.isnan(value) for value in log.last.values())
    assert all(leaf.isfinite().all() for leaf in training.model.parameters())


def test_clipping_shortens_the_merged_gradient_of_what_is_shared():
    clipped = Settings(steps=1, batch=5, clip_norm=1e-3)
    training = trained(Lane(LS(), (0, 1)), settings=clipped)
    grads = torch.cat([leaf.grad.flatten() for leaf in training.model.shared])
    assert grads.norm().item() == pytest.approx(1e-3, rel=1e-4)
    plain = trained(Lane(LS(), (0, 1)), settings=Settings(steps=1, batch=5))
    heads = zip(training.model.networks[0].heads, plain.model.networks[0].heads, strict=True)
    assert all(torch.equal(a.weight.grad, b.weight.grad) for a, b in heads)
