"""Scaled losses, as mixed precision needs them, give the merged gradient of unscaled ones."""

import pytest
import torch
from torch.amp import GradScaler

from samgs_core.methods import SAMGS, PCGrad
from samgs_core.surgery import Surgery
from tests.core.surgery.network import BOUND, Network, flat, grads_of, methods, task_counts


@methods
@task_counts
@pytest.mark.parametrize(("dtype", "rtol"), [(torch.float64, 1e-9), (torch.float32, 1e-3)])
def test_the_merged_gradient_is_the_same_at_any_scale(method, n_tasks, dtype, rtol):
    plain = Network(n_tasks, dtype)
    surgery = Surgery(method, plain.shared, lower_bounds=BOUND, seed=1)
    scaled = Network(n_tasks, dtype)
    on_scaled = Surgery(method, scaled.shared, lower_bounds=BOUND, seed=1)
    for scale in (65_536.0, 3.0, 1.0, 2.0**-10):
        plain.zero_grad()
        scaled.zero_grad()
        one = surgery.backward(plain.losses())
        other = on_scaled.backward(scaled.losses(), scale=scale)
        for name in ("trunk", "heads"):
            wanted = flat(part.grad for part in getattr(plain, name).parameters())
            found = flat(part.grad for part in getattr(scaled, name).parameters()) / scale
            assert (found - wanted).norm() <= rtol * wanted.norm(), (name, scale)
        torch.testing.assert_close(other.losses, one.losses)
        for name, value in one.diagnostics.items():
            torch.testing.assert_close(other.diagnostics[name], value, rtol=1e-3, atol=1e-5)


def train(network, surgery, optimizer, scaler, steps=30):
    for _ in range(steps):
        optimizer.zero_grad()
        if scaler is None:
            surgery.backward(network.losses())
            optimizer.step()
        else:
            surgery.backward(network.losses(), scale=scaler)
            scaler.step(optimizer)
            scaler.update()
    return flat(network.parameters())


@pytest.mark.parametrize("method", [SAMGS(gamma=0.9), PCGrad()], ids=str)
def test_training_with_a_scaler_ends_where_training_without_one_does(method):
    found = []
    for scaler in (None, GradScaler("cpu"), GradScaler("cpu", enabled=False)):
        network = Network(dtype=torch.float32)
        optimizer = torch.optim.Adam(network.parameters(), lr=0.01)
        found.append(train(network, Surgery(method, network.shared), optimizer, scaler))
    torch.testing.assert_close(found[1], found[0], rtol=1e-4, atol=1e-5)
    assert torch.equal(found[2], found[0])


def test_a_scaler_leaves_out_a_step_that_overflows_and_the_surgery_forgets_it():
    network = Network(dtype=torch.float32)
    optimizer = torch.optim.SGD(network.parameters(), lr=0.01)
    surgery, scaler = Surgery(SAMGS(), network.shared), GradScaler("cpu", init_scale=2.0**126)
    before = flat(network.parameters())
    network.y *= 1e3
    assert not surgery.backward(network.losses(), scale=scaler).is_finite
    scaler.step(optimizer)
    scaler.update()
    assert torch.equal(flat(network.parameters()), before)
    assert scaler.get_scale() == 2.0**125
    assert surgery.state_dict()["state"][2] == 0  # the steps that its memory counts


def test_the_number_of_a_scaler_serves_as_well():
    networks = [Network(dtype=torch.float32) for _ in range(2)]
    scaler = GradScaler("cpu", init_scale=1024.0)
    for network, scale in zip(networks, (scaler, torch.tensor(1024.0)), strict=True):
        Surgery(SAMGS(), network.shared).backward(network.losses(), scale=scale)
    torch.testing.assert_close(*(grads_of(network) for network in networks), rtol=0, atol=0)


@pytest.mark.parametrize("scale", [0.0, -1.0, float("nan"), float("inf"), "65536", None])
def test_another_scale_is_refused_before_anything_changes(scale):
    network = Network()
    with pytest.raises(ValueError, match=r"Surgery\.scale must be a GradScaler or a number above"):
        Surgery(SAMGS(), network.shared).backward(network.losses(), scale=scale)
    assert grads_of(network) == [None] * 8


@methods
def test_under_bfloat16_autocast_the_direction_is_that_of_full_precision_but_for_rounding(method):
    """The passes are rounded to three digits; the surgery itself is not rounded at all."""
    network = Network(dtype=torch.float32)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        losses = network.losses()
        assert network.trunk(network.x).dtype == torch.bfloat16
        rows = [
            flat(torch.autograd.grad(loss, network.shared, retain_graph=True)) for loss in losses
        ]
        Surgery(method, network.shared, lower_bounds=BOUND, seed=4).backward(losses)
    x = torch.zeros(len(rows[0]), requires_grad=True)
    same = [(x * row).sum() + loss.detach().float() for row, loss in zip(rows, losses, strict=True)]
    Surgery(method, [x], lower_bounds=BOUND, seed=4).backward(same)
    found = flat(part.grad for part in network.shared)
    assert found.dtype == torch.float32
    assert (found - x.grad).norm() <= 1e-5 * x.grad.norm()
