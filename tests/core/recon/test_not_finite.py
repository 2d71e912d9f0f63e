"""Steps that are not finite do not count in a score, and their number is told."""

import numpy as np
import pytest
import torch
from torch import nn

from samgs_core.recon import conflict_scores
from samgs_core.recon.scores import Scores

BAD = {"NaN": float("nan"), "infinite": float("inf"), "negative infinite": -float("inf")}


def opposed(bad=None, bad_steps=(), n_steps=10):
    """Two tasks whose gradients are opposite in one layer, and alike in another."""
    layers = nn.ModuleDict({"quarrel": nn.Linear(3, 1), "agree": nn.Linear(3, 1)})
    x = torch.arange(1.0, 4.0)

    def steps():
        for t in range(n_steps):
            size = bad if t in bad_steps else 1.0
            quarrel, agree = layers["quarrel"](x).sum(), layers["agree"](x).sum()
            yield [size * quarrel + agree, -quarrel + agree]

    return conflict_scores(steps(), layers)


@pytest.mark.parametrize("kind", BAD)
@pytest.mark.parametrize(
    "bad_steps", [range(5), (0,), (9,), ()], ids=["half", "first", "last", "none"]
)
def test_the_scores_are_those_of_the_steps_that_count(kind, bad_steps):
    scores, wanted = opposed(BAD[kind], bad_steps), opposed()
    assert wanted.rate.tolist() == [1.0, 0.0]
    for name in ("rate", "calibrated", "energy"):
        np.testing.assert_array_equal(scores.of(name), wanted.of(name))
    assert scores.left_out.tolist() == [len(bad_steps), 0]
    assert scores.ranking() == (1, 2)


def test_where_no_step_counts_there_is_no_score_and_the_layer_comes_last():
    scores = opposed(BAD["NaN"], range(10))
    assert np.isnan([scores.rate[0], scores.energy[0]]).all()
    assert scores.left_out.tolist() == [10, 0]
    assert scores.ranking() == (2, 1)


def test_a_zero_gradient_still_counts_as_no_conflict():
    products = np.zeros((4, 1, 2, 2))
    products[0, 0] = [[1, -1], [-1, 1]]
    scores = Scores(products, (5,))
    assert (scores.rate.tolist(), scores.left_out.tolist()) == ([0.25], [0])


LAYER = nn.Linear(2, 1)
LOSS = LAYER(torch.ones(2)).sum()


@pytest.mark.parametrize(
    ("losses", "message"),
    [
        ([[LOSS, None]], r"losses\[1\] must be a scalar tensor; got None"),
        ([[2.0, LOSS]], r"losses\[0\] must be a scalar tensor; got 2\.0"),
        ([[LOSS, LAYER.weight]], r"losses\[1\] must be a scalar tensor; got Parameter"),
        ([[LOSS, LOSS.detach()]], r"losses\[1\] must depend on a trainable parameter"),
        ([[LOSS]], r"losses must hold two or more a step; got 1"),
        ([None], r"losses must hold tensors; got None"),
        (None, r"losses must be the losses of each step; got None"),
    ],
)
def test_losses_that_cannot_be_used_are_named(losses, message):
    with pytest.raises((TypeError, ValueError), match=rf"^conflict_scores\.{message}"):
        conflict_scores(losses, [LAYER])


def test_a_sparse_gradient_is_named():
    table = nn.Embedding(5, 2, sparse=True)
    rows = table(torch.tensor([0, 1]))
    message = r"conflict_scores\.modules must have dense gradients; got torch\.sparse_coo"
    with pytest.raises(ValueError, match=message):
        conflict_scores([[rows.sum(), rows.square().sum()]], [table])


@pytest.mark.parametrize("threshold", [float("nan"), 2.0, "0", None])
def test_another_threshold_is_named(threshold):
    with pytest.raises(ValueError, match=r"conflict_scores\.threshold must lie in \[-1, 1\]"):
        conflict_scores([[LOSS, LOSS]], [LAYER], threshold)
