"""Answers: how a visitor gives one, and what is said of it."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from app.lessons.cursor import cursor_button
from app.lessons.lesson import Lesson
from app.lessons.memory import memory
from app.lessons.questions import Answer, Choice, Deed, Number, Question, StepMark
from app.lessons.text import as_html
from app.study.study import Study


def ask(lesson: Lesson, n: int, question: Question, study: Study) -> None:
    """The question of the n-th step with the visitor's answer, and what is said of that."""
    place = (lesson.key, n)
    key = f"lesson-answer-{lesson.key}-{n}"
    label = "Check" if question.is_check else "Record my prediction"

    def record(answer: Answer | None) -> None:
        memory().is_empty = answer is None
        if answer is not None:
            memory().answers[place] = answer

    answer = memory().answers.get(place)
    _WAYS[type(question)](question, key, label, answer, record)
    if memory().is_empty:
        st.caption("No answer yet: give one first.")
    if answer is None:
        return
    if question.is_check:
        mark(question, study, answer)
    else:
        st.caption(f"Recorded: {question.words(answer)}.")


def mark(question: Question, study: Study, answer: Answer) -> None:
    """Whether the answer is right, and why: one paragraph, with its formula."""
    verdict = question.mark(study, answer)
    found = f"{verdict.found}." if not verdict.found.endswith(".") else verdict.found
    say, word = (st.success, "Right") if verdict.is_right else (st.warning, "Not so")
    reason = as_html(question.reason, question.facts(study))
    say(f"**{word}:** {found}")
    if reason:
        st.markdown(reason, unsafe_allow_html=True)
    if question.formula:
        st.latex(question.formula)


def recall(question: Question, study: Study, answer: Answer | None) -> None:
    """What the visitor predicted, and what the run says."""
    if answer is None:
        return
    verdict = question.mark(study, answer)
    told = "so it is" if verdict.is_right else f"it is “{verdict.found}”"
    st.markdown(f"*You predicted “{question.words(answer)}”: {told}.*")


def is_right(question: Question, study: Study, answer: Answer | None) -> bool:
    """Whether there is an answer, and it is right."""
    return answer is not None and question.mark(study, answer).is_right


Record = Callable[[Answer | None], None]


def _choose(question: Choice, key: str, label: str, answer: Answer | None, record: Record) -> None:
    st.radio(
        question.prompt,
        range(len(question.options)),
        index=None if answer is None else int(answer),
        key=key,
        format_func=question.options.__getitem__,
    )
    _button(label, key, record)


def _number(question: Number, key: str, label: str, answer: Answer | None, record: Record) -> None:
    is_whole = float(question.step).is_integer()
    kind: Any = int if is_whole else float
    value: Any = None if answer is None else kind(answer)
    st.number_input(
        question.prompt,
        kind(question.low),
        kind(question.high),
        value=value,
        step=kind(question.step),
        key=key,
        format="%d" if is_whole else "%g",
    )
    _button(label, key, record)


def _mark_step(
    question: StepMark, key: str, label: str, answer: Answer | None, record: Record
) -> None:
    st.markdown(f"**{question.prompt}**")
    cursor_button(key, record)
    if answer is not None:
        st.caption(f"Marked: {question.words(answer)}.")


def _do(question: Deed, key: str, label: str, answer: Answer | None, record: Record) -> None:
    st.markdown(f"**{question.prompt}**")
    st.button("Check what is shown", key=f"{key}-check", on_click=record, args=(True,))


def _button(label: str, key: str, record: Record) -> None:
    st.button(label, key=f"{key}-check", on_click=lambda: record(st.session_state.get(key)))


_WAYS: dict[type[Question], Callable] = {
    Choice: _choose,
    Number: _number,
    StepMark: _mark_step,
    Deed: _do,
}
