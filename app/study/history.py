"""Entries of the browser's history: a changed setting replaces one, a new study adds one."""

from pathlib import Path

import streamlit as st

from app.study.link import link_of
from app.study.put import current, n_entries

_component = st.components.v2.component(
    "gradient_surgery.history",
    html="<span></span>",
    js=(Path(__file__).parent / "history.js").read_text(),
    isolate_styles=False,
)


def history() -> None:
    """Tell the browser what is shown and how many entries led to it; draws nothing to be seen."""
    _component(key="history", data={"n": n_entries(), "link": link_of(current())})
