"""All lessons in teaching order, and the challenges."""

from app.lessons.angle_or_length import ANGLE_OR_LENGTH
from app.lessons.challenges import CHALLENGES
from app.lessons.default_fails import DEFAULT_FAILS
from app.lessons.fair import FAIR
from app.lessons.lesson import Lesson
from app.lessons.misleading_score import MISLEADING_SCORE
from app.lessons.no_method_is_safe import NO_METHOD_IS_SAFE
from app.lessons.same_direction import SAME_DIRECTION
from app.lessons.threshold import THRESHOLD
from app.lessons.two_regimes import TWO_REGIMES
from app.lessons.where_they_stop import WHERE_THEY_STOP
from app.lessons.whose_units import WHOSE_UNITS
from app.lessons.why_not_add import WHY_NOT_ADD
from app.study.lesson import LessonPlace

LESSONS = (
    *(WHY_NOT_ADD, WHOSE_UNITS, ANGLE_OR_LENGTH, TWO_REGIMES, THRESHOLD, WHERE_THEY_STOP),
    *(SAME_DIRECTION, FAIR, DEFAULT_FAILS, MISLEADING_SCORE, NO_METHOD_IS_SAFE),
)
_BY_KEY = {lesson.key: lesson for lesson in (*LESSONS, *CHALLENGES)}


def lesson_of(place: LessonPlace) -> Lesson | None:
    """The lesson or the challenge of this place; None without one."""
    return _BY_KEY.get(place.name)
