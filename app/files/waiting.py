"""Work that a file waits for: a short time, and only for a few files at once."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE = 20.0
"""Seconds for which a file waits, at most, for a map or a training."""
MAX_WAITING = 4
"""The most files of this process that wait at once: each holds one of the server's threads."""
BUSY = "Others wait for their files. Keep the page open, and ask again in a moment."

_places = threading.BoundedSemaphore(MAX_WAITING)
_mine = threading.local()


class NotYet(Exception):
    """Why there is nothing to send yet, and what to do, as sentences."""


@contextmanager
def waiting() -> Iterator[float]:
    """While a file waits; the moment, by the monotonic clock, until which it may.

    A file whose parts wait takes one place for all of them. Raises ``NotYet`` if too many wait.
    """
    if until := getattr(_mine, "until", None):
        yield until
        return
    if not _places.acquire(blocking=False):
        raise NotYet(BUSY)
    try:
        _mine.until = time.monotonic() + PATIENCE
        yield _mine.until
    finally:
        _mine.until = None
        _places.release()
