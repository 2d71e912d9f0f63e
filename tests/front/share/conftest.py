"""A store of short links and votes for each test, and its time."""

import pytest

from app.share.store import Store


class Clock:
    """The time, as a test says it."""

    def __init__(self):
        self.at = 1e9

    def __call__(self):
        return self.at


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def store(tmp_path, clock):
    return Store(tmp_path, clock)
