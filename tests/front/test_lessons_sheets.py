"""Worksheets hold every question; whoever asks for another lesson's is refused."""

from html import unescape

import pytest

from app.lessons.catalogue import LESSONS
from app.lessons.questions import Choice
from app.lessons.worksheet import PLACE, route
from app.study.reader import MAX_TEXT
from tests.front.asking import ask


def get(query=""):
    return ask([route()], f"/{PLACE}", query)


def test_all_worksheets_together_and_each_alone():
    assert get().body.decode().count("<article>") == len(LESSONS)
    for lesson in LESSONS:
        answer = get(f"lesson={lesson.key}&lesson.step=3")
        sheet = unescape(answer.body.decode())
        assert answer.headers["content-type"].startswith("text/html")
        assert sheet.count("<article>") == 1 and lesson.title in sheet and lesson.alone in sheet
        for asked in (step.asks for step in lesson.steps if step.asks is not None):
            assert asked.prompt in sheet
            options = asked.options if isinstance(asked, Choice) else ()
            assert all(f"<li>{option}</li>" in sheet for option in options)
            assert asked.reason == "" or asked.reason not in sheet


@pytest.mark.parametrize(
    ("query", "status"),
    [("lesson=nonsense", 400), ("lesson=%3Cb%3E", 400), ("steps=0", 400)]
    + [("lesson=" + "x" * 30_000, 414), ("lesson=" + "x" * (MAX_TEXT + 1), 400)],
)
def test_nonsense_is_refused(query, status):
    answer = get(query)
    assert answer.status == status
    assert answer.headers["content-type"].startswith("text/plain")
