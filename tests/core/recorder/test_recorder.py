"""What is recorded equals a direct computation, whatever the network and the loop are."""

import io

import numpy as np
import pytest
import torch

from samgs_core.measures import pair_cosines, pair_similarities
from samgs_core.methods import LS, METHODS, SAMGS, PCGrad
from samgs_core.recorder import Recorder, watch
from samgs_core.surgery import Surgery
from tests.core.recorder.networks import conv_net, direct, recorded, transformer

networks = pytest.mark.parametrize("make", [conv_net, transformer])


def all_of(network, losses):
    whole = direct(losses, network.shared)
    layers = [direct(losses, list(part.parameters())) for part in network.layers.values()]
    return whole, np.stack(layers)


@networks
@pytest.mark.parametrize("n_tasks", [2, 3])
@pytest.mark.parametrize("kind", ["float32", "bfloat16", "accumulated"])
def test_grams_of_the_whole_and_of_every_layer_are_exact(make, n_tasks, kind):
    network = make(n_tasks)
    recorder = Recorder(layers=network.layers)
    surgery = Surgery(PCGrad(), network.shared, recorder=recorder)
    parts = [slice(0, 5), slice(5, 10)] if kind == "accumulated" else [slice(None)] * 2
    wanted = []
    network.eval()  # so that a batch norm sees the same twice
    for part in parts:  # without zeroing grad in between
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=kind == "bfloat16"):
            first, again = network.losses(part), network.losses(part)
        wanted.append(all_of(network, first))
        surgery.backward(again)
    found = recorder.recording()
    assert found.layers == tuple(network.layers)
    for step, (whole, layers) in enumerate(wanted):
        np.testing.assert_allclose(found.gram[step], whole, rtol=1e-6, atol=1e-12)
        np.testing.assert_allclose(found.layer_gram[step], layers, rtol=1e-5, atol=1e-9)
    np.testing.assert_allclose(found.layer_gram.sum(1), found.gram, rtol=1e-14)


@networks
def test_angles_and_similarities_are_those_of_the_gradients(make):
    network = make(3)
    losses = network.losses()
    rows = [torch.autograd.grad(loss, network.shared, retain_graph=True) for loss in losses]
    grads = np.stack([torch.cat([g.reshape(-1).double() for g in row]).numpy() for row in rows])
    recorder = Recorder(names=("a", "b", "c"))
    report = watch(losses, network.shared, recorder)
    found = recorder.recording()
    np.testing.assert_allclose(found.cosines[0], pair_cosines(grads), rtol=1e-6)
    np.testing.assert_allclose(found.similarities[0], pair_similarities(grads), rtol=1e-6)
    np.testing.assert_allclose(report.lengths, np.linalg.norm(grads, axis=1), rtol=1e-6)
    assert found.names == ("a", "b", "c") and found.pairs == ((0, 1), (0, 2), (1, 2))
    assert found.method is None and found.alignment is None


def test_watching_leaves_the_training_as_it_is():
    network = conv_net()
    losses = network.losses()
    network.trunk[0].bias.grad = torch.ones(4)
    assert watch(losses, network.shared).weights is None
    assert network.trunk[2].weight.grad is None
    assert torch.equal(network.trunk[0].bias.grad, torch.ones(4))
    sum(losses).backward()  # the graph is still there


@pytest.mark.parametrize("method", [cls() for cls in METHODS], ids=lambda m: m.key)
def test_every_method_reports_lengths_cosines_and_weights_and_its_merged_gradient(method):
    found, reports, merged = recorded(method, steps=3)
    length = merged.norm(dim=1).numpy()
    np.testing.assert_allclose(found.merged_length, length, rtol=1e-5)
    for step, report in enumerate(reports):
        np.testing.assert_allclose(report.lengths, found.lengths[step], rtol=1e-12)
        np.testing.assert_allclose(report.cosines[0, 1], found.cosines[step, 0], rtol=1e-12)
        if report.weights is not None and method.key != "moco":  # whose weights are of a memory
            weights = report.weights.double().numpy()
            np.testing.assert_allclose(found.gram[step] @ weights, found.slopes[step], rtol=1e-4)
        for name, value in report.diagnostics.items():
            np.testing.assert_allclose(found.diagnostics[name][step], value, rtol=1e-12)
    assert (report.weights is None) == (method.key in ("sam-gs", "graddrop", "db-mtl"))
    assert (abs(found.alignment) <= 1).all()


def test_a_recorder_does_not_change_the_training():
    with_recorder = recorded(SAMGS(gamma=0.9))[2]
    network = conv_net()
    surgery = Surgery(SAMGS(gamma=0.9), network.shared, seed=3)
    surgery.backward(network.losses())
    alone = torch.cat([p.grad.double().reshape(-1) for p in network.shared])
    torch.testing.assert_close(alone, with_recorder[0], rtol=0, atol=0)


def test_what_no_layer_names_is_one_more_so_that_all_adds_up():
    network = conv_net()
    recorder = Recorder(layers={"first": network.trunk[0].weight})
    found = recorded(LS(), network, steps=2, recorder=recorder)[0]
    assert found.layers == ("first", "other")
    assert found.layer_sizes == (36, sum(p.numel() for p in network.shared) - 36)
    np.testing.assert_allclose(found.layer_gram.sum(1), found.gram, rtol=1e-14)


