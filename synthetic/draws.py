"""Random numbers that are the same on any machine and with any release of numpy."""

import numpy as np
from numpy.random import PCG64

QUARTER = np.uint64(0xFFFF)


class Stream:
    """Random numbers of a seed, one after the other; ``purpose`` tells those of one seed apart.

    They come from the raw words of a random generator, the part of numpy's that never changes. A
    longer draw begins like a shorter one, so first examples do not depend on how many there are.
    """

    def __init__(self, seed: int, purpose: int) -> None:
        self._source = PCG64((seed, purpose))

    def words(self, *shape: int) -> np.ndarray:
        """Words of 64 bits, uint64."""
        drawn: np.ndarray = self._source.random_raw(int(np.prod(shape)))
        return drawn.reshape(shape)

    def uniform(self, *shape: int) -> np.ndarray:
        """Numbers in [0, 1), float64, of the upper 53 bits of a word."""
        return _uniform(self.words(*shape))

    def bell(self, *shape: int) -> np.ndarray:
        """Noise of mean 0 and variance 1, float64: four uniform numbers of 16 bits, added up."""
        words = self.words(*shape)
        total = words & QUARTER
        for shift in (16, 32, 48):
            total = total + ((words >> np.uint64(shift)) & QUARTER)
        return (total.astype(np.float64) - 2 * 0xFFFF) * (np.sqrt(3.0) * 2.0**-16)


def mixed(*numbers: np.ndarray) -> np.ndarray:
    """A number in [0, 1), float64, that hangs on whole ones (int64) as if it were drawn."""
    state = np.zeros(numbers[0].shape, dtype=np.uint64)
    for number in numbers:  # sums and products of words wrap around
        state = (state ^ number.astype(np.uint64)) + np.uint64(0x9E3779B97F4A7C15)
        state = state * np.uint64(0xBF58476D1CE4E5B9)
        state = state ^ (state >> np.uint64(31))
    return _uniform(state)


def _uniform(words: np.ndarray) -> np.ndarray:
    return (words >> np.uint64(11)) * 2.0**-53
