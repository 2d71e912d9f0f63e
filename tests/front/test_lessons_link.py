"""The link holds lesson and step, whatever else it says."""

from dataclasses import replace

import pytest

from app.study.lesson import KEYS, MAX_STEP, LessonPlace
from app.study.link import decode, encode
from app.study.study import Study


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("step", [1, 3, MAX_STEP])
def test_lesson_and_step_come_back_from_a_link(key, step):
    study = replace(Study(), lesson=LessonPlace(name=key, step=step))
    query = encode(study)
    assert query["lesson"] == key
    assert query.get("lesson.step") == (None if step == 1 else str(step))
    assert decode(query) == (study, ())
    assert study.pictured == Study()


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ({"lesson": "<b>"}, LessonPlace()),
        ({"lesson": "fair", "lesson.step": "0"}, LessonPlace(name="fair")),
        ({"lesson": "fair", "lesson.step": "1.5"}, LessonPlace(name="fair")),
        ({"lesson": "fair", "lesson.step": "99"}, LessonPlace(name="fair")),
    ],
)
def test_nonsense_is_refused_with_a_sentence(query, place):
    study, notices = decode(query)
    assert study.lesson == place
    assert len(notices) == 1 and notices[0].startswith("Link: lesson")


def test_without_a_lesson_there_is_no_step():
    assert LessonPlace(step=4) == LessonPlace()
    assert decode({"lesson.step": "4"}) == (Study(), ())
    with pytest.raises(ValueError, match="name must be one of"):
        LessonPlace(name="no such lesson")
