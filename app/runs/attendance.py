"""How full the room is: what is done unasked for one visitor would be too much for a crowd."""

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

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
    """In a crowd one thread works at a time, for many at once hold each other up.

    Pictures go before pages. Nobody waits longer than ``PATIENCE`` for whoever has long work.
    """

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.is_taken = False
        self.pictures: deque[threading.Event] = deque()
        self.pages: deque[threading.Event] = deque()
        """Those that wait, the first ones first."""

    def picture(self) -> AbstractContextManager[None]:
        """While this lasts it is the turn of whoever computes a picture."""
        return self._turn(self.pictures)

    def page(self) -> AbstractContextManager[None]:
        """While this lasts it is the turn of whoever draws a page."""
        return self._turn(self.pages)

    @contextmanager
    def _turn(self, waiting: deque[threading.Event]) -> Iterator[None]:
        is_mine = ATTENDANCE.is_full and self._take(waiting)
        try:
            yield
        finally:
            if is_mine:
                self._pass_on()

    def _take(self, waiting: deque[threading.Event]) -> bool:
        """Wait for one's turn; False if patience ends before."""
        mine = threading.Event()
        with self.lock:
            if not self.is_taken:
                self.is_taken = True
                return True
            waiting.append(mine)
        if not mine.wait(PATIENCE):
            with self.lock:
                if mine in waiting:
                    waiting.remove(mine)
                    return False
        return True

    def _pass_on(self) -> None:
        with self.lock:
            waiting = self.pictures or self.pages
            if waiting:
                waiting.popleft().set()
            else:
                self.is_taken = False


QUEUE = Queue()
"""Pages that are drawn, and pictures that are computed for scenes, in this process."""
