"""Who drags comes first: a page that is drawn anew lets the scene's own questions pass.

A page's elements keep a browser busy for a while. Where the scene has asked for runs of its own,
they wait until its answer has been sent, and a moment longer for it to be drawn.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE, MOMENT = 0.5, 0.2
"""Seconds that a page waits at most, and after an answer."""


class Priority:
    """Counts the questions that are being answered; safe among threads."""

    def __init__(self) -> None:
        self.n = 0
        self.answered = -float("inf")
        self.changed = threading.Condition()

    @contextmanager
    def first(self) -> Iterator[None]:
        """While this lasts, and a moment longer, pages wait."""
        with self.changed:
            self.n += 1
        try:
            yield
        finally:
            with self.changed:
                self.n -= 1
                self.answered = time.monotonic()
                self.changed.notify_all()

    def give_way(self) -> None:
        """Return a moment after the last answer, or once the patience is over."""
        until = time.monotonic() + PATIENCE
        with self.changed:
            self.changed.wait_for(lambda: self.n == 0, PATIENCE)
            rest = min(self.answered + MOMENT, until) - time.monotonic()
        if rest > 0:
            time.sleep(rest)


PRIORITY = Priority()
"""The questions of all visitors of this process."""
