"""Is one method better than another over the same seeds, or is it chance?"""

from collections.abc import Mapping
from math import nan

import numpy as np

EXACT = 16
"""Seeds up to which every pattern of signs is tried."""
DRAWS = 100_000
"""Patterns of signs that are drawn beyond."""


def paired(one: Mapping[int, float], other: Mapping[int, float]) -> float:
    """The two-sided p of the sign-flip test of one value for each seed; NaN for fewer than two.

    If it were all the same which of the two a value is of, each difference could as well have the
    other sign: p is the share of the patterns of signs whose mean difference is at least as far
    from 0 as the one that was seen. That needs no normal distribution. It is exact for up to 16
    seeds that both have, and a share of 100,000 patterns, always the same, beyond. With n seeds it
    is never below 2 / 2ⁿ: 0.25 for three, 0.002 for ten.

    Source: Fisher 1935, The Design of Experiments, section 21.
    """
    pairs = [(one[seed], other[seed]) for seed in one if seed in other]
    found = np.array([a - b for a, b in pairs if np.isfinite(a - b)])
    n = len(found)
    if n < 2:
        return nan
    if n <= EXACT:
        signs = 1 - 2 * (np.arange(2**n)[:, None] >> np.arange(n) & 1)
    else:
        signs = 1 - 2 * np.random.default_rng(0).integers(0, 2, (DRAWS, n))
    sums = np.abs(signs @ found)
    least = abs(found.sum())
    return float((sums >= least * (1 - 1e-12)).mean())
