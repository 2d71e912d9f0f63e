"""How the settings of the page change."""

from dataclasses import replace
from typing import Any

import streamlit as st

from app.study.overtaken import is_overtaken
from app.study.put import current, put, redraw
from app.study.study import Study
from app.study.yours_link import PREFIX


def changed(**values: Any) -> Study:
    """The study with other settings of this page."""
    study = current()
    return replace(study, yours=replace(study.yours, **values))


def report(name: str, *parts: str) -> None:
    """Put what the widget of a setting says, and draw these parts again, or all."""
    key = PREFIX + name
    if not is_overtaken(key):
        put(changed(**{name: st.session_state[key]}), setting=key)
        redraw(*parts)
