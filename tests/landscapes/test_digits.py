"""Digits: what is left and right in a picture is what its labels say."""

import hashlib
import sys

import numpy as np
import pytest
import torch
from sklearn.datasets import load_digits

from synthetic import Digits
from synthetic.digits import _handwritten


@pytest.fixture(scope="module")
def known():
    """The label of every digit by its pixels."""
    images, labels = load_digits(return_X_y=True)
    return {image.tobytes(): label for image, label in zip(images, labels, strict=True)}


def halves(pictures):
    """The left and the right digit of pictures where they lie side by side, as scikit-learn's."""
    pixels = np.rint(16 * pictures[:, 0].numpy().astype(float))
    return [np.ascontiguousarray(pixels[..., part]) for part in (slice(8), slice(8, 16))]


def test_side_by_side_each_digit_has_its_own_label_and_none_is_in_both_sets(known):
    digits = Digits(shift=8)
    seen = []
    for examples, n in ((digits.train(), 2048), (digits.test(), 512)):
        assert len(examples) == n and examples.x.shape == (n, 1, 8, 16)
        found = set()
        for side, labels in zip(halves(examples.x), examples.targets, strict=True):
            assert [known[digit.tobytes()] for digit in side] == labels.tolist()
            found |= {digit.tobytes() for digit in side}
        seen.append(found)
    to_train, to_test = seen
    assert not to_train & to_test and len(to_train) > 1000 and len(to_test) > 300


def test_one_over_the_other_the_brighter_pixel_counts():
    apart, over = Digits(shift=8, seed=3).train(), Digits(shift=3, seed=3).train()
    left, right = apart.x[..., :8], apart.x[..., 8:]
    assert over.x.shape == (2048, 1, 8, 11)
    assert torch.equal(over.x[..., :3], left[..., :3])
    assert torch.equal(over.x[..., 3:8], torch.maximum(left[..., 3:], right[..., :5]))
    assert torch.equal(over.x[..., 8:], right[..., 5:])
    for labels, others in zip(apart.targets, over.targets, strict=True):
        assert torch.equal(labels, others) and labels.unique().tolist() == list(range(10))


def test_a_seed_gives_the_same_bytes():
    examples = Digits(seed=5).train()
    assert examples is Digits(seed=5).train()
    found = hashlib.sha256()
    for tensor in (examples.x, *examples.targets):
        found.update(tensor.numpy().tobytes())
    assert found.hexdigest() == "1696943d38819f1413636950abbfca0ab69ba3f7a52735235195c5368737d6fb"
    assert not torch.equal(examples.x, Digits(seed=6).train().x)


def test_both_tasks_are_learned_by_the_network_with_the_plain_sum():
    digits = Digits(shift=6)
    network = digits.network([0, 1], torch.Generator().manual_seed(0))
    optimizer = torch.optim.Adam(network.parameters(), lr=4e-3)
    order = torch.randperm(2048, generator=torch.Generator().manual_seed(0))
    for picks in (part for _ in range(4) for part in order.split(64)):
        x, targets = digits.train().batch(picks)
        optimizer.zero_grad()
        outputs = zip(digits.tasks, network(x), targets, strict=True)
        sum(task.loss(output, target) for task, output, target in outputs).backward()
        optimizer.step()
    x, targets = digits.test().batch(range(512))
    for task, output, target in zip(digits.tasks, network(x), targets, strict=True):
        meter = task.meter()
        meter.add(output.detach(), target)
        assert meter.values()[0] > 80


def test_without_scikit_learn_a_sentence_says_what_to_install(monkeypatch):
    _handwritten.cache_clear()
    monkeypatch.setitem(sys.modules, "sklearn.datasets", None)
    with pytest.raises(ModuleNotFoundError, match=r"explorer\[digits\]"):
        Digits(seed=7).train()
