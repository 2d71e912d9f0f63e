"""The controls: one widget for each declared number, and the starts; together they make a study.

A widget that is on the page holds its own value; every other setting comes from the link.
"""

from dataclasses import replace
from typing import Literal, TypeVar

import streamlit as st

from app.link import plain_optimizer
from app.start_controls import start_controls
from app.study import Study
from samgs_core import OPTIMIZERS, Method
from samgs_core.methods import METHODS
from samgs_core.params import Choice, Declared, Param
from synthetic import LANDSCAPES

D = TypeVar("D", bound=Declared)
LabelVisibility = Literal["visible", "collapsed"]


def study_controls(linked: Study) -> Study:
    """Draw the controls in the current container and return the study that they say."""
    study = linked
    with st.expander("Landscape", expanded=True):
        kind = _pick("landscape", "Landscape", LANDSCAPES, type(study.landscape))
        if kind is not type(study.landscape):
            study = replace(study, landscape=kind(), starts=None)
        study = replace(study, landscape=fields(study.landscape))
        st.caption(study.landscape.lesson)
    with st.expander("Methods", expanded=True):
        study = _methods(study)
    with st.expander("Outer optimiser", expanded=True):
        optimizer = _pick("optimizer", "Outer optimiser", OPTIMIZERS, type(study.optimizer))
        if optimizer is not type(study.optimizer):
            study = replace(study, optimizer=plain_optimizer(optimizer))
        study = fields(replace(study, optimizer=fields(study.optimizer)), "steps", "clip")
    with st.expander("Starts"):
        study = start_controls(study)
    with st.expander("Noise, seed and precision"):
        return fields(study, "noise", "seed", "precision")


def fields(settings: D, *names: str, is_bare: bool = False) -> D:
    """One widget for each declared field (or for the named ones); the settings they say.

    ``is_bare`` hides the labels from the eye, not from screen readers.
    """
    values = {
        field.name: _widget(settings, field, "collapsed" if is_bare else "visible")
        for field in settings.declared()
        if not names or field.name in names
    }
    return replace(settings, **values)  # type: ignore[type-var]


def focus_control(study: Study) -> Study:
    """The start whose curves are drawn, as one button for each start."""
    st.session_state.setdefault("study.focus", study.focus)
    st.session_state["study.focus"] = min(st.session_state["study.focus"], len(study.points))
    title, pick = st.columns([1, 4], vertical_alignment="center")
    title.markdown("**Curves of start**")
    focus = pick.segmented_control(
        "Focused start",
        range(1, len(study.points) + 1),
        key="study.focus",
        required=True,
        label_visibility="collapsed",
    )
    return replace(study, focus=focus or study.focus)


def _pick(key: str, label: str, catalogue: tuple[type[D], ...], current: type[D]) -> type[D]:
    """A box with the titles of a catalogue; the entry that is picked."""
    titles = [entry.title for entry in catalogue]
    st.session_state.setdefault(key, current.title)
    return catalogue[titles.index(st.selectbox(label, titles, key=key))]


def _methods(study: Study) -> Study:
    titles = [method.title for method in METHODS]
    st.session_state.setdefault("drawn", [method.title for method in study.drawn])
    picked = st.pills(
        "Drawn methods", titles, key="drawn", selection_mode="multi", label_visibility="collapsed"
    )
    drawn = tuple(method for method in METHODS if method.title in picked)
    methods = tuple(_hyperparameters(method, type(method) in drawn) for method in study.methods)
    return replace(study, drawn=drawn, methods=methods)


def _hyperparameters(method: Method, is_drawn: bool) -> Method:
    if not is_drawn or not method.declared():
        return method
    st.markdown(f"**{method.title}**")
    return fields(method)


def _widget(settings: Declared, field: Param | Choice, label: LabelVisibility) -> object:
    """The value of a field's widget; the widget takes its first value from the settings."""
    key = f"{settings.key}.{field.name}"
    st.session_state.setdefault(key, getattr(settings, field.name))
    if isinstance(field, Choice):
        return _choice(key, field, label)
    if field.log:
        return _log_slider(key, field)
    if field.whole:
        return st.number_input(
            field.label,
            int(field.low),
            int(field.high),
            step=int(field.step),
            key=key,
            help=field.help,
        )
    return st.slider(
        field.label, field.low, field.high, step=field.step, key=key, help=field.help, format="%g"
    )


def _choice(key: str, field: Choice, label: LabelVisibility) -> str | None:
    return st.segmented_control(
        field.label,
        field.options,
        key=key,
        help=field.help,
        required=True,
        width="stretch",
        label_visibility=label,
    )


def _log_slider(key: str, field: Param) -> float | None:
    """A slider over 1, 2, 5, 10, ... and whatever value the link brought."""
    values = {
        float(f"{digit}e{power}")
        for power in range(-6, 7)
        for digit in (1, 2, 5)
        if field.low <= float(f"{digit}e{power}") <= field.high
    }
    current = st.session_state[key]
    options: list[float | None] = sorted(values if current is None else {*values, current})
    if field.optional:
        options.append(None)
    return st.select_slider(
        field.label,
        options,
        key=key,
        help=field.help,
        format_func=lambda value: "none" if value is None else f"{value:g}",
    )
