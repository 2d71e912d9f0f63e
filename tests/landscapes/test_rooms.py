"""Rooms: the same bytes anywhere, and a quarrel that is what the card says."""

import hashlib

import numpy as np
import pytest
import torch

from synthetic import Rooms
from synthetic.rooms.paint import PALETTE
from synthetic.rooms.rendering import CLASSES, render

SMALL = {"n_train": 32, "n_test": 16}


def digest(rooms):
    parts = [(part.x, *part.targets) for part in (rooms.train(), rooms.test())]
    found = hashlib.sha256()
    for tensor in (tensor for part in parts for tensor in part):
        array = tensor.numpy()
        found.update(array.astype(array.dtype.newbyteorder("<")).tobytes())
    return found.hexdigest()


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, "1bf0ba75a016b690b40c52ca94c94bade26c0ebdf5a1d999c32b0b5248d349ae"),
        (
            {
                "size": 40,
                "cues": 0.3,
                "imbalance": 0.5,
                "noise": 0.2,
                "depth_unit": 10.0,
                "seed": 7,
            },
            "b79418b36e5a9ee125107edb0acc45fc9dab0c39dcbb3a330756c1a5b2398d0d",
        ),
    ],
)
def test_a_seed_gives_the_same_bytes_on_any_machine(settings, expected):
    assert digest(Rooms(**SMALL, **settings)) == expected


def test_more_examples_begin_with_the_same():
    few, many = Rooms(**SMALL), Rooms(n_train=48, n_test=32)
    for part in ("train", "test"):
        first, longer = getattr(few, part)(), getattr(many, part)()
        assert torch.equal(first.x, longer.x[: len(first)])
        for target, other in zip(first.targets, longer.targets, strict=True):
            assert torch.equal(target, other[: len(first)])


def test_examples_to_be_judged_by_are_others_and_other_seeds_are_other_rooms():
    rooms = Rooms(**SMALL)
    assert rooms.train() is rooms.train() and rooms.train() is Rooms(**SMALL).train()
    depths = [rooms.train().targets[1][:16], rooms.test().targets[1]]
    depths.append(Rooms(**SMALL, seed=1).train().targets[1][:16])
    flat = torch.cat(depths).flatten(1)
    assert len({tuple(row.tolist()) for row in flat}) == 48


def test_shapes_and_ranges_are_those_of_the_card():
    rooms = Rooms(**SMALL, size=40)
    image, (classes, depth, normal) = rooms.train().batch([3, 1, 8])
    assert image.shape == normal.shape == (3, 3, 40, 40) and image.dtype == torch.float32
    assert classes.shape == depth.shape == (3, 40, 40) and classes.dtype == torch.int64
    assert 0 <= image.min() < 0.1 and 0.9 < image.max() <= 1
    all_classes = rooms.train().targets[0]
    assert all_classes.unique().tolist() == list(range(len(CLASSES)))
    assert depth.min() > 0.3 and depth.max() < 15
    torch.testing.assert_close(normal.norm(dim=1), torch.ones_like(depth))
    assert [task.key for task in rooms.tasks] == ["segmentation", "depth", "normals"]
    two = Rooms(**SMALL, size=40, normals="without")
    assert len(two.tasks) == len(two.train().targets) == 2


def rendered(n=32, **settings):
    return render(0, 0, n, 32, **({"cues": 1.0, "imbalance": 0.0, "noise": 0.0} | settings))


def test_with_different_cues_the_colour_names_the_kind_and_the_light_the_distance():
    seen = rendered()
    kind = np.where(seen.classes > 4, seen.classes - 2, seen.classes)
    image = seen.image.transpose(0, 2, 3, 1)
    inside = (image < 1).all(-1)
    hue = image / image.sum(-1, keepdims=True)
    expected = PALETTE / PALETTE.sum(-1, keepdims=True)
    np.testing.assert_allclose(hue[inside], expected[kind][inside], atol=1e-6)
    walls = inside & (kind == 1)
    assert np.corrcoef(image[walls].mean(-1), seen.depth[walls])[0, 1] < -0.7


def test_without_them_the_colours_say_nothing_and_the_light_is_even():
    seen = rendered(cues=0.0)
    image, walls = seen.image.transpose(0, 2, 3, 1), seen.classes == 1
    assert abs(np.corrcoef(image[walls].mean(-1), seen.depth[walls])[0, 1]) < 0.4
    hue = image / image.sum(-1, keepdims=True)
    of_walls, of_floors = hue[walls], hue[seen.classes == 0]
    assert of_walls.std(0).min() > 3 * np.abs(of_walls.mean(0) - of_floors.mean(0)).max()


def test_what_is_there_does_not_depend_on_cues_and_noise():
    first, second = rendered(n=4), rendered(n=4, cues=0.2, noise=0.3)
    for one, other in zip(first[1:], second[1:], strict=True):
        np.testing.assert_array_equal(one, other)
    grain = rendered(n=16, noise=0.05).image - rendered(n=16).image
    is_free = (rendered(n=16).image > 0.2) & (rendered(n=16).image < 0.8)
    assert grain[is_free].std() == pytest.approx(0.05, rel=0.02)
    assert abs(grain[is_free].mean()) < 1e-3


def test_imbalance_makes_balls_and_panels_rarer():
    def shares(imbalance):
        classes = rendered(n=256, imbalance=imbalance).classes
        counts = np.bincount(classes.flat, minlength=7)
        return (counts[4] + counts[6]) / counts[3:].sum(), counts[2] / counts.sum()

    balls, panels = shares(0.0)
    rarer_balls, rarer_panels = shares(0.8)
    assert rarer_balls == pytest.approx(0.2 * balls, rel=0.5)
    assert rarer_panels == pytest.approx(0.2 * panels, rel=0.5)


def test_another_unit_of_depth_makes_its_loss_and_gradient_longer_and_nothing_else():
    outputs = []
    for unit in (1.0, 8.0):
        rooms = Rooms(**SMALL, depth_unit=unit)
        network = rooms.network([0, 1, 2], torch.Generator().manual_seed(0))
        x, targets = rooms.train().batch(range(4))
        found = network(x)
        losses = [task.loss(*of) for task, *of in zip(rooms.tasks, found, targets, strict=True)]
        weight = next(network.trunk.parameters())
        grads = [torch.autograd.grad(loss, weight, retain_graph=True)[0] for loss in losses]
        outputs.append((losses, grads))
    (losses, grads), (its_losses, its_grads) = outputs
    for task, factor in enumerate((1, 8, 1)):
        torch.testing.assert_close(its_losses[task], factor * losses[task])
        torch.testing.assert_close(its_grads[task], factor * grads[task])
