"""Lessons: a card for each, with how far this browser has come, and the challenges."""

from functools import partial
from html import escape

import streamlit as st

from app.lessons.catalogue import CHALLENGES, LESSONS, lesson_of
from app.lessons.lesson import Lesson
from app.lessons.memory import memory
from app.lessons.progress import progress
from app.lessons.style import lesson_style
from app.lessons.walk import begin, resume
from app.lessons.worksheet import PLACE as WORKSHEETS
from app.look.parts import theme_of_page
from app.navigation import Pages, heading, warn
from app.study.link import encode
from app.study.put import current, notices


def lessons(pages: Pages) -> None:
    """Draw the page."""
    study = current()
    if memory().goes and (lesson := lesson_of(study.lesson)) is not None:
        page = lesson.step(study.lesson.step).page
        st.switch_page(getattr(pages, page), query_params=encode(study))
    st.html(lesson_style(theme_of_page()))
    heading(pages)
    st.markdown(
        f"{len(LESSONS)} lessons on the real pages: predict first, then look, then say why. "
        "How far you have come stays in this browser."
    )
    warn(notices())
    st.html(
        f'<a class="download" target="_blank" href="./{WORKSHEETS}">Worksheets to print</a>',
        width="content",
    )
    with st.container(key="lesson-cards"):
        for number, lesson in enumerate(LESSONS, 1):
            facts = f"{lesson.minutes} min · {lesson.needs}"
            _card(lesson, f"{number}. {lesson.title}", facts, f"Begin lesson {number}")
    st.html('<h3 class="family">Challenges</h3>')
    st.markdown("The app checks what is shown; the link is the proof.")
    with st.container(key="challenge-cards"):
        for number, challenge in enumerate(CHALLENGES, 1):
            _card(challenge, challenge.title, challenge.needs, f"Begin challenge {number}")
    progress(_go_on)


def _card(lesson: Lesson, title: str, facts: str, label: str) -> None:
    with st.container(border=True, key=f"lesson-card-{lesson.key}"):
        st.html(
            f'<h3 class="card-head">{escape(title)}</h3>'
            f'<p class="card-idea">{escape(lesson.question)}</p>'
            f'<p class="card-facts">{escape(facts)}</p>'
            f'<div class="lesson-progress" data-lesson="{lesson.key}"></div>'
        )
        st.button(label, key=f"begin-{lesson.key}", on_click=partial(begin, lesson))


def _go_on(key: str, step: int) -> None:
    for lesson in (*LESSONS, *CHALLENGES):
        if lesson.key == key:
            resume(lesson, step)
