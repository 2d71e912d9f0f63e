"""What a lecturer shows in a way of its own: predict first, side by side, on a projector."""

from dataclasses import replace

import streamlit as st

from app.controls.fields import fields, widget
from app.study.beside import Setting, alone, other_value, setting_of, settings, with_beside
from app.study.link import study_beside, with_setting
from app.study.overtaken import is_overtaken
from app.study.put import current, hold, put, redraw
from app.study.reader import as_text
from app.study.screen_link import BESIDE, PREFIX
from app.study.study import Study

NAME, VALUE = "beside.name", "beside.value"
NOTHING = "none"


def lecture_controls(study: Study) -> None:
    """Draw the controls in the current place."""
    fields(study.screen, "predict", "projector", prefix=PREFIX)
    drawn = {each.key for each in study.drawn_methods}
    undrawn = {each.key for each in study.methods} - drawn
    offered = [each for each in settings(study) if each.name.split(".")[0] not in undrawn]
    labels = {NOTHING: "Nothing", **{each.name: each.label for each in offered}}
    second = study_beside(study)
    beside = study.screen.beside
    name = NOTHING if beside is None else beside.name
    if beside is not None:
        labels.setdefault(name, name)  # of a method that is hidden by now
    hold(NAME, name)
    st.selectbox(
        "Side by side: another value of",
        tuple(labels),
        key=NAME,
        format_func=labels.__getitem__,
        help="The same study twice, with two values of one setting and one cursor.",
        on_change=_pick,
    )
    setting = None if second is None else setting_of(second, name)
    if setting is not None:
        hold(VALUE, setting.value)
        widget(VALUE, replace(setting.field, label=f"{setting.label}, beside"), setting.value, _set)


def _pick() -> None:
    if is_overtaken(NAME):
        return
    study = current()
    setting = setting_of(study, st.session_state[NAME])
    put(alone(study) if setting is None else _with(study, setting, other_value(setting)), adds=True)
    redraw()


def _set() -> None:
    if is_overtaken(VALUE):
        return
    study = current()
    setting = setting_of(study, st.session_state[NAME])
    if setting is not None:
        put(_with(study, setting, st.session_state[VALUE]), setting=BESIDE)
        redraw()


def _with(study: Study, setting: Setting, value: object) -> Study:
    """The study with another value beside it, as its link says it."""
    return with_setting(with_beside(study, setting), BESIDE, f"{setting.name},{as_text(value)}")
