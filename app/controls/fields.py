"""One widget for each declared number or choice; together they make the settings.

A widget that is on the page holds its own value; every other setting comes from the link.
"""

from dataclasses import replace
from typing import Literal, TypeVar

import streamlit as st

from samgs_core.params import Choice, Declared, Param, Text

D = TypeVar("D", bound=Declared)
LabelVisibility = Literal["visible", "collapsed"]


def fields(settings: D, *names: str, is_bare: bool = False, prefix: str = "") -> D:
    """One widget for each declared field (or for the named ones); the settings they say.

    ``is_bare`` hides the labels from the eye, not from screen readers; ``prefix`` sets the keys of
    the widgets apart from those of another page. Texts have editors of their own.
    """
    values = {
        field.name: _widget(settings, field, "collapsed" if is_bare else "visible", prefix)
        for field in settings.declared()
        if not isinstance(field, Text) and (not names or field.name in names)
    }
    return replace(settings, **values)  # type: ignore[type-var]


def _widget(
    settings: Declared, field: Param | Choice, label: LabelVisibility, prefix: str
) -> object:
    """The value of a field's widget; the widget takes its first value from the settings."""
    key, own = f"{prefix}{settings.key}.{field.name}", getattr(settings, field.name)
    if isinstance(field, Choice):
        if st.session_state.get(key) is None:  # none is picked at times after a change of pages
            st.session_state[key] = own
        return _choice(key, field, label) or own
    st.session_state.setdefault(key, own)
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
