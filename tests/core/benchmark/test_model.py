"""Split layers: each task has a copy of its own, and everything else stays shared."""

import pytest
import torch

from samgs_core.benchmark.model import Model
from samgs_core.benchmark.settings import Lane, Settings, lanes_of
from samgs_core.benchmark.training import Training
from samgs_core.methods import LS, SAMGS
from tests.core.benchmark.test_training import same, trained
from tests.core.benchmark.tiny import Tiny

THREE = Tiny(n_tasks=3)
ALL = (0, 1, 2)


def network(benchmark=THREE, tasks=ALL):
    return benchmark.network(tasks, torch.Generator().manual_seed(0))


def test_a_split_network_begins_with_the_same_outputs():
    x = torch.rand(4, 3, 8, 8)
    plain, split = Model(network()), Model(network(), ["second"])
    for one, other in zip(plain(x), split(x), strict=True):
        torch.testing.assert_close(one, other)
    assert list(plain.layers) == ["first", "second"]
    assert list(split.layers) == ["first"]


def test_a_copy_learns_from_its_own_task_and_the_rest_from_all():
    plain, split = Model(network()), Model(network(), ["second"])
    x = torch.rand(4, 3, 8, 8)
    for model in (plain, split):
        for k, output in enumerate(model(x)):
            (output.square().mean() * 3**k).backward(retain_graph=True)
    assert len(split.trained()) == len(plain.trained()) + 2 * 2
    alone = []
    for k in ALL:
        model = Model(network())
        (model(x)[k].square().mean() * 3**k).backward()
        alone.append(model.networks[0].layers()["second"].weight.grad)
    for copy, grad in zip(split.networks, alone, strict=True):
        torch.testing.assert_close(copy.layers()["second"].weight.grad, grad)
        first = plain.networks[0].layers()["first"].weight
        torch.testing.assert_close(copy.layers()["first"].weight.grad, first.grad)
    heads = [copy.heads[k].weight.grad for k, copy in enumerate(split.networks)]
    for head, grad in zip(plain.networks[0].heads, heads, strict=True):
        torch.testing.assert_close(head.weight.grad, grad)


def test_a_split_lane_trains_goes_on_and_stays_tied():
    lane = Lane(SAMGS(), ALL, seed=1, split=("second",))
    whole, first = trained(lane, THREE), trained(lane, THREE, parts=(2,))
    rest = Training(THREE, whole.settings, lane, "cpu")
    rest.restore(first.checkpoint())
    rest.advance(100)
    assert same(rest, whole)
    copies = rest.model.networks
    assert torch.equal(copies[0].layers()["first"].weight, copies[2].layers()["first"].weight)
    assert not torch.equal(copies[0].layers()["second"].weight, copies[2].layers()["second"].weight)
    assert rest.log().recording.layers == ("first", "other")


@pytest.mark.parametrize("split", [("third",), ("first", "first")])
def test_a_layer_that_is_not_there_is_refused(split):
    with pytest.raises(
        ValueError, match=r"Lane\.split must be different names among first, second"
    ):
        Model(network(), split)


def test_something_must_be_shared():
    bare = network()
    bare.layers = lambda: {"trunk": bare.trunk}
    with pytest.raises(ValueError, match=r"Lane\.split must leave a layer that the tasks share"):
        Model(bare, ["trunk"])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((LS(), (0,)), r"Lane\.tasks must be several; got \(0,\)"),
        ((None, (0, 1)), r"Lane\.tasks must be one, without a method"),
        ((None, ()), r"Lane\.tasks must be one, without a method"),
        ((LS(), (0, 0)), r"Lane\.tasks must be several"),
        ((LS(), (0, 1), -1), r"Lane\.seed must be a whole number in \[0, 2³²\); got -1"),
        ((None, (0,), 0, ("first",)), r"Lane\.split must be empty for one task"),
    ],
)
def test_a_lane_that_makes_no_sense_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        Lane(*arguments)


def test_a_lane_is_of_the_benchmark():
    with pytest.raises(TypeError, match=r"Lane\.method must be a method or None; got 'ls'"):
        Lane("ls", (0, 1))
    with pytest.raises(ValueError, match=r"Lane\.tasks must be numbers below 3; got \(0, 3\)"):
        Training(THREE, Settings(), Lane(LS(), (0, 3)), "cpu")


def test_a_table_has_each_task_alone_and_all_by_every_method_seed_after_seed():
    lanes = lanes_of(Tiny(), (LS(), SAMGS()), (4, 5))
    titles = [lane.title(Tiny()) for lane in lanes]
    assert titles == ["Kinds alone", "Depth alone", "LS (sum)", "SAM-GS"] * 2
    assert [lane.seed for lane in lanes] == [4] * 4 + [5] * 4
    assert Lane(LS(), (0, 1), split=("first",)).title(Tiny()) == "LS (sum), split first"
