"""Scores for any torch network: a planted conflict, odd layers, and nothing left behind."""

import gc
import weakref

import numpy as np
import pytest
import torch
from torch import nn

from samgs_core.methods import LS
from samgs_core.recon import Lane, Plan, Scores, conflict_scores
from samgs_core.recon.training import Training
from tests.core.recon.toy import Stream, Toy


class TwoHeads(nn.Module):
    """A small convolutional net: a stem, two branches, and two heads that read both.

    The heads map the first branch to the first output and the second to the second, so what they
    want of ``quarrel`` is a matter of the second targets alone.
    """

    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(1, 4, 3, padding=1), nn.BatchNorm2d(4), nn.Tanh())
        self.agree = nn.Conv2d(4, 1, 3, padding=1)
        self.quarrel = nn.Conv2d(4, 1, 3, padding=1)
        self.heads = nn.ModuleList(nn.Conv1d(2, 2, 1, groups=2) for _ in range(2))
        for head in self.heads:
            nn.init.ones_(head.weight)

    def forward(self, x):
        h = self.stem(x)
        pooled = [branch(h).mean((2, 3)) for branch in (self.agree, self.quarrel)]
        features = torch.stack(pooled, dim=1)
        return [head(features).squeeze(2) for head in self.heads]


def pictures(n=32):
    """Pictures, how bright each is on the left, and how bright it is on the right."""
    x = torch.randn(n, 1, 8, 8) + 2 * torch.randn(n, 1, 1, 1)
    return x, x[..., :4].mean((1, 2, 3)), x[..., 4:].mean((1, 2, 3))


def losses_of(network):
    """Both tasks want much of the left from the first branch, and opposite signs of the second."""
    x, left, right = pictures()
    targets = [torch.stack([3 * left, sign * right], dim=1) for sign in (1, -1)]
    return [(o - y).square().mean() for o, y in zip(network(x), targets, strict=True)]


def training(network, steps):
    optimizer = torch.optim.SGD(network.parameters(), lr=0.01)
    for _ in range(steps):
        losses = losses_of(network)
        yield losses
        optimizer.zero_grad()
        sum(losses).backward()
        optimizer.step()


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_layer_with_a_planted_conflict_ranks_first(seed):
    torch.manual_seed(seed)
    network = TwoHeads()
    before = network.quarrel.weight.clone()
    scores = conflict_scores(training(network, 10), network, retain_graph=True)
    assert scores.products.shape[0] == 10 and (network.quarrel.weight != before).any()
    assert scores.names[scores.ranking()[0] - 1] == "quarrel"
    assert scores.names[scores.ranking("energy")[0] - 1] == "quarrel"
    rate = dict(zip(scores.names, scores.rate, strict=True))
    assert rate["quarrel"] > 0.9 and rate["agree"] < 0.2
    assert rate["heads.0"] == rate["heads.1"] == 0  # each is used by one task alone


def test_layers_may_be_a_network_named_or_in_a_row():
    torch.manual_seed(0)
    network = TwoHeads()
    whole = conflict_scores(losses_of(network), network)
    assert whole.names == ("stem.0", "stem.1", "agree", "quarrel", "heads.0", "heads.1")
    assert whole.sizes == (40, 8, 37, 37, 4, 4)
    named = conflict_scores(losses_of(network), {"below": network.stem, "above": network.quarrel})
    assert (named.names, named.sizes) == (("below", "above"), (48, 37))
    row = conflict_scores(losses_of(network), [network.stem, network.quarrel])
    assert (row.names, row.sizes) == (("1", "2"), (48, 37))


def test_the_products_are_those_that_the_lab_keeps():
    lab = Training(Toy(), LS(), (Lane((), 5),), 0, Plan(steps=20, dtype="float64"))
    streams = [Stream(lab.chain, theta) for theta in lab.theta[0]]
    for layer in range(3):
        streams[1].layers[layer] = streams[0].layers[layer]
    x, y = lab.x[:, lab.batches[0]].T, lab.y[..., lab.batches[0]]
    losses = [(s(x) - t.T).square().mean() for s, t in zip(streams, y, strict=True)]
    scores = conflict_scores(losses, streams[0].layers[:3])
    lab.step()
    np.testing.assert_allclose(scores.products[0], lab.log().products[0, 0], rtol=1e-12)


