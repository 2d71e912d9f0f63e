"""What a kind of map is: its controls, its runs, its picture and its words."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import replace
from types import ModuleType
from typing import Any, NamedTuple

from app.look.theme import Theme
from app.maps.layers import Layer
from app.study.atlas import Atlas
from app.study.study import Study
from samgs_core.survey import Survey


class Point(NamedTuple):
    """A mark that was clicked: which of a picture's traces, and its place there."""

    trace: int
    place: int


class Picture(NamedTuple):
    """A plot of ``app.figures``, its values, and how often each of its parts has changed."""

    plot: ModuleType
    values: Any
    versions: Sequence[int]
    height: int = 560
    """At most, in pixels."""


class MapKind(ABC):
    """One kind of map. Children are final and hold nothing; ``values`` are those of a picture."""

    key: str
    title: str

    @abstractmethod
    def controls(self, study: Study, atlas: Atlas) -> None:
        """Draw the map's own settings in the current place."""

    def layers(self, study: Study, atlas: Atlas) -> list[Layer]:
        """The runs that it needs; raises ``ValueError`` with a sentence if they are too many."""
        return []

    @abstractmethod
    def picture(
        self, study: Study, atlas: Atlas, layers: Sequence[Layer], survey: Survey
    ) -> Picture:
        """The picture of what is done."""

    @abstractmethod
    def words(self, study: Study, values: Any) -> str:
        """What the picture shows; Markdown."""

    def hint(self, values: Any) -> str:
        """What can be done with the picture on the page, and nowhere else; often nothing."""
        return ""

    @abstractmethod
    def made_from(self, study: Study, values: Any) -> str:
        """What it was made from: everything that decides it."""

    @abstractmethod
    def table(self, study: Study, atlas: Atlas, layers: Sequence[Layer], values: Any) -> str:
        """The numbers as CSV."""

    def study_at(self, study: Study, atlas: Atlas, values: Any, point: Point) -> Study | None:
        """The study that was clicked; None if the mark stands for none.

        Of a map of the plane it is the study with the start that was clicked, and no other.
        """
        row, column = divmod(point.place, len(values.x))
        start = (float(values.x[column]), float(values.y[row]))
        return replace(study, starts=(start,), focus=1)

    def legend(self, study: Study, theme: Theme) -> str:
        """What the marks mean, as HTML; nothing if the figures carry their own keys."""
        return ""


def entries(looks: Sequence[tuple[str, str]]) -> str:
    """A legend of entries, each the CSS of a box and the words beside it."""
    return "".join(
        f'<span class="legend-entry"><i style="{look}"></i>{words}</span>' for look, words in looks
    )
