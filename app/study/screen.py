"""How a study is shown: what a student link hides and locks, Predict, Projector, Side by side.

Hidden means absent: what is hidden is not computed into the page, not sent with the scene's message
and not offered as a file. It is no protection: the link itself says what it hides, so a person who
edits the link can unhide it. A student link hides, as a lecturer covers a part of the board.
"""

from dataclasses import dataclass, replace
from typing import NamedTuple

from samgs_core.params import Declared, choice

NO_YES = ("no", "yes")


class Part(NamedTuple):
    """A part of the pages that a link may leave out; ``can_lock`` says that it has controls."""

    key: str
    label: str
    can_lock: bool = False


PARTS = (
    Part("landscape", "Landscape", can_lock=True),
    Part("methods", "Methods and their settings", can_lock=True),
    Part("optimizer", "Outer optimiser", can_lock=True),
    Part("starts", "Starts", can_lock=True),
    Part("chance", "Noise, seed and precision", can_lock=True),
    Part("scores", "Scores"),
    Part("verdict", "The sentence that says what happens"),
    Part("numbers", "Numbers at the cursor"),
    Part("arrows", "Arrows at the cursor"),
    Part("curves", "Curves over the steps"),
    Part("ahead", "Paths ahead of the cursor"),
    Part("loss", "Loss space"),
    Part("table", "Table and file of every run"),
    Part("surface", "Landscape in 3-D"),
    Part("rules", "Rules of the comparison"),
    Part("pages", "Links to the other pages"),
)
HIDEABLE = tuple(part.key for part in PARTS)
LOCKABLE = tuple(part.key for part in PARTS if part.can_lock)
ANSWERS = ("scores", "verdict", "numbers", "arrows", "curves", "ahead", "table", "surface")
"""What says how the runs go on: left out until they are revealed."""
IN_SCENE = ("numbers", "arrows", "curves", "ahead", "loss")
"""The parts that the scene draws."""


class Beside(NamedTuple):
    """The other value of one setting: its name in the link, and its value as the link writes it."""

    name: str
    value: str


@dataclass(frozen=True, kw_only=True)
class Screen(Declared):
    """What is left out of the pages of a study, and in which form they are shown.

    ``hide`` and ``lock`` are keys of ``PARTS``, in its order; others raise ``ValueError``.
    ``beside`` stands the same study with another value of one setting beside it.
    """

    key = "screen"
    title = "Screen"

    predict: str = choice(
        "no",
        NO_YES,
        "Predict",
        "The scene waits at step 0, and whatever tells how the runs go on waits with it, until "
        "“Reveal” is pressed.",
    )
    projector: str = choice(
        "no",
        NO_YES,
        "Projector",
        "The scene fills the window, with large type and thick lines. Key P.",
    )
    picture: str = choice(
        "both",
        ("both", "space", "loss", "angle", "similarity", "losses", "lengths"),
        "Picture",
        "Which picture fills the window.",
    )
    hide: tuple[str, ...] = ()
    lock: tuple[str, ...] = ()
    beside: Beside | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        for name, known in (("hide", HIDEABLE), ("lock", LOCKABLE)):
            keys = getattr(self, name)
            for key in keys:
                if key not in known:
                    raise ValueError(
                        f"Screen.{name} must be among {', '.join(known)}; got {key!r}."
                    )
            object.__setattr__(self, name, tuple(key for key in known if key in keys))

    @property
    def is_predicting(self) -> bool:
        """Whether the runs are still to be revealed."""
        return self.predict == "yes"

    def shows(self, part: str) -> bool:
        """Whether a part is on the pages."""
        return part not in self.hide and not (self.is_predicting and part in ANSWERS)

    def allows(self, part: str) -> bool:
        """Whether a part is on the pages and may be changed there."""
        return self.shows(part) and part not in self.lock

    def kept_from(self, shown: "Screen") -> "Screen":
        """This screen, which also hides and locks what the one that is shown does."""
        if not (shown.hide or shown.lock):
            return self
        return replace(self, hide=self.hide + shown.hide, lock=self.lock + shown.lock)
