"""Surgery in a real network has the direction of the batched engine, and training works."""

import pytest
import torch

from samgs_core.methods import SAMGS, PCGrad
from samgs_core.surgery import Surgery
from tests.core.surgery.network import BOUND, Engine, Network, flat, methods, task_counts


@methods
@task_counts
def test_over_six_steps_the_merged_gradient_is_that_of_the_engine(method, n_tasks):
    network, engine = Network(n_tasks), Engine(method, seed=3)
    optimizer = torch.optim.Adam(network.parameters(), lr=0.02)
    surgery = Surgery(method, network.shared, lower_bounds=BOUND, seed=3)
    for _ in range(6):
        optimizer.zero_grad()
        _, wanted = engine.step(network.losses(), network.shared)
        report = surgery.backward(network.losses())
        found = flat(parameter.grad for parameter in network.shared)
        assert (found - wanted).norm() <= 1e-8 * wanted.norm()
        assert set(report.diagnostics) == {each.name for each in method.diagnostics}
        for name, value in report.diagnostics.items():
            expected = getattr(engine.state, name)[0]
            torch.testing.assert_close(value, expected, rtol=1e-6, atol=1e-9)
        optimizer.step()


@methods
def test_in_single_precision_it_is_that_of_the_engine_but_for_rounding(method):
    network, engine = Network(dtype=torch.float32), Engine(method)
    surgery = Surgery(method, network.shared, lower_bounds=BOUND)
    for _ in range(3):
        network.zero_grad()
        _, wanted = engine.step(network.losses(), network.shared)
        surgery.backward(network.losses())
        found = flat(parameter.grad for parameter in network.shared)
        assert found.dtype == torch.float32
        assert (found - wanted).norm() <= 1e-4 * wanted.norm()


@methods
@pytest.mark.parametrize("factor", [1.0, 3.0, 0.0, -1.0, -3.0, -1 - 1e-5])
def test_parallel_opposite_and_zero_gradients_give_what_they_give_in_the_engine(method, factor):
    network, engine = Network(), Engine(method, bound=-1e3)
    surgery = Surgery(method, network.shared, lower_bounds=-1e3)

    def losses():
        first, other = network.losses()
        return [first, factor * first + 1e-6 * (factor < -1) * other]

    grads, wanted = engine.step(losses(), network.shared)
    surgery.backward(losses())
    found = flat(parameter.grad for parameter in network.shared)
    assert found.isfinite().all()
    assert (found - wanted).norm() <= 1e-7 * grads.norm()


@pytest.mark.parametrize(
    ("method", "optimizer"),
    [
        (SAMGS(gamma=0.9), lambda parameters: torch.optim.Adam(parameters, lr=0.01)),
        (PCGrad(), lambda parameters: torch.optim.SGD(parameters, lr=0.1, momentum=0.5)),
    ],
    ids=["sam-gs, Adam", "pcgrad, SGD"],
)
@task_counts
def test_two_hundred_training_steps_lower_every_loss(method, optimizer, n_tasks):
    network = Network(n_tasks, torch.float32)
    surgery, optimizer = Surgery(method, network.shared), optimizer(network.parameters())
    history = []
    for _ in range(200):
        optimizer.zero_grad()
        history.append(surgery.backward(network.losses()).losses)
        optimizer.step()
    assert (history[-1] < 0.9 * history[0]).all()
