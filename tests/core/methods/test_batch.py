"""Rows of a batch are independent, nothing is written to, and everything stays on its device."""

import dataclasses

import pytest
import torch

from samgs_core import convex, geometry
from samgs_core.diagnostics import Flag
from samgs_core.method import Method
from samgs_core.methods import CAGrad, fairgrad, nash_mtl
from samgs_core.params import Param
from tests.core.methods.built import VARIANTS, built, rand, skewed, steps, tensors

methods = pytest.mark.parametrize("method", VARIANTS, ids=str)
task_counts = pytest.mark.parametrize("n_tasks", [2, 3])


@pytest.fixture
def two_steps(monkeypatch):
    """Solvers that take two steps: what they find is of no matter here, only what it is made of."""
    for place, number in (
        (convex, "INTERIOR_STEPS"),
        (geometry, "JACOBI_SWEEPS"),
        (nash_mtl, "STEPS"),
        (fairgrad, "ROOT_STEPS"),
        (fairgrad, "NEWTON_STEPS"),
    ):
        monkeypatch.setattr(place, number, 2)


def run(method, n_tasks, rows=slice(None)):
    """Three steps on rows of a batch of 100 sizes: all operated gradients and all states."""
    sizes = torch.logspace(-10, 10, 100, dtype=torch.float64).reshape(-1, 1, 1)
    grads = [(sizes * skewed(100, n_tasks, 3, seed=t, spread=1.0))[rows] for t in range(3)]
    losses = [0.1 + rand(100, n_tasks, seed=t)[rows] for t in range(3)]
    return [values for o, state in steps(method, grads, losses) for values in (o, *tensors(state))]


@methods
@task_counts
def test_a_row_alone_gives_what_it_gives_among_a_hundred(method, n_tasks, two_steps):
    together = run(method, n_tasks)
    for row in (0, 17, 99):
        for alone, batch in zip(run(method, n_tasks, slice(row, row + 1)), together, strict=True):
            torch.testing.assert_close(alone, batch[row : row + 1], rtol=1e-12, atol=1e-12)


@methods
@task_counts
def test_operating_changes_neither_its_inputs_nor_its_state(method, n_tasks, two_steps):
    grads, losses = built(n_tasks, 3), 0.1 + rand(len(built(n_tasks, 3)), n_tasks, seed=1)
    draws = rand(method.n_draws(n_tasks, 3), seed=2)
    state = method.init(grads)
    for _ in range(2):
        inputs = [grads, losses, draws, *tensors(state)]
        copies = [value.clone() for value in inputs]
        _, state = method.operate(grads, losses, state, draws)
        for value, copy in zip(inputs, copies, strict=True):
            assert torch.equal(value, copy)


@methods
@task_counts
def test_shapes_and_precision_stay_and_the_diagnostics_are_one_number_a_lane_or_task(
    method, n_tasks, two_steps
):
    grads = built(n_tasks, 3)
    begun = method.init(grads)
    (_, first), *later = steps(method, [grads] * 3)
    kept = {value.shape for value in tensors(first)}
    assert type(first) is type(begun) and {value.shape for value in tensors(begun)} <= kept
    for operated, state in later:
        assert operated.shape == grads.shape
        assert {value.dtype for value in (operated, *tensors(state))} <= {grads.dtype, torch.bool}
        assert type(state) is type(first)
        for before, after in zip(tensors(first), tensors(state), strict=True):
            assert before.shape == after.shape
        for each in method.diagnostics:
            shape = (len(grads), n_tasks) if each.per_task else (len(grads),)
            assert getattr(state, each.name).shape == shape
            assert not isinstance(each, Flag) or getattr(state, each.name).dtype == torch.bool


@methods
@task_counts
def test_everything_stays_on_its_device_and_in_single_precision(method, n_tasks, two_steps):
    grads = torch.empty(4, n_tasks, 3, device="meta", dtype=torch.float32)
    losses, draws = grads[:, :, 0], grads.new_empty(method.n_draws(n_tasks, 3))
    state = method.init(grads)
    for _ in range(2):
        operated, state = method.operate(grads, losses, state, draws)
        for value in (operated, *tensors(state)):
            assert value.device.type == "meta"
            assert value.dtype in {torch.float32, torch.bool}


def lanes_and_values() -> list[tuple[Method, str, list[float]]]:
    cases = []
    for method in VARIANTS:
        for declared in type(method).declared():
            if isinstance(declared, Param):
                span = min(declared.high, 2.0) - declared.low
                cases.append(
                    (method, declared.name, [declared.low + span * f for f in (0.05, 0.4, 0.7)])
                )
    return cases


@task_counts
@pytest.mark.parametrize(("method", "field", "values"), lanes_and_values())
def test_one_value_per_lane_equals_one_run_per_value(method, field, values, n_tasks, two_steps):
    grads = [skewed(1, n_tasks, 3, seed=t).expand(3, -1, -1) for t in range(4)]
    losses = [0.1 + rand(1, n_tasks, seed=t).expand(3, -1) for t in range(4)]
    swept = dataclasses.replace(method, **{field: torch.tensor(values, dtype=torch.float64)})
    together = list(steps(swept, grads, losses))
    for lane, value in enumerate(values):
        single = dataclasses.replace(method, **{field: value})
        alone = steps(single, [g[:1] for g in grads], [x[:1] for x in losses])
        for (operated, state), (expected, expected_state) in zip(together, alone, strict=True):
            torch.testing.assert_close(operated[lane : lane + 1], expected, rtol=1e-9, atol=1e-12)
            pairs = zip(tensors(state), tensors(expected_state), strict=True)
            for found, wanted in pairs:
                torch.testing.assert_close(found[lane : lane + 1], wanted, rtol=1e-9, atol=1e-12)


def test_cagrad_takes_its_rescaling_as_a_number_or_a_word():
    assert CAGrad(c=0.4, rescale=1) == CAGrad(c=0.4, rescale="1") == CAGrad(c=0.4)
    for wrong in (3, "none", True, 1.0):
        with pytest.raises(ValueError, match=r"CAGrad\.rescale must be one of '0', '1', '2'"):
            CAGrad(rescale=wrong)
