"""What surgery cannot do is named, and leaves every gradient as it was."""

import pytest
import torch
from torch import nn

from samgs_core.methods import SAMGS, UW, PCGrad
from samgs_core.surgery import Surgery
from tests.core.surgery.network import Network, grads_of

LEAF = torch.ones(2, requires_grad=True)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ((SAMGS, [LEAF]), TypeError, r"Surgery\.method must be a method, such as SAMGS\(\)"),
        (
            (SAMGS(gamma=torch.tensor([0.1, 0.2])), [LEAF]),
            ValueError,
            r"Surgery\.method\.gamma must be one number; got tensor",
        ),
        ((PCGrad(), []), ValueError, r"Surgery\.shared must hold a trainable parameter; got 0"),
        ((PCGrad(), [("weight", LEAF)]), TypeError, r"Surgery\.shared\[0\] must be a tensor"),
        ((PCGrad(), [LEAF * 2]), ValueError, r"Surgery\.shared\[0\] must be a leaf"),
        (
            (PCGrad(), [LEAF, torch.ones(2, dtype=torch.complex64, requires_grad=True)]),
            ValueError,
            r"Surgery\.shared\[1\] must be real numbers; got torch\.complex64",
        ),
        (
            (PCGrad(), [LEAF, torch.ones(2, device="meta", requires_grad=True)]),
            ValueError,
            r"Surgery\.shared must lie on one device; got \['cpu', 'meta'\]",
        ),
        (
            (UW(), [LEAF]),
            ValueError,
            r"Surgery\.lower_bounds must be given, because UW needs positive losses; got None",
        ),
    ],
)
def test_a_surgery_that_cannot_work_says_why(arguments, error, message):
    with pytest.raises(error, match=message):
        Surgery(*arguments)


@pytest.mark.parametrize(
    ("losses", "message"),
    [
        (lambda a, b: a, r"Surgery\.losses must be two or more; got 1"),
        (lambda a, b: [a], r"Surgery\.losses must be two or more; got 1"),
        (lambda a, b: [a, 2.0], r"Surgery\.losses\[1\] must be a scalar tensor; got 2\.0"),
        (lambda a, b: [LEAF * 2, b], r"Surgery\.losses\[0\] must be a scalar tensor; got"),
        (
            lambda a, b: [a, b.detach()],
            r"Surgery\.losses\[1\] must depend on a trainable parameter",
        ),
    ],
)
def test_losses_that_cannot_be_used_are_named(losses, message):
    network = Network()
    with pytest.raises(ValueError, match=message):
        Surgery(PCGrad(), network.shared).backward(losses(*network.losses()))
    assert grads_of(network) == [None] * 8


def test_the_number_of_tasks_stays_the_same():
    network = Network(n_tasks=3)
    surgery = Surgery(SAMGS(), network.shared)
    surgery.backward(network.losses())
    with pytest.raises(ValueError, match=r"Surgery\.losses must be 3, as before; got 2"):
        surgery.backward(network.losses()[:2])


def test_a_loss_that_is_not_above_its_lower_bound_is_an_error():
    network = Network()
    with pytest.raises(ValueError, match=r"losses must lie above their lower bounds \[0\.0, 50"):
        Surgery(UW(), network.shared, lower_bounds=(0.0, 50.0)).backward(network.losses())
    with pytest.raises(ValueError, match=r"lower_bounds must be one number or one for each loss"):
        Surgery(UW(), network.shared, lower_bounds=(0, 0, 0)).backward(network.losses())


def test_a_thawed_parameter_is_an_error():
    network = Network()
    network.trunk[0].weight.requires_grad_(False)
    surgery = Surgery(SAMGS(), network.shared)
    network.trunk[0].weight.requires_grad_(True)
    with pytest.raises(ValueError, match=r"Surgery\.shared must stay frozen where it was"):
        surgery.backward(network.losses())


def test_a_sparse_gradient_is_an_error():
    table = nn.Embedding(5, 2, sparse=True)
    rows = table(torch.tensor([0, 1]))
    with pytest.raises(ValueError, match=r"Surgery\.shared\[0\] must have a dense gradient"):
        Surgery(PCGrad(), table.parameters()).backward([rows.sum(), rows.square().sum()])
    assert table.weight.grad is None


def test_a_state_of_another_kind_is_an_error():
    network = Network()
    surgery = Surgery(SAMGS(), network.shared)
    surgery.backward(network.losses())
    state = surgery.state_dict()
    with pytest.raises(ValueError, match=r"state_dict must be of 'pcgrad'; got sam-gs"):
        Surgery(PCGrad(), network.shared).load_state_dict(state)
    with pytest.raises(
        ValueError, match=r"state_dict must hold a tensor of the shape \(1, 2, 32\)"
    ):
        Surgery(SAMGS(), network.shared[:1]).load_state_dict(state)
