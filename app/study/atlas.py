"""An atlas: what the Maps page shows of a study."""

from dataclasses import dataclass

from app.study.reader import as_text
from samgs_core.params import Declared, choice, param
from samgs_core.yardsticks import YARDSTICKS

MAX_SIDE = 60


@dataclass(frozen=True)
class Span:
    """About ``n`` values of the quantity ``name``, from ``low`` to ``high``."""

    name: str
    low: float
    high: float
    n: int

    def text(self) -> str:
        """As in the link."""
        return f"{self.name},{as_text(self.low)},{as_text(self.high)},{self.n}"


@dataclass(frozen=True, kw_only=True)
class Atlas(Declared):
    """Which map is shown, and its settings. ``across`` and ``up`` are the axes of a sweep.

    An atlas that fits a study (see ``fit``) has ``across``.
    """

    key = "map"
    title = "Map"

    kind: str = choice(
        "basins",
        ("basins", "regimes", "sweep"),
        "Map",
        "Where every start ends; where SAM-GS would equalise; or what a setting changes.",
    )
    side: int = param(
        24,
        2,
        MAX_SIDE,
        "Starts per side",
        "The grid has this many rows and columns.",
        whole=True,
        step=1,
    )
    metric: str = choice(
        "goal",
        tuple(each.key for each in YARDSTICKS),
        "Shown",
        "What is read from the end of every run.",
    )
    across: Span | None = None
    up: Span | None = None
