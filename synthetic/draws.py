"""Random numbers that are the same on any machine and with any release of numpy."""

import numpy as np
from numpy.random import PCG64


def words(seed: int, purpose: int, *shape: int) -> np.ndarray:
    """Raw words of 64 bits, uint64: the part of a random generator that never changes.

    ``purpose`` tells sequences of one seed apart. A longer sequence begins like a shorter one, so
    the first examples do not depend on how many there are.
    """
    return PCG64((seed, purpose)).random_raw(int(np.prod(shape))).reshape(shape)


def uniform(seed: int, purpose: int, *shape: int) -> np.ndarray:
    """Numbers in [0, 1), float64, of the upper 53 bits of a word."""
    return (words(seed, purpose, *shape) >> np.uint64(11)) * 2.0**-53


def bell(seed: int, purpose: int, *shape: int) -> np.ndarray:
    """Noise of mean 0 and variance 1, float64: four uniform numbers of 16 bits, added up."""
    source = words(seed, purpose, *shape)
    quarter = np.uint64(0xFFFF)
    total = source & quarter
    for shift in (16, 32, 48):
        total = total + ((source >> np.uint64(shift)) & quarter)
    return (total.astype(np.float64) - 2 * 0xFFFF) * (np.sqrt(3.0) * 2.0**-16)


def mixed(*numbers: np.ndarray) -> np.ndarray:
    """A number in [0, 1), float64, that hangs on whole ones (int64) as if it were drawn."""
    state = np.zeros(numbers[0].shape, dtype=np.uint64)
    for number in numbers:  # sums and products of words wrap around
        state = (state ^ number.astype(np.uint64)) + np.uint64(0x9E3779B97F4A7C15)
        state = state * np.uint64(0xBF58476D1CE4E5B9)
        state = state ^ (state >> np.uint64(31))
    return (state >> np.uint64(11)) * 2.0**-53
