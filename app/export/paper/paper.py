"""What a page of the app gives to a figure. Children are final and hold nothing."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping
from typing import NamedTuple

from app.export.paper.layout import Drawing
from app.study.study import Study


class Drawn(NamedTuple):
    """A figure that is ready to be put on paper, its title, and the words of its caption."""

    drawing: Drawing
    title: str
    words: str


class Paper(ABC):
    """The figures of one page, whose address ends in ``page``."""

    page: str

    @abstractmethod
    def choices(self, study: Study) -> Mapping[str, str]:
        """The panels that there are, by their keys, with their titles."""

    @abstractmethod
    def drawn(self, study: Study, chosen: Collection[str], is_stopped: bool) -> Drawn:
        """The chosen panels.

        What is missing is run, unless the visitor stopped it. Raises ``ValueError`` for a study
        that cannot be drawn, and ``NotYet`` if nothing of it is there.
        """
