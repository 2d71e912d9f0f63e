"""Losses and gradients of every landscape as numbers: exact, finite, lane by lane."""

from dataclasses import replace

import pytest
import torch

from samgs_core import Landscape
from synthetic import (
    LANDSCAPES,
)
from synthetic.constants import _constants
from tests.landscapes.every import domain, every_landscape, in_window


@every_landscape
def test_closed_gradients_are_those_of_automatic_differentiation(landscape):
    x = in_window(landscape, 2_000, room=2.0)
    losses, grads = landscape.losses_and_grads(x)
    auto_losses, auto_grads = Landscape.losses_and_grads(landscape, x)
    torch.testing.assert_close(losses, auto_losses, rtol=1e-13, atol=1e-12)
    torch.testing.assert_close(grads, auto_grads, rtol=1e-10, atol=1e-12)


@every_landscape
def test_closed_gradients_are_those_of_finite_differences(landscape):
    x = in_window(landscape, 300)
    low, high = domain(landscape)
    from_edges = torch.minimum((x - low).abs(), (x - high).abs()) / (high - low)
    x = x[(x[:, 1].abs() > 0.01) & (from_edges > 0.01).all(1)]
    _, grads = landscape.losses_and_grads(x)
    step = 1e-6
    for axis, move in enumerate(step * torch.eye(2, dtype=torch.float64)):
        rise = landscape.losses(x + move) - landscape.losses(x - move)
        torch.testing.assert_close(rise / (2 * step), grads[:, :, axis], rtol=1e-6, atol=1e-6)


@every_landscape
def test_nothing_is_nan_however_far_away(landscape):
    sizes = [0.0, 1e-300, 1e-8, 1.0, 40.0, 1e3, 1e8]
    values = torch.tensor([sign * size for size in sizes for sign in (1, -1)], dtype=torch.float64)
    losses, grads = landscape.losses_and_grads(torch.cartesian_prod(values, values))
    assert losses.isfinite().all() and grads.isfinite().all()
    assert landscape.losses(torch.cartesian_prod(values, values)).isfinite().all()


@every_landscape
def test_single_precision_stays_single(landscape):
    x = in_window(landscape, 10).float()
    losses, grads = landscape.losses_and_grads(x)
    assert losses.dtype == grads.dtype == landscape.losses(x).dtype == torch.float32
    torch.testing.assert_close(losses.double(), landscape.losses(x.double()), rtol=1e-4, atol=1e-4)


@every_landscape
def test_tensors_stay_on_their_device(landscape):
    x = torch.zeros(3, 2, device="meta")
    losses, grads = landscape.losses_and_grads(x)
    assert losses.device == grads.device == landscape.losses(x).device == x.device
    assert losses.shape == (3, 2) and grads.shape == (3, 2, 2)


NUMBERS = [(cls(), field) for cls in LANDSCAPES for field in cls.declared()]


@pytest.mark.parametrize(
    ("landscape", "field"), NUMBERS, ids=[f"{some.key}.{field.name}" for some, field in NUMBERS]
)
def test_every_number_may_differ_from_lane_to_lane(landscape, field):
    x = in_window(landscape, 5)
    values = torch.linspace(field.low, field.high, 5, dtype=torch.float64)
    lanes = replace(landscape, **{field.name: values})
    losses, grads = lanes.losses_and_grads(x)
    torch.testing.assert_close(lanes.losses(x), losses, rtol=1e-12, atol=1e-12)
    for i, value in enumerate(values.tolist()):
        one = replace(landscape, **{field.name: value})
        lane_losses, lane_grads = one.losses_and_grads(x[i : i + 1])
        torch.testing.assert_close(losses[i : i + 1], lane_losses, rtol=1e-12, atol=1e-13)
        torch.testing.assert_close(grads[i : i + 1], lane_grads, rtol=1e-12, atol=1e-13)


@every_landscape
def test_a_first_look_in_inference_mode_leaves_differentiation_possible(landscape):
    _constants.cache_clear()
    x = in_window(landscape, 3)
    with torch.inference_mode():
        landscape.losses_and_grads(x), landscape.losses(x)
    x.requires_grad_()
    landscape.losses(x).sum().backward()
    assert x.grad.isfinite().all()
