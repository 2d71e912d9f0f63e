"""What the browser does beside a lesson: it keeps the progress, and brings parts into view."""

from pathlib import Path

import streamlit as st

_component = st.components.v2.component(
    "gradient_surgery.lesson_guide",
    html="<span></span>",
    js=(Path(__file__).parent / "guide.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def guide(key: str, step: int, n_steps: int, is_done: bool, look_at: str) -> None:
    """Tell the browser how far a lesson has come, and which part (a selector) to bring into view.

    The progress stays in the browser.
    """
    told = {"lesson": key, "step": step, "of": n_steps, "isDone": is_done, "look": look_at}
    with st.container(key="lesson-guide", height=1, border=False):
        _component(key="lesson-guide-of-step", data=told)
