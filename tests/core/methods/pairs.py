"""Samples of gradients, and what another implementation makes of them."""

import warnings
from functools import cache

import pytest
import torch

from tests.core.methods.built import randn, skewed

N = 100


counts = pytest.mark.parametrize("n_tasks", [2, 3])


@cache
def samples(n_tasks, spread=3.0):
    """Matrices of 2 to 5 columns (3 to 5 for three tasks), a quarter of them almost opposite."""
    found = []
    for dim in range(n_tasks, 6):
        n = -(-N // (6 - n_tasks))
        grads = skewed(n, n_tasks, dim, seed=dim, spread=spread)
        opposite = -grads[: n // 4, :1] * torch.exp(randn(n // 4, 1, 1, seed=dim))
        grads[: n // 4, 1:2] = opposite + 0.05 * grads[: n // 4, 1:2]
        found += list(grads)
    assert len(found) >= N
    return found[:N]


def theirs(aggregator, matrix):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return aggregator(matrix)
