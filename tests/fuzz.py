"""How many examples the tests with random inputs try: FUZZ=50 in the environment, 50 times more."""

import os

from hypothesis import settings

FACTOR = int(os.environ.get("FUZZ", "1"))


def examples(n):
    """``n`` examples, or as many times more as the environment says."""
    return settings(max_examples=n * FACTOR)
