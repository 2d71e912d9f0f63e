"""A browser that comes back to a server which does not know it: what its widgets say counts.

A server may be started again under an open page. The browser then tells a new session what all its
widgets hold, and a person may have moved one meanwhile, which the address does not say yet.
Streamlit calls nobody for a widget that the session has not drawn so far. So in its first run such
widgets keep what the browser says, even while it is being moved, and at the end of that run
whoever hears of their changes is called.
"""

from contextlib import suppress
from dataclasses import dataclass, field

import streamlit as st
from streamlit.runtime.scriptrunner import RerunException, get_script_run_ctx
from streamlit.runtime.state.common import user_key_from_element_id

UNHEARD = "unheard"
"""Where a session keeps what it has been told of widgets that it has not drawn."""

HEARING = "hearing"
"""Where it keeps whether changes are heard just now."""


@dataclass
class Unheard:
    """What a browser has told of widgets before the session had drawn them."""

    names: dict[str, str] = field(default_factory=dict)
    """The names of the widgets in the browser, by key."""
    wanted: dict[str, object] = field(default_factory=dict)
    """What the study says in place of what these widgets say, by key."""


def listen() -> None:
    """Note which widgets the browser tells of before they are drawn; as a run begins."""
    unheard, context = _unheard(), get_script_run_ctx()
    if unheard is None or context is None:
        return
    for state in context.session_state.get_widget_states():
        key = user_key_from_element_id(state.id)
        if key and key not in st.session_state:
            unheard.names[key] = state.id


def is_told(key: str, value: object) -> bool:
    """Whether the browser says what this widget holds; ``value`` is what the study says."""
    unheard = _unheard()
    if unheard is None or key not in unheard.names:
        return False
    unheard.wanted[key] = value
    return True


def hear() -> None:
    """Let whoever hears of changes know of those that the browser told; as a run ends."""
    unheard, context = _unheard(), get_script_run_ctx()
    st.session_state[UNHEARD] = None
    if unheard is None or context is None:
        return
    st.session_state[HEARING] = True
    moved = [
        key
        for key, value in unheard.wanted.items()
        if key in st.session_state and st.session_state[key] != value
    ]
    for key in moved:
        metadata = context.session_state._state.get_widget_metadata(unheard.names[key])
        if metadata is not None and metadata.callback is not None:
            with suppress(RerunException):  # all of the page is drawn again when all are called
                metadata.callback(*metadata.callback_args or (), **metadata.callback_kwargs or {})
    st.session_state[HEARING] = False
    if moved:
        st.rerun()


def is_hearing() -> bool:
    """Whether changes are heard just now, and not by a callback of Streamlit's."""
    return bool(st.session_state.get(HEARING))


def _unheard() -> Unheard | None:
    """What is kept until the session's first run has ended, then None."""
    if UNHEARD not in st.session_state:
        st.session_state[UNHEARD] = Unheard()
    kept: Unheard | None = st.session_state[UNHEARD]
    return kept
