"""A checkpoint that is refused leaves the surgery as it was; a model that changed is named."""

import copy

import pytest
import torch
from torch import nn

from samgs_core.methods import FAMO, SAMGS, PCGrad
from samgs_core.surgery import Surgery
from tests.core.surgery.network import BOUND, Network, grads_of, methods
from tests.core.surgery.test_not_finite import agree


def trained(method, n_tasks=2, steps=3):
    network = Network(n_tasks)
    surgery = Surgery(method, network.shared, lower_bounds=BOUND, seed=1)
    for _ in range(steps):
        surgery.backward(network.losses())
    return surgery


def damaged(state):
    """Checkpoints that are none, with the field that is named."""
    yield {}, "method"
    yield {"weights": 1}, "method"
    yield {**state, "method": "another"}, "be of"
    yield {**state, "n_tasks": 1}, "n_tasks"
    yield {**state, "n_tasks": "2"}, "n_tasks"
    yield {**state, "n_tasks": 2.0}, "n_tasks"
    yield {**state, "generator": torch.zeros(3, dtype=torch.uint8)}, "generator"
    yield {**state, "generator": None}, "generator"
    yield {**state, "state": "text"}, "state"
    yield {name: value for name, value in state.items() if name != "generator"}, "generator"
    if state["state"]:
        yield {**state, "n_tasks": 3}, "state"
        yield {**state, "state": state["state"][:-1]}, "state"
        yield {**state, "state": [None] * len(state["state"])}, "state"
        yield {**state, "state": ["text"] * len(state["state"])}, "state"


@methods
def test_a_refused_checkpoint_leaves_the_surgery_as_it_was(method):
    surgery = trained(method)
    before = copy.deepcopy(surgery.state_dict())
    for state, field in damaged(before):
        with pytest.raises(ValueError, match=rf"Surgery\.state_dict.*{field}"):
            surgery.load_state_dict(state)
        agree(surgery.state_dict(), before)


def test_no_dictionary_is_refused_too():
    with pytest.raises(ValueError, match=r"Surgery\.state_dict must be what state_dict\(\) gave"):
        trained(SAMGS()).load_state_dict([1, 2])


def test_a_checkpoint_of_more_tasks_changes_nothing():
    surgery, other = trained(SAMGS()), trained(PCGrad(), n_tasks=3)
    before = copy.deepcopy(surgery.state_dict())
    with pytest.raises(ValueError, match=r"state_dict must be of 'sam-gs'; got pcgrad"):
        surgery.load_state_dict(other.state_dict())
    agree(surgery.state_dict(), before)
    assert surgery.state_dict()["n_tasks"] == 2


def test_what_is_not_known_before_the_first_step_comes_back_in_the_right_precision():
    state = trained(FAMO()).state_dict()
    state["state"][2] = state["state"][2].float()
    surgery = trained(FAMO())
    surgery.load_state_dict(state)
    assert surgery.state_dict()["state"][2].dtype == torch.float64


CHANGES = {
    "double": (
        lambda network: network.double(),
        r"Surgery\.shared\[0\] must stay as it was, 8 × 4 of torch\.float32 on cpu.*float64",
    ),
    "frozen": (
        lambda network: network.trunk[2].bias.requires_grad_(False),
        r"Surgery\.shared\[3\] must stay .*trained; got .*frozen",
    ),
    "replaced": (
        lambda network: network.trunk.__setitem__(0, nn.Linear(4, 8)),
        r"Surgery\.shared\[0\] must be used by a loss; another parameter of its shape is",
    ),
    "on another device": (
        lambda network: network.to("meta"),
        r"Surgery\.shared\[0\] must be used by a loss; another parameter of its shape is",
    ),
    "all replaced": (
        lambda network: setattr(network, "trunk", nn.Sequential(nn.Linear(4, 6, bias=False))),
        r"Surgery\.shared must hold a parameter that a loss depends on",
    ),
}


@pytest.mark.parametrize("n_steps", [0, 2])
@pytest.mark.parametrize("change", CHANGES)
def test_a_model_that_changed_after_the_surgery_was_built_is_named(change, n_steps):
    apply, message = CHANGES[change]
    network = Network(dtype=torch.float32)
    surgery = Surgery(SAMGS(), network.shared)
    for _ in range(n_steps):
        surgery.backward(network.losses())
        network.zero_grad()
    apply(network)
    if change == "double":
        network.x, network.y = network.x.double(), network.y.double()
    if change == "on another device":
        network.x, network.y = network.x.to("meta"), network.y.to("meta")
    before, grads = surgery.state_dict(), grads_of(network)
    with pytest.raises(ValueError, match=message):
        surgery.backward(network.losses())
    agree(surgery.state_dict(), before)
    assert grads_of(network) == grads == [None] * len(grads)  # no pass has run


def test_a_parameter_that_was_moved_in_place_is_named():
    leaf = torch.ones(2, requires_grad=True)
    surgery = Surgery(SAMGS(), [leaf])
    torch.utils.swap_tensors(leaf, torch.ones(2, device="meta", requires_grad=True))
    with pytest.raises(ValueError, match=r"shared\[0\] must stay .* on cpu, .*; got .* on meta"):
        surgery.backward([leaf.sum(), leaf.prod()])


def test_a_layer_that_is_left_out_for_a_step_is_no_change():
    network = Network(dtype=torch.float32)
    surgery = Surgery(SAMGS(), network.shared)
    surgery.backward(network.losses())
    network.zero_grad()
    network.trunk[2].forward = lambda features: features[:, :6]
    surgery.backward(network.losses())
    assert [grad is None for grad in grads_of(network.trunk)] == [False, False, True, True]
