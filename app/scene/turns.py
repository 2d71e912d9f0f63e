"""Whose turn it is: a page lets the scene's own question about the same study pass first.

The scene follows a slider by itself and asks for the runs before the page does. The page's many
elements keep a browser busy, so they wait until that answer is sent, and a moment for it to be
drawn. Nobody waits for what others look at.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager

APPEARS, PATIENCE, MOMENT = 0.05, 0.5, 0.2
"""Seconds that a page waits for a question, for its answer, and for the answer to be drawn."""
MAX_KEPT = 256


class Turns:
    """The questions of scenes, by the link of the study; safe among threads."""

    def __init__(self) -> None:
        self.answered: OrderedDict[str, float | None] = OrderedDict()
        self.changed = threading.Condition()

    @contextmanager
    def asked(self, link: str) -> Iterator[None]:
        """While this lasts a scene waits for its answer."""
        self._note(link, None)
        try:
            yield
        finally:
            self._note(link, time.monotonic())

    def give_way(self, link: str) -> None:
        """Return once a scene's question about this study is answered, or does not come."""
        began = time.monotonic()
        with self.changed:
            if not self.changed.wait_for(lambda: self._is_new(link, began), APPEARS):
                return
            self.changed.wait_for(lambda: self.answered.get(link) is not None, PATIENCE)
            rest = (self.answered.get(link) or began) + MOMENT - time.monotonic()
        if rest > 0:
            time.sleep(rest)

    def _is_new(self, link: str, began: float) -> bool:
        """Whether the question is open, or was answered a moment ago."""
        if link not in self.answered:
            return False
        answered = self.answered[link]
        return answered is None or answered + MOMENT > began

    def _note(self, link: str, answered: float | None) -> None:
        with self.changed:
            self.answered[link] = answered
            self.answered.move_to_end(link)
            while len(self.answered) > MAX_KEPT:
                self.answered.popitem(last=False)
            self.changed.notify_all()


TURNS = Turns()
"""The questions of all scenes of this process."""
