"""What a browser says of a widget before it has heard of the widget's newer value.

The page may set a widget while a message of the browser is on its way, about something else, which
tells what the widget said before. Streamlit takes that for a change: a start that was dragged would
go back, and what was undone would be done again.
"""

import time
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

KEY = "overtaken"
PATIENCE = 5.0
"""Seconds after which a browser has heard of a widget's value."""


def note(key: str) -> None:
    """A widget is set: keep what it said."""
    if key in st.session_state:
        _kept()[key] = st.session_state[key], time.monotonic()


def is_overtaken(key: str) -> bool:
    """Whether a browser told, beside a change of something else, only what a widget said before.

    Asked by whoever hears that the widget has changed.
    """
    before, moment = _kept().pop(key, (None, -PATIENCE))
    is_old = st.session_state[key] == before and time.monotonic() - moment < PATIENCE
    return is_old and _n_changed() > 1


def _kept() -> dict[str, tuple[Any, float]]:
    if KEY not in st.session_state:
        st.session_state[KEY] = {}
    kept: dict[str, tuple[Any, float]] = st.session_state[KEY]
    return kept


def _n_changed() -> int:
    """How many widgets the browser's message has changed, a pressed button among them."""
    context = get_script_run_ctx()
    if context is None:
        return 0
    state = context.session_state._state
    return sum(map(state._widget_changed, state._new_widget_state))
