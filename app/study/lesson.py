"""The lesson that goes along with a page: which one, and at which of its steps."""

from dataclasses import dataclass

from app.study.reader import Reader, differences
from samgs_core.params import Declared, param

NONE = "none"
NAME = "lesson"
"""The parameter of the link that names the lesson."""
PREFIX = "lesson."
MAX_STEP = 12
PANEL = "lesson"
"""The fragment of the panel."""
LESSON_KEYS = (
    "why-not-add",
    "whose-units",
    "angle-or-length",
    "two-regimes",
    "threshold",
    "where-they-stop",
    "same-direction",
    "fair",
    "default-fails",
    "misleading-score",
    "no-method-is-safe",
)
CHALLENGE_KEYS = ("fewest-steps", "pcgrad-wins", "ls-wins", "smallest-threshold")
KEYS = (*LESSON_KEYS, *CHALLENGE_KEYS)
"""What the link may name: the lessons in their order, then the challenges."""


@dataclass(frozen=True, kw_only=True)
class LessonPlace(Declared):
    """A lesson or a challenge by its key, and a step, counted from 1; a lesson may have fewer.

    Raises ``ValueError`` for another key. Without a lesson the step is 1.
    """

    key = NAME
    title = "Lesson"

    name: str = NONE
    step: int = param(1, 1, MAX_STEP, "Step", "How far the lesson has come.", whole=True, step=1)

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.name not in (NONE, *KEYS):
            raise ValueError(f"LessonPlace.name must be one of {', '.join(KEYS)}; got {self.name}.")
        if self.name == NONE:
            object.__setattr__(self, "step", 1)


def encode_lesson(place: LessonPlace) -> dict[str, str]:
    """The query parameters of the place; nothing without a lesson."""
    named = {} if place.name == NONE else {NAME: place.name}
    return named | differences(PREFIX, place, LessonPlace())


def read_lesson(reader: Reader) -> LessonPlace:
    """The place that a link says."""
    name = reader.left.pop(NAME, NONE)
    if name not in (NONE, *KEYS):
        reader.refuse(NAME, f"be one of {', '.join(KEYS)}", name)
        name = NONE
    return reader.fields(PREFIX, LessonPlace(name=name))