def test_of_many_steps_every_second_is_dropped_and_memory_stays_bounded():
    network = conv_net()
    recorder = Recorder(every=3, limit=8)
    surgery = Surgery(LS(), network.shared, recorder=recorder)
    for _ in range(100):
        surgery.backward(network.losses())
    steps = recorder.recording().steps
    assert recorder.n_steps == 100 and len(steps) < 8
    assert steps.tolist() == list(range(0, 100, recorder.every)) and recorder.every == 24


@pytest.mark.parametrize("limit", [4, 100])
def test_a_training_that_goes_on_from_a_checkpoint_is_recorded_as_one(limit):
    def steps(recorder, network, n, state=None):
        surgery = Surgery(PCGrad(), network.shared, lower_bounds=0.0, recorder=recorder)
        if state is not None:
            recorder.load_state_dict(state)
        for _ in range(n):
            surgery.backward(network.losses())
        return recorder

    whole = steps(Recorder(limit=limit), conv_net(), 7).recording()
    first = steps(Recorder(limit=limit), conv_net(), 5)
    file = io.BytesIO()
    torch.save(first.state_dict(), file)
    file.seek(0)
    again = steps(Recorder(limit=limit), conv_net(), 2, torch.load(file)).recording()
    assert again.steps.tolist() == whole.steps.tolist()
    assert again.names == whole.names and again.lower_bounds == (0.0, 0.0)
    np.testing.assert_allclose(again.gram, whole.gram, rtol=0.2)  # batch norm has moved on
    np.testing.assert_array_equal(again.gram[:2], whole.gram[:2])
    other = Recorder()
    for state in ({}, {**first.state_dict(), "steps": 3}, {**first.state_dict(), "columns": (2,)}):
        with pytest.raises(ValueError, match=r"Recorder\.state_dict must be what"):
            other.load_state_dict(state)
    assert other.n_steps == 0


@pytest.mark.parametrize("method", [PCGrad(), SAMGS()], ids=lambda m: m.key)
def test_with_scaled_losses_unscaled_gradients_are_recorded(method):
    found = []
    for scale in (1.0, 1024.0):
        network, recorder = conv_net(), Recorder()
        surgery = Surgery(method, network.shared, recorder=recorder)
        surgery.backward(network.losses(), scale=scale)
        found.append(recorder.recording())
    np.testing.assert_allclose(found[1].gram, found[0].gram, rtol=1e-5)
    np.testing.assert_allclose(found[1].merged_length, found[0].merged_length, rtol=1e-5)
    network = conv_net()
    report = watch(network.losses(), network.shared, scale=1024.0)
    np.testing.assert_allclose(report.gram, found[0].gram[0], rtol=1e-5)


def test_a_step_that_is_not_finite_is_told_and_left_out():
    network = conv_net()
    recorder = Recorder()
    surgery = Surgery(SAMGS(), network.shared, recorder=recorder)
    surgery.backward(network.losses())
    first, second = network.losses()
    surgery.backward([first, second * float("inf")])
    found = recorder.recording()
    assert found.is_finite.tolist() == [True, False]
    assert found.conflicts.shape == (1,) and np.isfinite(found.conflicts).all()


def test_the_rate_of_the_outer_optimiser_is_kept():
    network = conv_net()
    optimizer = torch.optim.SGD(network.parameters(), lr=0.5)
    recorder = Recorder(optimizer=optimizer)
    surgery = Surgery(LS(), network.shared, recorder=recorder)
    for lr in (0.5, 0.25):
        optimizer.param_groups[0]["lr"] = lr
        surgery.backward(network.losses())
    assert recorder.recording().lr.tolist() == [0.5, 0.25]


MISUSES = {
    "every": (lambda n: Recorder(every=0), "Recorder.every"),
    "limit": (lambda n: Recorder(limit=1), "Recorder.limit"),
    "optimizer": (lambda n: Recorder(optimizer="sgd"), "Recorder.optimizer"),
    "text": (lambda n: Recorder(layers={"a": "conv1"}), r"layers\['a'\] must be a module"),
    "head": (lambda n: Recorder(layers={"a": n.heads}), r"layers\['a'\] must hold shared"),
    "relu": (lambda n: Recorder(layers={"a": n.trunk[1]}), r"layers\['a'\] must hold a trainable"),
    "twice": (lambda n: Recorder(layers={"a": n.trunk, "b": n.trunk[0]}), r"layers\['b'\]"),
    "names": (lambda n: Recorder(names=("a", "a")), "Recorder.names"),
}


@pytest.mark.parametrize("misuse", MISUSES)
def test_a_misuse_is_named(misuse):
    make, message = MISUSES[misuse]
    network = conv_net()
    with pytest.raises((TypeError, ValueError), match=message):
        recorded(LS(), network, steps=1, recorder=make(network))


def test_a_recorder_is_of_one_training():
    network, recorder = conv_net(), Recorder()
    Surgery(LS(), network.shared, recorder=recorder)
    with pytest.raises(ValueError, match="of one training"):
        Surgery(LS(), network.shared, recorder=recorder)
    with pytest.raises(ValueError, match="after a recorded step"):
        recorder.recording()
