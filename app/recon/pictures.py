"""Which pictures the Recon page has, and what each is told of the run."""

from collections.abc import Callable
from types import ModuleType
from typing import Any, NamedTuple

from app.figures.recon import heat, histogram, outcome, ranking, surgery, truth
from app.recon import words
from app.recon.lab import Found

ROWS, PANEL = 236, 300
"""Heights of the pictures with a row for each layer, and of all others, in pixels."""


class Picture(NamedTuple):
    """A plot, what it is drawn from, and the sentence below it."""

    plot: ModuleType
    height: int
    share: int
    """Of the width of its row."""
    data: Callable[[Found], Any]
    words: Callable[[Any], str] | None = None
    is_early: bool = False
    """Whether it is also drawn while the first seed is trained."""

    def version(self, found: Found) -> tuple[object, ...]:
        """Equal for two states of a run that look the same in this picture."""
        if self.plot is surgery:
            return (len(found.rivals),)
        steps = len(found.reports[0].log.products)
        return len(found.reports), steps, found.chosen[0].lane

    def is_ready(self, found: Found) -> bool:
        """Whether there is anything to draw it from."""
        if self.plot is surgery:
            return bool(found.rivals)
        return self.is_early or not found.is_partial


PICTURES = (
    (
        Picture(heat, ROWS, 3, lambda found: heat.data(found.reports), is_early=True),
        Picture(
            ranking,
            ROWS,
            2,
            lambda found: ranking.data(found.reports, found.settings.problem.differs_in),
            is_early=True,
        ),
    ),
    (
        Picture(
            outcome,
            PANEL + 40,
            2,
            lambda found: outcome.data(found.reports, found.chosen, found.is_by_hand),
            is_early=True,
        ),
        Picture(truth, PANEL - 30, 1, lambda found: truth.data(found.reports), words.pointing),
    ),
    (
        Picture(
            histogram,
            PANEL,
            1,
            lambda found: histogram.data(found.reports, found.chosen, found.is_by_hand),
            words.bookkeeping,
        ),
        Picture(
            surgery,
            PANEL,
            1,
            lambda found: surgery.data(found.reports[: len(found.rivals)], found.rivals),
            words.surgery_words,
        ),
    ),
)
"""Row by row."""
