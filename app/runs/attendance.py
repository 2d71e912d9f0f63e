"""How full the room is: what is done unasked for one visitor would be too much for a crowd."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from app.study.put import is_there

RECENT = 10.0
"""Seconds for which somebody who moved something counts."""
FEW = 4
"""So many visitors are no crowd."""
PATIENCE = 3.0
"""Seconds after which somebody does not wait for another one's work any longer."""


class Attendance:
    """Who moved something lately, by session, and ``is_there`` still; safe among threads."""

    def __init__(self, is_there: Callable[[str], bool] = is_there) -> None:
        self.is_there = is_there
        self.seen: OrderedDict[str, float] = OrderedDict()
        self.lock = threading.Lock()

    def note(self, session: str) -> None:
        """Somebody moved something."""
        now = time.monotonic()
        with self.lock:
            self.seen[session] = now
            self.seen.move_to_end(session)
            while next(iter(self.seen.values())) < now - RECENT:
                self.seen.popitem(last=False)

    @property
    def is_full(self) -> bool:
        """Whether more than a few visitors are busy."""
        since = time.monotonic() - RECENT
        with self.lock:
            busy = [session for session, moment in self.seen.items() if moment >= since]
        return len(busy) > FEW and len(list(filter(self.is_there, busy))) > FEW


ATTENDANCE = Attendance()
"""The visitors of this process."""


class Queue:
    """In a crowd, work of one kind goes one by one: many threads at once hold each other up.

    Nobody waits longer than ``PATIENCE`` for whoever has long work.
    """

    def __init__(self) -> None:
        self.turn = threading.Semaphore()

    @contextmanager
    def waited(self) -> Iterator[None]:
        """While this lasts it is one's turn."""
        is_mine = ATTENDANCE.is_full and self.turn.acquire(timeout=PATIENCE)
        try:
            yield
        finally:
            if is_mine:
                self.turn.release()


PAGE_QUEUE, PICTURE_QUEUE = Queue(), Queue()
"""Pages that are drawn, and pictures that are computed for scenes."""
