"""Surgery in a training loop: what it does to ``grad``, to the graph and to its own memory."""

import gc
import io
import weakref

import pytest
import torch

from samgs_core.methods import LS, SAMGS, UW, PCGrad
from samgs_core.surgery import Surgery
from tests.core.surgery.network import BOUND, Network, flat, grads_of, methods


@methods
def test_a_head_gets_exactly_its_plain_gradient(method):
    network = Network()
    sum(network.losses()).backward()
    wanted = grads_of(network.heads)
    network.zero_grad()
    Surgery(method, network.shared, lower_bounds=BOUND).backward(network.losses())
    for found, expected in zip(grads_of(network.heads), wanted, strict=True):
        assert torch.equal(found, expected)


def test_with_the_sum_as_the_method_nothing_changes():
    network = Network()
    sum(network.losses()).backward()
    wanted = grads_of(network)
    network.zero_grad()
    Surgery(LS(), network.shared).backward(network.losses())
    torch.testing.assert_close(grads_of(network), wanted)


def test_gradients_add_up_until_they_are_zeroed():
    network = Network()
    surgery = Surgery(PCGrad(), network.shared)
    surgery.backward(network.losses())
    once, kept = grads_of(network), [parameter.grad for parameter in network.shared]
    surgery.backward(network.losses())
    torch.testing.assert_close(grads_of(network), [2 * grad for grad in once])
    assert all(p.grad is grad for p, grad in zip(network.shared, kept, strict=True))


@pytest.mark.parametrize("method", [PCGrad(), SAMGS()], ids=str)
def test_what_no_loss_depends_on_keeps_its_grad_and_what_one_depends_on_is_zero_for_the_others(
    method,
):
    a, b, c, d = (torch.ones(3, dtype=torch.float64, requires_grad=True) for _ in range(4))
    d.grad = torch.full_like(d, 7.0)
    losses = [(a * torch.tensor([1.0, 2.0, 3.0])).sum() ** 2, (a * b).sum() ** 2]
    grads = torch.zeros(1, 2, 6, dtype=torch.float64)
    for k, loss in enumerate(losses):
        for i, parameter in enumerate((a, b)):
            grad = torch.autograd.grad(loss, parameter, retain_graph=True, allow_unused=True)[0]
            if grad is not None:
                grads[0, k, 3 * i : 3 * i + 3] = grad
    operated, _ = method.operate(grads, grads[:, :, 0], method.init(grads), grads.new_zeros(0))
    Surgery(method, [a, c, b, d]).backward(losses)
    torch.testing.assert_close(torch.cat([a.grad, b.grad]), operated.sum(1)[0])
    assert c.grad is None
    assert torch.equal(d.grad, torch.full_like(d, 7.0))


def test_frozen_parameters_are_left_alone():
    network, without = Network(), Network()
    for net in (network, without):
        net.trunk[0].weight.requires_grad_(False)
    Surgery(SAMGS(), network.shared).backward(network.losses())
    Surgery(SAMGS(), without.shared[1:]).backward(without.losses())
    assert network.trunk[0].weight.grad is None
    torch.testing.assert_close(grads_of(network)[1:], grads_of(without)[1:], rtol=0, atol=0)


def test_the_graph_is_freed():
    network = Network()
    losses = network.losses()
    Surgery(SAMGS(), network.shared).backward(losses)
    for loss in losses:
        with pytest.raises(RuntimeError, match="second time"):
            loss.backward()


def test_no_activation_of_the_trunk_outlives_the_step_and_none_at_all_the_losses():
    network = Network()
    surgery = Surgery(SAMGS(), network.shared)
    hidden = network.trunk[:2](network.x)
    features = network.trunk[2:](hidden)
    errors = [head(features) - y for head, y in zip(network.heads, network.y, strict=True)]
    losses = [error.square().mean() for error in errors]
    alive = [weakref.ref(tensor) for tensor in (hidden, *errors)]
    del hidden, features, errors
    gc.collect()
    assert all(ref() is not None for ref in alive)
    report = surgery.backward(losses)
    gc.collect()
    assert alive[0]() is None
    del losses
    gc.collect()
    assert [ref() for ref in alive] == [None] * 3
    assert not report.losses.requires_grad


def test_a_backward_pass_that_fails_leaves_every_shared_grad_as_it_was():
    network = Network()
    network.trunk[0].bias.grad = torch.ones(8, dtype=torch.float64)
    losses = network.losses()
    losses[1].backward(inputs=[network.heads[1].bias])  # frees the second head
    before = grads_of(network.trunk)
    with pytest.raises(RuntimeError, match="second time"):
        Surgery(SAMGS(), network.shared).backward(losses)
    for found, expected in zip(grads_of(network.trunk), before, strict=True):
        assert (found is None and expected is None) or torch.equal(found, expected)


