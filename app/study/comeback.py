"""A browser that comes back to a server which does not know it: what its widgets say counts.

A server may be started again under an open page. The browser then tells a new session what all its
widgets hold, and a person may have moved one meanwhile, which the address does not say yet.
Streamlit calls nobody for a widget that the session has not drawn so far, and the study of the
address takes its place. So what is told of such widgets is kept, and told again once they are
there.
"""

import streamlit as st
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime.scriptrunner import RerunData, get_script_run_ctx
from streamlit.runtime.state.common import user_key_from_element_id

UNHEARD = "unheard"
"""Where a session keeps what it has been told of widgets that it has not drawn."""


def keep_unheard() -> None:
    """Keep what the browser tells of widgets that are still to be drawn; as the page begins."""
    context = get_script_run_ctx()
    unheard = _unheard()
    if context is None or unheard is None:
        return
    for state in context.session_state.get_widget_states():
        key = user_key_from_element_id(state.id)
        if key and key not in st.session_state:
            unheard[key] = state


def hear() -> None:
    """Tell Streamlit again what was kept of widgets that are there now; as the page ends."""
    context = get_script_run_ctx()
    unheard = _unheard()
    if context is None or unheard is None:
        return
    drawn = {key: state for key, state in unheard.items() if key in st.session_state}
    left = {key: state for key, state in unheard.items() if key not in drawn}
    st.session_state[UNHEARD] = left if drawn else None  # others may stand in what these open
    if drawn and context.script_requests is not None:
        asked = RerunData(
            query_string=context.query_string,
            widget_states=WidgetStates(widgets=drawn.values()),
            page_script_hash=context.page_script_hash,
        )
        context.script_requests.request_rerun(asked)


def _unheard() -> dict[str, WidgetState] | None:
    """What is kept, by the widget's key; None once all has been heard."""
    if UNHEARD not in st.session_state:
        st.session_state[UNHEARD] = {}
    kept: dict[str, WidgetState] | None = st.session_state[UNHEARD]
    return kept
