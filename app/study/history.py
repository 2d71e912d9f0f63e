"""Entries of the browser's history: a changed setting replaces one, a new study adds one."""

from pathlib import Path

import streamlit as st

_component = st.components.v2.component(
    "gradient_surgery.history",
    html="<span></span>",
    js=(Path(__file__).parent / "history.js").read_text(),
    isolate_styles=False,
)


def history(n_entries: int) -> None:
    """Let the address keep so many entries of this session apart; draws nothing to be seen."""
    with st.container(key="history", height=1, border=False):
        _component(key="history-entries", data=n_entries)
