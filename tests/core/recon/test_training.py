"""Training: what is shared moves together, what is split goes its own way."""

from dataclasses import dataclass, replace

import numpy as np
import pytest
import torch

from samgs_core.layered import Examples
from samgs_core.methods import LS, METHODS, SAMGS, GradDrop, PCGrad
from samgs_core.recon.lab import train
from samgs_core.recon.log import Lane
from samgs_core.recon.plan import Plan
from samgs_core.recon.training import Training, merge, own_parts
from tests.core.recon.toy import Stream, Toy, Trio

PLAN = Plan(steps=40, dtype="float64")
NONE, MIDDLE, ALL = (Lane(split, 5) for split in ((), (2,), (1, 2, 3)))
by_key = pytest.mark.parametrize("method", [cls() for cls in METHODS], ids=lambda m: m.key)


def trained(problem, method, lanes, seed=0, plan=PLAN):
    training = Training(problem, method, lanes, seed, plan)
    for _ in range(plan.steps):
        training.step()
    return training


def layers(training):
    """The layers' numbers [B, T, layers, numbers]."""
    chain = training.chain
    return training.theta[..., : chain.trunk_size].unflatten(2, (chain.n_layers, -1))


@by_key
def test_copies_of_a_shared_layer_stay_equal_and_those_of_a_split_one_part(method):
    first, second = layers(trained(Toy(), method, (NONE, MIDDLE, ALL))).unbind(1)
    is_equal = (first == second).all(2)
    assert is_equal.tolist() == [[True] * 3, [True, False, True], [False] * 3]


@by_key
def test_every_method_trains_on_tensors_of_one_device_only(method):
    training = Training(Toy(), method, (NONE, MIDDLE, ALL), 0, PLAN, device="meta")
    for _ in range(3):
        training.step()
    assert training.theta.is_meta and training.products.is_meta


@by_key
def test_a_method_has_no_say_where_nothing_is_shared(method):
    ours, plain = (trained(Toy(), m, (ALL,)).log() for m in (method, LS()))
    np.testing.assert_array_equal(ours.test_losses, plain.test_losses)


@dataclass(frozen=True)
class One(Toy):
    """One of the toy's two tasks."""

    task: int = 0
    n_tasks = 1

    def examples(self, seed):
        x, y, test_x, test_y = Toy().examples(seed)
        return Examples(x, y[:, [self.task]], test_x, test_y[:, [self.task]])


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_splitting_all_layers_is_exactly_one_independent_run_for_each_task(dtype):
    plan = replace(PLAN, dtype=dtype)
    split = trained(Toy(), PCGrad(), (ALL,), plan=plan)
    for task in range(2):
        alone = Training(One(task=task), LS(), (NONE,), 0, plan)
        start = Training(Toy(), LS(), (ALL,), 0, plan).theta[:, [task]]
        alone.theta = start
        for _ in range(plan.steps):
            alone.step()
        assert torch.equal(alone.theta, split.theta[:, [task]])
        torch.testing.assert_close(alone.test_losses[-1], split.test_losses[-1][:, [task]])


def test_a_split_network_learns_what_plain_torch_learns():
    training = Training(Toy(), LS(), (MIDDLE,), 0, PLAN)
    streams = [Stream(training.chain, theta) for theta in training.theta[0]]
    for shared in (0, 2):
        streams[1].layers[shared] = streams[0].layers[shared]
    parameters = {p for stream in streams for p in stream.parameters()}
    adam = torch.optim.Adam(parameters, lr=PLAN.lr)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(adam, PLAN.steps)
    for batch in training.batches:
        adam.zero_grad()
        for stream, y in zip(streams, training.y, strict=True):
            (stream(training.x[:, batch].T) - y[:, batch].T).square().mean().backward()
        adam.step()
        schedule.step()
        training.step()
    theirs = [
        (stream(training.test_x.T) - y.T).square().mean().item()
        for stream, y in zip(streams, training.test_y, strict=True)
    ]
    log = training.log()
    np.testing.assert_allclose(log.test_losses[-1, 0], theirs, rtol=1e-8)
    assert log.test_curve(MIDDLE)[-1] == pytest.approx(np.mean(theirs))
    assert log.tested.tolist() == [0, 20, 40]


