"""How far this browser has come in every lesson: it knows, and tells nobody."""

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from app.study.put import told

KEY = "lesson-progress"

_component = st.components.v2.component(
    "gradient_surgery.lesson_progress",
    html="<span></span>",
    js=(Path(__file__).parent / "progress.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def progress(go_on: Callable[[str, int], None]) -> None:
    """Let the browser say on the cards how far it has come, with a button to go on there.

    ``go_on`` hears of the lesson and the step when that is pressed.
    """

    def heard() -> None:
        asked = told(KEY, "resume")
        if isinstance(asked, dict) and isinstance(asked.get("step"), int | float):
            go_on(str(asked.get("lesson")), max(1, int(asked["step"])))

    with st.container(key="lesson-progress-place", height=1, border=False):
        _component(key=KEY, on_resume_change=heard)
