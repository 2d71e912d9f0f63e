"""How the networks of the page Train are named and drawn."""

from collections.abc import Sequence
from typing import NamedTuple

from app.look.theme import Dash, Theme, look_of
from samgs_core.benchmark.log import LaneLog
from samgs_core.method import Method

ALONE = "alone"
"""What a network is called that learns one task only."""
SPLIT_DASH: Dash = "dot"
ALONE_DASH: Dash = "longdash"


class Contestant(NamedTuple):
    """A method, with layers split or without, or the single-task references; its logs by seed."""

    method: type[Method] | None
    split: tuple[str, ...]
    logs: tuple[LaneLog, ...]

    @property
    def title(self) -> str:
        """What it is called beside the others."""
        if self.method is None:
            return ALONE
        return f"{self.method.title}, split" if self.split else self.method.title


class Stroke(NamedTuple):
    """How a curve is drawn."""

    colour: str
    dash: Dash
    width: float
    marker: str


def stroke(each: Contestant, theme: Theme) -> Stroke:
    """The look of its method; the references are grey, what is split is dotted and open."""
    if each.method is None:
        return Stroke(theme.band, ALONE_DASH, 1.6, "line-ew-open")
    look, colour = look_of(each.method), theme.colour(each.method)
    if each.split:
        return Stroke(colour, SPLIT_DASH, 1.8, "circle-open")
    return Stroke(colour, look.dash, 0.65 * look.width, look.marker)


def titles_of(contestants: Sequence[Contestant]) -> list[str]:
    """What all are called."""
    return [each.title for each in contestants]