def test_the_method_sees_the_shared_parts_and_the_rest_keeps_its_plain_gradient():
    chain = Training(Toy(), LS(), (MIDDLE,), 0, PLAN).chain
    source = torch.Generator().manual_seed(0)
    grads = torch.randn(1, 2, chain.size, generator=source, dtype=torch.float64)
    grads[:, 1] -= grads[:, 0]  # so that the tasks conflict
    own = own_parts(chain, [MIDDLE.split])
    direction, _ = merge(PCGrad(), grads, grads.new_ones(1, 2), own, (), grads.new_zeros(0))
    n_layer = chain.trunk_size // 3
    is_own = torch.arange(chain.size) // n_layer == 1
    is_own[3 * n_layer :] = True
    assert torch.equal(direction[..., is_own], grads[..., is_own])
    shared, _ = PCGrad().operate(grads[..., ~is_own], grads.new_ones(1, 2), (), grads.new_zeros(0))
    for copy in direction.unbind(1):
        torch.testing.assert_close(copy[..., ~is_own], shared.sum(1))


def test_cosines_are_those_of_the_raw_gradients_before_the_step():
    plain, surgery = (trained(Trio(), m, (NONE,)).log() for m in (LS(), PCGrad()))
    np.testing.assert_array_equal(plain.products[0], surgery.products[0])
    assert (plain.products[1] != surgery.products[1]).any()


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_a_seed_fixes_everything_and_seeds_do_not_touch_each_other(dtype):
    plan = replace(PLAN, dtype=dtype)
    first, second = train(Toy(), LS(), (NONE, MIDDLE), (3, 4), plan)
    (again,) = train(Toy(), LS(), (NONE, MIDDLE), (4,), plan)
    np.testing.assert_array_equal(second.products, again.products)
    np.testing.assert_array_equal(second.test_losses, again.test_losses)
    assert (first.products[0] != second.products[0]).any()


def test_lanes_with_methods_of_their_own_go_as_they_go_alone():
    methods = (None, GradDrop(), GradDrop(), SAMGS(gamma=0.9), None)
    splits = ((), (), (2,), (2,), (2,))
    lanes = tuple(Lane(s, 5, m) for s, m in zip(splits, methods, strict=True))
    (log,) = train(Toy(), PCGrad(), lanes, (3,), PLAN)
    for lane in lanes:
        alone = Lane(lane.split, 5)
        (expected,) = train(Toy(), lane.method or PCGrad(), (alone,), (3,), PLAN)
        np.testing.assert_allclose(log.test_curve(lane), expected.test_curve(alone), rtol=1e-9)
        np.testing.assert_allclose(log.cosine(lane), expected.cosine(alone), rtol=1e-6)


def test_seeds_differ_in_examples_start_and_batches():
    one, other = (Training(Toy(), LS(), (NONE,), seed, PLAN) for seed in (0, 1))
    for name in ("x", "y", "theta", "batches"):
        assert not torch.equal(getattr(one, name), getattr(other, name)), name


def test_a_batch_has_no_example_twice_and_a_large_one_has_them_all():
    batches = Training(Toy(), LS(), (NONE,), 0, PLAN).batches
    assert all(len(set(batch)) == 16 for batch in batches.tolist())
    full = Training(Toy(batch=512), LS(), (NONE,), 0, PLAN).batches
    assert all(sorted(batch) == list(range(40)) for batch in full.tolist())


def test_what_is_shared_is_one_vector_in_the_whole_cosine():
    (log,) = train(Toy(), LS(), (NONE, MIDDLE, ALL), (0,), PLAN)
    products = log.products[:, 0]
    gram = products[:, [0, 2]].sum(1)
    expected = gram[:, 0, 1] / np.sqrt(gram[:, 0, 0] * gram[:, 1, 1])
    np.testing.assert_allclose(log.cosine(NONE, without=(2,))[:, 0], expected)
    assert (log.cosine(MIDDLE) != log.cosine(NONE, without=(2,))).any()
    assert np.isnan(log.cosine(ALL)).all()
    assert log.layer_cosine(NONE).shape == (40, 3)


def test_courses_cannot_be_written_to():
    (log,) = train(Toy(), LS(), (NONE,), (0,), PLAN)
    for array in (log.products, log.test_losses):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0
