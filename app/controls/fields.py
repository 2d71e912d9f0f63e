"""One widget for each declared number or choice, which says what the study says.

The key of a widget is the name of its setting in the link.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, Literal

import streamlit as st

from app.study.put import hold, report
from samgs_core.params import Choice, Declared, Param, Text

LabelVisibility = Literal["visible", "collapsed"]


def fields(
    settings: Declared,
    *names: str,
    prefix: str = "",
    is_bare: bool = False,
    is_wide: bool = False,
) -> None:
    """One widget for each declared field, or for the named ones.

    ``prefix`` is how the names of these settings begin in the link; ``is_bare`` hides the labels
    from the eye, not from screen readers; ``is_wide`` says that other controls depend on them.
    Texts have editors of their own.
    """
    for field in settings.declared():
        if not isinstance(field, Text) and (not names or field.name in names):
            key = prefix + field.name
            value = getattr(settings, field.name)
            hold(key, value)
            label: LabelVisibility = "collapsed" if is_bare else "visible"
            is_alone = not is_wide and isinstance(field, Param)
            widget(key, field, value, partial(report, key, is_alone), label)


def widget(
    key: str,
    field: Param | Choice,
    value: Any,
    changed: Callable[[], None],
    label: LabelVisibility = "visible",
) -> None:
    """The widget of a field in the current place; ``changed`` is called when it is used."""
    if isinstance(field, Choice):
        st.segmented_control(
            field.label,
            field.options,
            key=key,
            help=field.help,
            required=True,
            width="stretch",
            label_visibility=label,
            on_change=changed,
        )
    elif field.log:
        _log_slider(key, field, value, changed)
    elif field.whole:
        st.number_input(
            field.label,
            int(field.low),
            int(field.high),
            step=int(field.step),
            key=key,
            help=field.help,
            on_change=changed,
        )
    else:
        st.slider(
            field.label,
            field.low,
            field.high,
            step=field.step,
            key=key,
            help=field.help,
            format="%g",
            on_change=changed,
        )


def _log_slider(key: str, field: Param, current: Any, changed: Callable[[], None]) -> None:
    """A slider over 1, 2, 5, 10, ... and whatever value the study has."""
    values = {
        float(f"{digit}e{power}")
        for power in range(-6, 7)
        for digit in (1, 2, 5)
        if field.low <= float(f"{digit}e{power}") <= field.high
    }
    options: list[float | None] = sorted(values if current is None else {*values, current})
    if field.optional:
        options.append(None)
    st.select_slider(
        field.label,
        options,
        key=key,
        help=field.help,
        format_func=lambda value: "none" if value is None else f"{value:g}",
        on_change=changed,
    )
