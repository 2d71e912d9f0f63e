"""Which pictures the Recon page has, and what each takes of what there is."""

from abc import ABC, abstractmethod
from types import ModuleType
from typing import Any, final

from app.figures.recon import heat, histogram, outcome, ranking, surgery, truth
from app.recon import words
from app.recon.state import LabState


class Picture(ABC):
    """A plot, and the sentence below it. Children are final and hold nothing."""

    plot: ModuleType
    height: int = 300
    """In pixels."""
    share: int = 1
    """Of the width of its row."""
    is_early: bool = False
    """Whether it is also drawn while the first seed is trained."""

    @abstractmethod
    def values(self, state: LabState) -> Any:
        """What the plot is drawn from."""

    def words(self, values: Any) -> str:
        """The sentence below it, if there is one; Markdown."""
        return ""

    def is_ready(self, state: LabState) -> bool:
        """Whether there is anything to draw it from."""
        return self.is_early or not state.is_partial

    def version(self, state: LabState) -> tuple[object, ...]:
        """Equal for two states that look the same in this picture."""
        steps = len(state.reports[0].log.products)
        return len(state.reports), steps, state.chosen[0].lane


@final
class Heat(Picture):
    """Where and when the tasks quarrel."""

    plot = heat
    height = 236
    share = 3
    is_early = True

    def values(self, state: LabState) -> heat.Heat:
        return heat.data(state.reports)


@final
class Ranking(Picture):
    """How Recon ranks the layers."""

    plot = ranking
    height = 236
    share = 2
    is_early = True

    def values(self, state: LabState) -> ranking.Ranking:
        return ranking.data(state.reports, state.settings.problem.differs_in)


@final
class Outcome(Picture):
    """What splitting buys."""

    plot = outcome
    height = 340
    share = 2
    is_early = True

    def values(self, state: LabState) -> outcome.Outcome:
        return outcome.data(state.reports, state.chosen, state.is_by_hand)


@final
class Truth(Picture):
    """Whether the score leads to the layers that are worth splitting."""

    plot = truth
    height = 270

    def values(self, state: LabState) -> truth.Truth:
        return truth.data(state.reports)

    def words(self, values: truth.Truth) -> str:
        return words.pointing(values)


@final
class Histogram(Picture):
    """How many conflicts a split removes."""

    plot = histogram

    def values(self, state: LabState) -> histogram.Histogram:
        return histogram.data(state.reports, state.chosen, state.is_by_hand)

    def words(self, values: histogram.Histogram) -> str:
        return words.bookkeeping(values)


@final
class Surgery(Picture):
    """What surgery does about the conflicts; of the seeds whose rival methods are trained."""

    plot = surgery

    def values(self, state: LabState) -> surgery.SurgeryBars:
        return surgery.data(state.reports[: len(state.rivals)], state.rivals)

    def words(self, values: surgery.SurgeryBars) -> str:
        return words.surgery_words(values)

    def is_ready(self, state: LabState) -> bool:
        return bool(state.rivals)

    def version(self, state: LabState) -> tuple[object, ...]:
        return (len(state.rivals),)


PICTURES: tuple[tuple[Picture, ...], ...] = (
    (Heat(), Ranking()),
    (Outcome(), Truth()),
    (Histogram(), Surgery()),
)
"""Row by row."""
