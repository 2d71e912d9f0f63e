"""Whose turn it is: a page lets the scene's own question about the same study pass first.

The scene follows a slider by itself and asks for the runs before the page does. The page's many
elements keep a browser busy, so they wait until that answer is sent, and a moment for it to be
drawn. Nobody waits for what others look at.
"""

import time
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock

APPEARS, PATIENCE, MOMENT = 0.05, 0.5, 0.2
"""Seconds that a page waits for a question, for its answer, and for the answer to be drawn."""
MAX_KEPT = 256


class Question:
    """A question that is awaited, was asked, or was answered at some ``moment``."""

    def __init__(self) -> None:
        self.asked, self.answered, self.moment = Event(), Event(), 0.0

    def is_over(self, now: float) -> bool:
        """Whether it was answered longer ago than an answer takes to be drawn."""
        return self.answered.is_set() and self.moment + MOMENT <= now


class Turns:
    """The questions of scenes, by the link of the study; safe among threads."""

    def __init__(self) -> None:
        self.questions: OrderedDict[str, Question] = OrderedDict()
        self.lock = Lock()

    @contextmanager
    def asked(self, link: str) -> Iterator[None]:
        """While this lasts a scene waits for its answer."""
        question = self._question(link, float("inf"))  # what was answered is over
        question.asked.set()
        try:
            yield
        finally:
            question.moment = time.monotonic()
            question.answered.set()

    def give_way(self, link: str) -> None:
        """Return once a scene's question about this study is answered, or does not come."""
        question = self._question(link, time.monotonic())
        if question.asked.wait(APPEARS) and question.answered.wait(PATIENCE):
            time.sleep(max(0.0, question.moment + MOMENT - time.monotonic()))

    def _question(self, link: str, now: float) -> Question:
        """The last question about a study, or the next one if that is over by now."""
        with self.lock:
            question = self.questions.get(link)
            if question is None or question.is_over(now):
                self.questions[link] = question = Question()
            self.questions.move_to_end(link)
            while len(self.questions) > MAX_KEPT:
                self.questions.popitem(last=False)
            return question


TURNS = Turns()
"""The questions of all scenes of this process."""
