"""The planted disagreement: the teacher does what its card says."""

import pytest
import torch

from synthetic import PlantedDisagreement


def teach(problem, seed):
    """Exact targets to test with, and to train on, written out from the card."""
    n = {"clean": 512, "scarce": 256}[problem.regime]
    source = torch.Generator().manual_seed(4 * seed)

    def normal(*shape):
        return torch.randn(shape, generator=source, dtype=torch.float64)

    x, scale, r = normal(n + 512, 8), 1.2 / 8**0.5, problem.relatedness
    layers, other, heads = scale * normal(5, 8, 8), scale * normal(8, 8), scale * normal(2, 4, 8)
    tasks = []
    for task in range(2):
        h = x
        for number, weights in enumerate(layers, start=1):
            if task == 1 and number == problem.layer:
                weights = r * weights + (1 - r**2) ** 0.5 * other
            h = torch.tanh(h @ weights.T)
        y = h @ heads[task].T
        tasks.append(y / y.std(0))
    y = torch.stack(tasks, dim=1)
    return y[:n], y[n:]


@pytest.mark.parametrize("layer", range(6))
@pytest.mark.parametrize("relatedness", [-1.0, 0.0, 0.4, 1.0])
@pytest.mark.parametrize(("regime", "noise"), [("clean", 0.1), ("scarce", 0.5)])
def test_the_examples_are_those_of_the_teachers_on_the_card(layer, relatedness, regime, noise):
    problem = PlantedDisagreement(layer=layer, relatedness=relatedness, regime=regime)
    examples = problem.examples(3)
    to_train, to_test = teach(problem, 3)
    assert examples.x.shape == (len(to_train), 8) and examples.test_x.shape == (512, 8)
    torch.testing.assert_close(examples.test_y, to_test)
    error = examples.y - to_train
    assert abs(error.mean()) < 0.1 * noise and error.std() == pytest.approx(noise, rel=0.1)


@pytest.mark.parametrize("layer", range(1, 6))
def test_the_opposite_sign_in_a_layer_is_the_opposite_sign_of_the_targets(layer):
    twin, mirror = (
        PlantedDisagreement(layer=layer, relatedness=r).examples(0).test_y for r in (1.0, -1.0)
    )
    torch.testing.assert_close(mirror[:, 0], twin[:, 0])
    torch.testing.assert_close(mirror[:, 1], -twin[:, 1])


def test_the_first_task_knows_nothing_of_the_disagreement():
    first = [
        PlantedDisagreement(layer=layer, relatedness=r).examples(0).test_y[:, 0]
        for layer, r in ((1, 0.4), (5, 0.4), (1, 0.0))
    ]
    assert torch.equal(first[0], first[1]) and torch.equal(first[0], first[2])


def test_tasks_differ_nowhere_without_a_planted_layer_or_with_one_that_both_share():
    nowhere = PlantedDisagreement(layer=0)
    shared = PlantedDisagreement(layer=3, relatedness=1.0)
    for one, other in zip(nowhere.examples(2), shared.examples(2), strict=True):
        assert torch.equal(one, other)
    assert nowhere.differs_in is None and shared.differs_in is None
    assert PlantedDisagreement(layer=3, relatedness=-1.0).differs_in is None
    assert PlantedDisagreement(layer=3, relatedness=0.9).differs_in == 3


def test_a_seed_fixes_the_examples_whatever_the_network():
    one = PlantedDisagreement().examples(5)
    for other in (PlantedDisagreement(width=24, batch=16).examples(5),):
        assert all(torch.equal(a, b) for a, b in zip(one, other, strict=True))
    assert not torch.equal(one.x, PlantedDisagreement().examples(6).x)


def test_examples_do_not_touch_the_global_random_numbers():
    torch.manual_seed(0)
    expected = torch.rand(1)
    torch.manual_seed(0)
    PlantedDisagreement().examples(0)
    assert torch.equal(torch.rand(1), expected)


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"layer": 6}, "PlantedDisagreement.layer must lie in [0, 5]; got 6."),
        ({"layer": 1.5}, "PlantedDisagreement.layer must be a whole number; got 1.5."),
        ({"relatedness": 1.1}, "PlantedDisagreement.relatedness must lie in [-1, 1]; got 1.1."),
        ({"regime": "rich"}, "PlantedDisagreement.regime must be one of 'clean', 'scarce'"),
    ],
)
def test_bad_settings_are_refused_with_field_rule_and_value(settings, sentence):
    with pytest.raises(ValueError) as error:
        PlantedDisagreement(**settings)
    assert sentence in str(error.value)
