"""Two real processes, each with half of every batch, train as one with the whole batch does."""

import subprocess
import sys
from pathlib import Path

import pytest
import torch
import torch.distributed as dist
from torch.nn.parallel import DistributedDataParallel

from samgs_core.methods import FAMO, LS, METHODS, SAMGS
from samgs_core.surgery import Surgery
from tests.core.surgery.network import BOUND, Network, flat, grads_of

ROOT = Path(__file__).parent.parent.parent.parent
STEPS = 3


def half(network, rank):
    """The network with its part of the examples, or with all of them."""
    if rank is not None:
        network.x, network.y = network.x[rank::2], network.y[:, rank::2]
    return network


class Losses(torch.nn.Module):
    """The network's losses as its forward pass, which is what a wrapper wraps."""

    def __init__(self, network):
        super().__init__()
        self.network = network

    def forward(self):
        return self.network.losses()


def train(method, rank=None, group=None):
    """All parameters after some steps, and the losses and diagnostics of the last."""
    network = half(Network(n_tasks=3), rank)
    more = {} if group is None else {"process_group": group, "others": network.heads.parameters()}
    surgery = Surgery(method, network.shared, lower_bounds=BOUND, seed=3, **more)
    optimizer = torch.optim.Adam(network.parameters(), lr=0.01)
    model = Losses(network) if group is None else DistributedDataParallel(Losses(network))
    for _ in range(STEPS):
        optimizer.zero_grad()
        if group is None:
            report = surgery.backward(model())
        else:
            with model.no_sync():
                report = surgery.backward(model())
        optimizer.step()
    return flat(network.parameters()), report.losses, report.diagnostics


def one_of_two(rank, folder):
    torch.set_num_threads(1)
    dist.init_process_group("gloo", f"file://{folder}/meeting", rank=rank, world_size=2)
    results = {cls.key: train(cls(), rank, dist.group.WORLD) for cls in METHODS}
    torch.save((results, left_out(rank)), f"{folder}/{rank}.pt")
    dist.destroy_process_group()


def left_out(rank):
    """What both see of a step in which the loss of one of them alone is not finite."""
    network = half(Network(), rank)
    group = dist.group.WORLD
    surgery = Surgery(
        SAMGS(), network.shared, process_group=group, others=network.heads[0].parameters()
    )
    losses = network.losses()
    network.heads[0].bias.grad = torch.ones(2, dtype=torch.float64)
    report = surgery.backward([losses[0], losses[1] * (float("inf") if rank else 1.0)])
    return report.is_finite, surgery.state_dict()["state"][2], grads_of(network.heads[0])


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    folder = tmp_path_factory.mktemp("processes")
    script = (
        f"import sys; from {__name__} import one_of_two; one_of_two(int(sys.argv[1]), sys.argv[2])"
    )
    both = [
        subprocess.Popen([sys.executable, "-c", script, str(rank), str(folder)], cwd=ROOT)
        for rank in range(2)
    ]
    assert [process.wait(200) for process in both] == [0, 0]
    return [torch.load(folder / f"{rank}.pt") for rank in range(2)]


@pytest.mark.parametrize("method", METHODS, ids=lambda cls: cls.key)
def test_two_processes_train_as_one_with_the_whole_batch(method, both):
    wanted = train(method())
    for results, _ in both:
        found = results[method.key]
        torch.testing.assert_close(found, wanted, rtol=1e-6, atol=1e-9)


def test_a_step_that_one_of_them_cannot_use_is_left_out_by_both(both):
    for _, (is_finite, steps, _) in both:
        assert (is_finite, steps) == (False, 0)


def test_gradients_of_other_parameters_are_averaged_and_added(both):
    network = Network()
    network.losses()[0].backward()
    wanted = grads_of(network.heads[0])
    wanted[1] = wanted[1] + 1  # what was there before the step
    for _, (_, _, found) in both:
        torch.testing.assert_close(found, wanted)


def test_others_need_a_process_group():
    network = Network()
    with pytest.raises(ValueError, match=r"Surgery\.others must come with a process_group"):
        Surgery(LS(), network.shared, others=network.heads.parameters())
    with pytest.raises(ValueError, match=r"Surgery\.process_group must be a process group; got 2"):
        Surgery(FAMO(), network.shared, lower_bounds=0.0, process_group=2)
