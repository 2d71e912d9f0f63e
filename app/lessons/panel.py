"""The panel beside a page: one step of the lesson that goes along, and the ways out of it."""

from dataclasses import replace

import streamlit as st

from app.lessons.catalogue import lesson_of
from app.lessons.guide import guide
from app.lessons.lesson import Lesson, Step
from app.lessons.marking import ask, is_right, recall
from app.lessons.memory import memory
from app.lessons.parts import first_place, outline
from app.lessons.questions import NotReady
from app.lessons.style import lesson_style, room_for_panel
from app.lessons.text import as_html
from app.lessons.walk import fits, go_to, leave, set_again
from app.look.parts import theme_of_page
from app.navigation import Pages
from app.study.lesson import PANEL
from app.study.link import encode
from app.study.put import current
from app.study.study import Study


def lesson_panel(pages: Pages, address: str) -> None:
    """The panel on the page of this address, if a lesson goes along."""
    if lesson_of(current().lesson) is not None:
        st.markdown(lesson_style(theme_of_page()), unsafe_allow_html=True)
        _panel(pages, address)


@st.fragment(key=PANEL)
def _panel(pages: Pages, address: str) -> None:
    study, kept = current(), memory()
    lesson = lesson_of(study.lesson)
    if lesson is None or study.screen.projector == "yes" or st.context.is_embedded:
        return  # on a projector and in a frame there is the scene alone
    n = min(study.lesson.step, len(lesson.steps))
    step = lesson.step(n)
    goes, kept.goes = kept.goes, False
    if goes and step.page != address:
        st.switch_page(getattr(pages, step.page), query_params=encode(study))
    st.markdown(room_for_panel(kept.is_below, kept.is_folded), unsafe_allow_html=True)
    side = "below" if kept.is_below else "beside"
    with st.container(key=f"lesson-panel-{side}"):
        _head(lesson, n)
        if kept.is_folded:
            return
        if step.page == address:
            try:
                _step(lesson, n, step, study)
            except NotReady as reason:
                st.info(str(reason))
                st.button("Look again", key="lesson-look")
        else:
            st.page_link(
                getattr(pages, step.page),
                label=f"Go on with the lesson on {getattr(pages, step.page).title}",
                query_params=encode(study),
            )
        _ways(lesson, n, step, study, pages)


def _head(lesson: Lesson, n: int) -> None:
    """The title, how far the lesson has come, and buttons for the panel itself."""
    kept = memory()
    fold = "Unfold the lesson" if kept.is_folded else "Fold the lesson"
    move = "Move the lesson beside the page" if kept.is_below else "Move the lesson below the page"
    told = f"Step {n} of {len(lesson.steps)}" if len(lesson.steps) > 1 else "Challenge"
    with st.container(horizontal=True, key="lesson-head", gap="xsmall"):
        title = f'<h3 class="lesson-title" tabindex="-1">{lesson.title}</h3>'
        st.html(f'{title}<p class="lesson-at">{told}</p>')
        _sign("fold", fold, "expand_less" if not kept.is_folded else "expand_more", _fold)
        _sign("move", move, "dock_to_right" if kept.is_below else "dock_to_bottom", _move)
        _sign("leave", "Leave the lesson, and keep what is shown", "close", leave)


def _sign(name: str, label: str, icon: str, act: object) -> None:
    st.button(
        label,
        key=f"lesson-{name}",
        icon=f":material/{icon}:",
        type="tertiary",
        help=label,
        on_click=act,  # type: ignore[arg-type]
    )


def _step(lesson: Lesson, n: int, step: Step, study: Study) -> None:
    """What the step says, asks and points at."""
    if not fits(lesson, n, study):
        st.markdown("What is shown is not what this step speaks of.")
        st.button("Set it again", key="lesson-set", on_click=set_again, args=(lesson, n))
        return
    st.markdown(outline(step.look_at), unsafe_allow_html=True)
    if step.recalls:
        asked = lesson.step(step.recalls).asks
        if asked is not None:
            recall(asked, study, memory().answers.get((lesson.key, step.recalls)))
    st.markdown(as_html(step.text, step.facts(study)), unsafe_allow_html=True)
    if step.asks is not None:
        ask(lesson, n, step.asks, study)
    if n == len(lesson.steps) and lesson.alone:
        st.markdown(f"**To try alone:** {lesson.alone}")
    is_done = n == len(lesson.steps) and _is_passed(lesson, n, study)
    guide(lesson.key, n, len(lesson.steps), is_done, first_place(step.look_at))


def _is_passed(lesson: Lesson, n: int, study: Study) -> bool:
    question = lesson.step(n).asks
    answer = memory().answers.get((lesson.key, n))
    return question is None or is_right(question, study, answer)


def _ways(lesson: Lesson, n: int, step: Step, study: Study, pages: Pages) -> None:
    """Back and on; what is still to be done is said, and holds nobody up."""
    waits = step.is_done is not None and fits(lesson, n, study) and not step.is_done(study)
    if waits:
        st.caption(step.hint)
    with st.container(horizontal=True, key="lesson-ways", vertical_alignment="center"):
        if len(lesson.steps) > 1:
            st.button(
                "Back", key="lesson-back", disabled=n == 1, on_click=go_to, args=(lesson, n - 1)
            )
        if n < len(lesson.steps):
            st.button(
                "Go on anyway" if waits else "Next",
                key="lesson-next",
                type="secondary" if waits else "primary",
                on_click=go_to,
                args=(lesson, n + 1),
            )
        else:
            plain = encode(replace(study, lesson=type(study.lesson)()))
            st.page_link(pages.lessons, label="All lessons", query_params=plain)


def _fold() -> None:
    memory().is_folded = not memory().is_folded


def _move() -> None:
    memory().is_below = not memory().is_below
