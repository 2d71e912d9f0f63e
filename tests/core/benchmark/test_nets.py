"""The networks of benchmarks: weights from their generator alone, any size, heads apart."""

import pytest
import torch

from samgs_core.benchmark.mtan import MTAN
from samgs_core.benchmark.nets import ConvNet, UNet
from samgs_core.benchmark.tasks import Classification, Depth, Segmentation

DENSE = (Segmentation("a", "A", 5), Depth("b", "B"))
WHOLE = (Classification("a", "A", 10), Classification("b", "B", 3))


def unet(chosen, seed=0):
    return UNet(DENSE, chosen, 8, torch.Generator().manual_seed(seed), scales=(1.0, 4.0))


def convnet(chosen, seed=0):
    generator = torch.Generator().manual_seed(seed)
    return ConvNet(WHOLE, chosen, 12, generator, size=(8, 13))


def mtan(chosen, seed=0):
    return MTAN(DENSE, chosen, 4, torch.Generator().manual_seed(seed))


MADE = pytest.mark.parametrize(
    ("made", "shape"),
    [(unet, (2, 3, 12, 20)), (convnet, (2, 1, 8, 13)), (mtan, (2, 3, 33, 40))],
    ids=["unet", "convnet", "mtan"],
)


@MADE
def test_weights_come_from_the_generator_alone_whichever_heads_there_are(made, shape):
    before = torch.get_rng_state()
    both, again, other = made([0, 1]), made([0, 1]), made([0, 1], seed=1)
    assert torch.equal(torch.get_rng_state(), before)
    x = torch.rand(shape)
    torch.rand(3)
    for k in (0, 1):
        alone = made([k])
        torch.testing.assert_close(alone(x)[0], both(x)[k], rtol=0, atol=0)
        assert not torch.equal(other(x)[k], both(x)[k])
    for name, weight in both.state_dict().items():
        assert torch.equal(weight, again.state_dict()[name]) and weight.dtype == torch.float32


@MADE
def test_layers_are_all_of_the_trunk_in_the_order_of_the_data(made, shape):
    network = made([0, 1])
    order = []
    for name, layer in network.layers().items():
        layer.register_forward_hook(lambda *_, name=name: order.append(name))
    network(torch.rand(shape))
    assert order == list(network.layers())
    of_layers = [id(leaf) for layer in network.layers().values() for leaf in layer.parameters()]
    assert of_layers == [id(leaf) for leaf in network.trunk.parameters()]


@MADE
def test_no_example_depends_on_the_others_of_its_batch(made, shape):
    network = made([0, 1]).double()  # for single precision rounds batches of other sizes otherwise
    x = torch.rand(shape, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
    for task in (0, 1):
        torch.testing.assert_close(network(x)[task][:1], network(x[:1])[task])


@pytest.mark.parametrize("size", [(8, 8), (9, 13), (32, 48)])
def test_the_unet_takes_pictures_of_any_size(size):
    labels, depth = unet([0, 1])(torch.rand(2, 3, *size))
    assert labels.shape == (2, 5, *size) and depth.shape == (2, 1, *size)


def test_first_activations_neither_vanish_nor_explode():
    network = UNet(DENSE, [0, 1], 16, torch.Generator().manual_seed(0))
    labels, depth = network(torch.rand(8, 3, 32, 32))
    assert 0.3 < labels.std() < 3 and 0.3 < depth.std() < 3


@pytest.mark.parametrize("width", [4, 5, 6])
def test_a_width_may_be_any_number(width):
    generator = torch.Generator().manual_seed(0)
    for network in (UNet(DENSE, [1], width, generator), MTAN(DENSE, [1], width, generator)):
        (depth,) = network(torch.rand(1, 3, 32, 32))
        assert depth.shape == (1, 1, 32, 32) and depth.std() > 0
