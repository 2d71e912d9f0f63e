"""How the networks of the Recon page are drawn: hue for splits, dash and marker for each."""

from typing import NamedTuple

from app.look.theme import Dash, Theme

BY_HAND = {"light": "#A8107C", "dark": "#FF8FD8"}


class Mark(NamedTuple):
    """One kind of network: its name on the page, and its line and marker."""

    name: str
    title: str
    dash: Dash
    symbol: str
    width: float

    def colour(self, theme: Theme) -> str:
        """Blue is Recon, magenta the visitor, the darkest no split; all other controls are grey."""
        own = {"none": theme.text, "recon": theme.ring, "hand": BY_HAND[theme.name]}
        return own.get(self.name, theme.muted)


MARKS = (
    Mark("none", "no split", "dash", "square", 2.2),
    Mark("wider", "wider net", "dashdot", "triangle-up-open", 1.5),
    Mark("bottom", "last", "longdash", "triangle-down-open", 1.5),
    Mark("random", "random", "dot", "circle-open", 1.5),
    Mark("recon", "Recon", "solid", "circle", 3.0),
    Mark("hand", "yours", "solid", "star", 2.4),
    Mark("all", "all split", "longdashdot", "diamond-open", 1.5),
)


def mark(name: str) -> Mark:
    """The mark of this name."""
    return next(each for each in MARKS if each.name == name)
