"""The chain: many networks evaluated as one give what each gives alone."""

import numpy as np
import pytest
import torch
from torch.nn.utils import parameters_to_vector

from samgs_core.methods import LS
from samgs_core.recon.log import Lane
from samgs_core.recon.plan import Plan
from samgs_core.recon.training import Training, merge, own_parts
from tests.core.recon.toy import Stream, Toy, Trio, chain


def batch(problem, theta, n=12):
    """Inputs [width, n] and targets [T, outputs, n]."""
    x, y, _, _ = problem.examples(1)
    padded = torch.nn.functional.pad(x[:n], (0, chain(problem).width - problem.n_inputs))
    return padded.T.to(theta), y[:n].permute(1, 2, 0).to(theta)


def random_theta(problem, lanes=3):
    net = chain(problem)
    source = torch.Generator().manual_seed(0)
    size = (lanes, problem.n_tasks, net.size)
    return net, 0.5 * torch.randn(size, generator=source, dtype=torch.float64)


@pytest.mark.parametrize("problem", [Toy(), Trio()], ids=lambda problem: problem.n_tasks)
def test_every_stream_has_the_loss_and_gradient_of_its_own_plain_network(problem):
    net, theta = random_theta(problem)
    x, y = batch(problem, theta)
    losses, grads = net.losses_and_grads(theta, x, y)
    torch.testing.assert_close(net.losses(theta, x, y), losses)
    for lane in range(len(theta)):
        for task in range(problem.n_tasks):
            stream = Stream(net, theta[lane, task])
            loss = (stream(x.T) - y[task].T).square().mean()
            loss.backward()
            grad = parameters_to_vector(p.grad for p in stream.parameters())
            torch.testing.assert_close(losses[lane, task], loss.detach())
            torch.testing.assert_close(grads[lane, task], grad)


def test_products_are_inner_products_of_each_layer_s_weights_and_biases():
    net, theta = random_theta(Trio())
    _, grads = net.losses_and_grads(theta, *batch(Trio(), theta))
    layers = grads[..., : net.trunk_size].reshape(3, 3, 3, -1)  # [lane, task, layer, number]
    expected = torch.einsum("bilp,bjlp->blij", layers, layers)
    torch.testing.assert_close(net.products(grads), expected)


def trained(problem, lanes, steps=30):
    training = Training(problem, LS(), lanes, 0, Plan(steps=100, dtype="float64"))
    for _ in range(steps):
        training.step()
    return training


def test_units_that_a_narrow_network_lacks_stay_at_zero():
    theta = trained(Toy(), (Lane((), 5), Lane((2,), 5), Lane((), 7))).theta
    n_numbers = (4 + 1) * 5 + 2 * (5 + 1) * 5 + (5 + 1) * 2
    assert ((theta[:2] != 0).sum(2) == n_numbers).all()


def test_a_narrow_network_learns_among_wide_ones_what_it_learns_alone():
    lanes = (Lane((), 5), Lane((2,), 5), Lane((), 7))
    together, alone = trained(Toy(), lanes).log(), trained(Toy(), lanes[:2]).log()
    np.testing.assert_allclose(together.test_losses[:, :2], alone.test_losses, rtol=1e-9)
    np.testing.assert_allclose(together.products[:, :2], alone.products, rtol=1e-6, atol=1e-9)


def test_a_lane_starts_with_equal_layers_and_heads_of_its_own():
    training = Training(Toy(), LS(), (Lane((1,), 5),), 0, Plan(steps=20))
    trunk, heads = training.theta[0].split([training.chain.trunk_size, 12], dim=1)
    assert torch.equal(trunk[0], trunk[1]) and not torch.equal(heads[0], heads[1])


def test_weights_start_with_the_inverse_root_of_their_inputs_and_biases_at_zero():
    net = chain(Toy(), 100)
    start = net.start(Toy.n_inputs, 100, torch.Generator().manual_seed(0))
    *layers, head = Stream(net, start[0]).layers
    for layer, n_inputs in zip([*layers, head], (4, 100, 100, 100), strict=True):
        assert layer.weight.detach()[:, :n_inputs].std().item() == pytest.approx(
            n_inputs**-0.5, rel=0.1
        )
        assert not layer.bias.any()


def step_of(net, theta, split, rate, x, y):
    """The summed loss of each lane after one plain step on the sum of the losses."""
    losses, grads = net.losses_and_grads(theta, x, y)
    own = own_parts(net, [split])
    direction, _ = merge(LS(), grads, losses, own, (), theta.new_zeros(0))
    return net.losses(theta - rate * direction, x, y).sum()


@pytest.mark.parametrize("problem", [Toy(), Trio()], ids=lambda problem: problem.n_tasks)
@pytest.mark.parametrize("steps", [1, 20, 100])
def test_splitting_a_layer_changes_the_next_loss_by_the_inner_products_there(problem, steps):
    rate = 1e-6
    training = trained(problem, (Lane((), 5),), steps)
    net, theta = training.chain, training.theta
    x, y = batch(problem, theta)
    products = net.products(net.losses_and_grads(theta, x, y)[1])[0]
    shared = step_of(net, theta, (), rate, x, y)
    for layer in range(1, problem.n_layers + 1):
        gram = products[layer - 1]
        predicted = rate * (gram.sum() - gram.trace())  # over ordered pairs of tasks
        measured = step_of(net, theta, (layer,), rate, x, y) - shared
        torch.testing.assert_close(measured, predicted, rtol=1e-3, atol=0)
