"""How much one visitor may ask for: so much within so many seconds."""

import threading
import time
from collections import OrderedDict

from app.share.refused import Refused

MANY = "You have made many short links and votes. Please wait some minutes; the long link works."
MAX_KEPT = 10_000


class Allowance:
    """Whoever asks, by session, in memory only; safe among threads."""

    def __init__(self, most: int, seconds: float) -> None:
        self.most, self.seconds = most, seconds
        self.taken: OrderedDict[str, list[float]] = OrderedDict()
        self.lock = threading.Lock()

    def take(self, session: str) -> None:
        """Take one of it; raises ``Refused`` if nothing is left."""
        now = time.monotonic()
        with self.lock:
            lately = [at for at in self.taken.pop(session, []) if at > now - self.seconds]
            is_left = len(lately) < self.most
            self.taken[session] = [*lately, now] if is_left else lately
            while len(self.taken) > MAX_KEPT:
                self.taken.popitem(last=False)
        if not is_left:
            raise Refused(MANY, 429)


ALLOWANCE = Allowance(30, 600.0)
"""New short links and votes of each session of this process: thirty in ten minutes."""