@methods
@pytest.mark.parametrize("n_steps", [0, 3])
def test_a_saved_surgery_goes_on_as_if_it_had_never_stopped(method, n_steps):
    network = Network(n_tasks=3)
    surgery = Surgery(method, network.shared, lower_bounds=BOUND, seed=5)
    for _ in range(n_steps):
        surgery.backward(network.losses())
    file = io.BytesIO()
    torch.save(surgery.state_dict(), file)
    file.seek(0)
    again = Surgery(method, network.shared, lower_bounds=BOUND, seed=6)
    again.backward(network.losses())
    again.load_state_dict(torch.load(file))
    for _ in range(2):
        found = []
        for each in (surgery, again):
            network.zero_grad()
            each.backward(network.losses())
            found.append(flat(parameter.grad for parameter in network.shared))
        assert torch.equal(*found)


def on_a_vector(rows):
    """Losses whose gradients by the returned vector are these rows."""
    x = torch.zeros(len(rows[0]), requires_grad=True)
    return x, [(x * torch.tensor(row)).sum() for row in rows]


def test_the_seed_alone_decides_the_draws():
    found = []
    for t, seed in enumerate((0, 0, *range(1, 9))):
        torch.manual_seed(t)
        x, losses = on_a_vector([[1.0, 0.5, -0.2], [-0.8, 0.6, 0.1], [0.2, -1.0, 0.7]])
        Surgery(PCGrad(), [x], seed=seed).backward(losses)
        found.append(x.grad)
    assert torch.equal(found[0], found[1])
    assert any(not torch.equal(found[0], other) for other in found[2:])


def test_parameters_of_several_precisions_are_merged_in_the_widest():
    found = []
    for dtype in (torch.bfloat16, torch.float32):
        x = torch.zeros(3, dtype=dtype, requires_grad=True)
        y = torch.zeros(2, requires_grad=True)
        rows = [[0.5, 1.0, 2.0, 0.7, 1e-3], [-0.25, -4.0, 1.0, 0.3, 2e-3]]
        losses = [(torch.cat([x.float(), y]) * torch.tensor(row)).sum() for row in rows]
        Surgery(PCGrad(), [x, y]).backward(losses)
        assert (x.grad.dtype, y.grad.dtype) == (dtype, torch.float32)
        found.append((x.grad, y.grad))
    (rounded, alike), (x_grad, y_grad) = found
    assert torch.equal(alike, y_grad)
    assert torch.equal(rounded, x_grad.bfloat16())


def test_a_grad_has_the_strides_of_its_parameter():
    torch.manual_seed(0)
    filters = torch.randn(4, 3, 2, 2).to(memory_format=torch.channels_last).requires_grad_()
    twin = filters.detach().contiguous().requires_grad_()
    x = torch.randn(5, 3, 6, 6)
    for weight in (filters, twin):
        maps = torch.conv2d(x, weight)
        Surgery(PCGrad(), [weight]).backward([maps.square().mean(), maps.sin().mean()])
    assert filters.grad.stride() == filters.stride() != twin.grad.stride()
    torch.testing.assert_close(filters.grad, twin.grad, check_stride=False)


def test_automatic_mixed_precision_does_not_reach_the_surgery():
    found = []
    for enabled in (False, True):
        x, losses = on_a_vector([[1.0, 0.5, -0.2], [-0.8, 0.6, 0.1]])
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=enabled):
            Surgery(PCGrad(), [x]).backward(losses)
        found.append(x.grad)
    assert torch.equal(*found)


def test_a_parameter_that_is_named_twice_counts_once():
    network, twice = Network(), Network()
    Surgery(SAMGS(), network.shared).backward(network.losses())
    Surgery(SAMGS(), twice.shared * 2).backward(twice.losses())
    torch.testing.assert_close(grads_of(twice), grads_of(network))


def test_the_losses_may_be_one_tensor():
    network, stacked = Network(), Network()
    Surgery(PCGrad(), network.shared).backward(network.losses())
    Surgery(PCGrad(), stacked.shared).backward(torch.stack(stacked.losses()))
    torch.testing.assert_close(grads_of(stacked), grads_of(network))


def test_one_lower_bound_may_stand_for_all():
    network = Network()
    reports = [
        Surgery(UW(), network.shared, lower_bounds=bounds).backward(network.losses())
        for bounds in (-2.0, [-2.0, -2.0])
    ]
    torch.testing.assert_close(reports[0].diagnostics, reports[1].diagnostics)
