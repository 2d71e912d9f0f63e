"""How the networks of the page Train are named and drawn."""

from typing import NamedTuple

from app.look.theme import DARK, LIGHT, LOOKS, Look, Theme, look_of
from samgs_core.benchmark.log import LaneLog
from samgs_core.method import Method

ALONE = "alone"
"""What a network is called that learns one task only."""


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


def look(method: type[Method] | None, is_split: bool) -> Look:
    """The look of a method; dotted with an open circle if split, grey for the references."""
    if method is None:
        grey = LOOKS[0]._replace(light=LIGHT.band, dark=DARK.band)
        return grey._replace(dash="longdash", marker="square-open", width=2.4)
    own = look_of(method)
    return own._replace(dash="dot", marker="circle-open", width=2.6) if is_split else own


def colour(look: Look, theme: Theme) -> str:
    """The colour of a look in a theme."""
    return look.light if theme.name == "light" else look.dark