def test_one_step_may_come_as_a_list_a_tensor_or_a_list_of_steps():
    torch.manual_seed(0)
    layer = nn.Linear(3, 2)
    losses = layer(torch.ones(3)).square()
    forms = (list(losses), losses, [losses], [list(losses)], iter([losses]))
    products = [conflict_scores(form, [layer], retain_graph=True).products for form in forms]
    for other in products:
        assert other.shape == (1, 1, 2, 2)
        np.testing.assert_array_equal(other, products[0])


def test_gradients_of_the_parameters_are_left_as_they_were():
    network = TwoHeads()
    losses = losses_of(network)
    sum(losses).backward(retain_graph=True)
    before = [parameter.grad.clone() for parameter in network.parameters()]
    conflict_scores(losses, network)
    for parameter, grad in zip(network.parameters(), before, strict=True):
        assert torch.equal(parameter.grad, grad)


def test_the_graph_is_freed_unless_it_is_asked_for():
    losses = losses_of(TwoHeads())
    conflict_scores(losses, nn.Linear(1, 1), retain_graph=True)
    sum(losses).backward()
    network = TwoHeads()
    losses = losses_of(network)
    conflict_scores(losses, network)
    with pytest.raises(RuntimeError, match="second time"):
        sum(losses).backward()


class Held:
    """What a graph holds for its backward pass."""

    def __init__(self, tensor):
        self.tensor = tensor


def test_scores_keep_nothing_of_the_graph_alive():
    held = weakref.WeakSet()

    def hold(tensor):
        item = Held(tensor)
        held.add(item)
        return item

    network = TwoHeads()
    with torch.autograd.graph.saved_tensors_hooks(hold, lambda item: item.tensor):
        losses = losses_of(network)
    assert len(held) > 10
    scores = conflict_scores([losses], network)
    assert len(held) <= 4  # what only the first loss uses; its graph goes with the loss
    del losses
    gc.collect()
    assert not held and isinstance(scores.products, np.ndarray)


def test_frozen_and_unused_parameters_take_no_part():
    used, unused = nn.Linear(3, 2), nn.Linear(3, 2)
    used.bias.requires_grad_(False)
    scores = conflict_scores(used(torch.ones(3)), {"used": used, "unused": unused})
    assert scores.sizes == (6, 8)
    assert scores.products[0, 0].any() and not scores.products[0, 1].any()
    assert scores.rate[1] == 0


def test_half_precision_gradients_are_multiplied_in_single():
    layer = nn.Linear(301, 2, bias=False, dtype=torch.bfloat16)
    losses = layer(torch.full((301,), 2.0, dtype=torch.bfloat16))
    (scores,) = conflict_scores(losses, [layer]).products
    np.testing.assert_array_equal(scores[0], [[1204, 0], [0, 1204]])


def test_the_threshold_is_passed_on():
    layer = nn.Linear(3, 2)
    scores = conflict_scores(layer(torch.ones(3)), [layer], threshold=-0.5)
    assert isinstance(scores, Scores) and scores.threshold == -0.5


@pytest.mark.parametrize(
    ("losses", "modules", "sentence"),
    [
        ([], nn.Linear(1, 1), "conflict_scores.losses must hold at least one step; got none."),
        (torch.ones(1), nn.Linear(1, 1), "losses must hold two or more a step; got 1."),
        (torch.ones(2), nn.Tanh(), "modules must have trainable parameters; got no layers."),
        (torch.ones(2), {"t": nn.Tanh()}, "modules must have trainable parameters; got 't'."),
    ],
)
def test_bad_input_is_refused_with_field_rule_and_value(losses, modules, sentence):
    with pytest.raises(ValueError) as error:
        conflict_scores(losses, modules)
    assert sentence in str(error.value)
