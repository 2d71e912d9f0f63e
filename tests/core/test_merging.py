"""``merge`` is one step of Surgery, of the engine and of torchjd, for one set and for many."""

import numpy as np
import pytest
import torch
from torchjd import aggregation

from samgs_core import merge, run
from samgs_core.methods import (
    METHODS,
    MGDA,
    RLW,
    SAMGS,
    UW,
    AlignedMTL,
    ConFIG,
    DualProj,
    GradDrop,
    PCGrad,
    UPGrad,
)
from samgs_core.surgery import Surgery
from tests.core.bowls import Bowls, experiment
from tests.core.methods.pairs import theirs

methods = pytest.mark.parametrize("method", [cls() for cls in METHODS], ids=lambda m: m.key)
GRADS = np.array([[1.0, 0.5, -0.2], [-0.8, 0.6, 0.1], [0.2, -1.0, 0.7]])
LOSSES = np.array([0.5, 2.0, 1.5])


@methods
@pytest.mark.parametrize("n_tasks", [2, 3])
def test_it_is_the_last_step_of_a_surgery_that_meets_the_same_gradients(method, n_tasks):
    grads, levels = torch.tensor(GRADS[:n_tasks]), torch.tensor(LOSSES[:n_tasks])
    x = torch.zeros(3, dtype=torch.float64, requires_grad=True)
    surgery = Surgery(method, [x], lower_bounds=-0.5, seed=7)
    for repeats in (1, 2, 3):
        x.grad = None
        report = surgery.backward(list(grads @ x + levels))
        found = merge(method, grads, levels, repeats, 7, lower_bounds=-0.5)
        torch.testing.assert_close(found.direction, x.grad, rtol=1e-8, atol=1e-10)
        assert found.diagnostics.keys() == report.diagnostics.keys()
        for name, value in report.diagnostics.items():
            torch.testing.assert_close(found.diagnostics[name], value, rtol=1e-6, atol=1e-9)


@methods
def test_it_is_what_the_engine_records_of_its_first_step(method):
    record = run(experiment(method=method, steps=1, seed=3))
    grads, losses = record.grads[:, 0], record.losses[:, 0]
    draws = 2 * 3 + 1  # the engine has another generator for its noise
    found = merge(method, grads, losses, seed=draws, lower_bounds=Bowls.lower_bounds)
    np.testing.assert_allclose(found.operated, record.operated[:, 0], rtol=1e-9, atol=1e-12)
    for name, value in found.diagnostics.items():
        np.testing.assert_allclose(value, record.diagnostics[name][:, 0], rtol=1e-9)


@pytest.mark.parametrize(
    ("method", "aggregator", "times"),
    [
        (PCGrad(), aggregation.PCGrad, 1),
        (UPGrad(), aggregation.UPGrad, 2),
        (DualProj(), aggregation.DualProj, 2),
        (MGDA(), lambda: aggregation.MGDA(epsilon=1e-9), 2),
        (ConFIG(), aggregation.ConFIG, 1),
        (AlignedMTL(), aggregation.AlignedMTL, 2),
    ],
    ids=lambda value: getattr(value, "key", None),
)
def test_it_is_what_torchjd_makes_of_two_gradients(method, aggregator, times):
    pair = torch.tensor(GRADS[[0, 2]])
    wanted = times * theirs(aggregator(), pair)
    torch.testing.assert_close(merge(method, pair).direction, wanted, rtol=1e-3, atol=1e-4)


@methods
def test_a_batch_is_its_sets_one_by_one_and_the_direction_the_sum_of_the_operated(method):
    batch = np.stack([GRADS, -GRADS[::-1], 3 * GRADS])
    together = merge(method, batch, LOSSES, 2, 5)
    assert together.direction.shape == (3, 3)
    np.testing.assert_allclose(together.direction, together.operated.sum(1))
    for k, grads in enumerate(batch):
        alone = merge(method, grads, LOSSES, 2, 5)
        np.testing.assert_allclose(together.operated[k], alone.operated, rtol=1e-9, atol=1e-12)


def test_what_goes_in_comes_out():
    assert isinstance(merge(SAMGS(), [[1, 0], [0, 2]]).direction, np.ndarray)
    single = torch.tensor([[1.0, 0.0], [0.0, 2.0]], requires_grad=True)
    found = merge(SAMGS(), single)
    assert found.direction.dtype == torch.float32 and not found.direction.requires_grad
    assert merge(SAMGS(gamma=1.0), [[1, 0], [0, 2]]).diagnostics["equalised"]


def test_chance_is_the_seeds():
    for method in (RLW(), GradDrop()):
        one, same = (merge(method, GRADS, seed=1).direction for _ in range(2))
        np.testing.assert_array_equal(one, same)
        assert len({tuple(merge(method, GRADS, seed=seed).direction) for seed in range(9)}) > 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"method": SAMGS}, "merge.method must be a method"),
        ({"grads": "up"}, "merge.grads must hold numbers; got 'up'"),
        ({"grads": [[1, 2], [3]]}, "merge.grads must hold numbers"),
        ({"grads": [1, 2]}, "merge.grads must be finite numbers [T, D]"),
        ({"grads": [[1, 2]]}, "T ≥ 2 tasks"),
        ({"grads": [[1, 2], [3, np.nan]]}, "must be finite"),
        ({"losses": [1, 2, 3]}, "merge.losses must be finite numbers, one for each of 2 tasks"),
        ({"losses": [1, 0]}, "merge.losses must lie above their lower bounds 0.0 for UW"),
        ({"lower_bounds": [0, 0, 0]}, "merge.lower_bounds must be one finite number or one for"),
        ({"repeats": 0}, "merge.repeats must be a whole number above 0; got 0"),
        ({"repeats": 1.5}, "merge.repeats must be a whole number above 0; got 1.5"),
        ({"seed": -1}, "merge.seed must be a whole number in [0, 2³²); got -1"),
    ],
)
def test_what_cannot_be_merged_is_refused_with_the_argument_the_rule_and_the_value(
    arguments, words
):
    with pytest.raises((TypeError, ValueError)) as refusal:
        merge(**{"method": UW(), "grads": [[1, 0], [0, 1]], **arguments})
    assert words in str(refusal.value)
