"""Worksheets: the questions of a lesson on one printed page, with room to write."""

from html import escape
from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from app.lessons.catalogue import LESSONS
from app.lessons.lesson import Lesson
from app.lessons.questions import Choice, Question
from app.study.asked import study_of, too_long
from app.study.lesson import NONE

PLACE = "worksheets"
"""Where they are, below the app's address: all of them, or the one of the lesson in the query."""
STYLE = (Path(__file__).parent / "worksheet.css").read_text(encoding="utf-8")


def route() -> Route:
    """Where the worksheets are."""
    return Route(f"/{PLACE}", _answer)


def _answer(request: Request) -> Response:
    if refusal := too_long(request):
        return refusal
    try:
        name = study_of(request).lesson.name
    except ValueError as refused:
        return PlainTextResponse(str(refused), status_code=400)
    wanted = [lesson for lesson in LESSONS if name in (NONE, lesson.key)]
    return Response(worksheets(wanted), media_type="text/html")


def worksheets(lessons: list[Lesson]) -> str:
    """A page for each of the lessons, as one HTML document."""
    sheets = "".join(_sheet(lesson) for lesson in lessons)
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>Worksheets</title><style>{STYLE}</style></head><body>{sheets}</body></html>"
    )


def _sheet(lesson: Lesson) -> str:
    asked = [step.asks for step in lesson.steps if step.asks is not None]
    why = "Why is that so? Use what you saw, and name what you looked at."
    parts = [_question(question) for question in asked]
    parts.insert(-1, f'<li>{why}<div class="room"></div></li>')
    parts.append(f'<li>To try alone: {escape(lesson.alone)}<div class="room"></div></li>')
    return (
        f'<article><p class="who">Name <i></i> Date <i></i></p><h1>{escape(lesson.title)}</h1>'
        f'<p class="asked">{escape(lesson.question)}</p>'
        f"<p>{lesson.minutes} min. Needs: {escape(lesson.needs)}</p>"
        f"<ol>{''.join(parts)}</ol></article>"
    )


def _question(question: Question) -> str:
    options = question.options if isinstance(question, Choice) else ()
    boxes = "".join(f"<li>{escape(option)}</li>" for option in options)
    kind = "Check" if question.is_check else "Predict"
    below = f'<ul class="boxes">{boxes}</ul>' if boxes else '<div class="line"></div>'
    return f"<li><b>{kind}:</b> {escape(question.prompt)}{below}</li>"
