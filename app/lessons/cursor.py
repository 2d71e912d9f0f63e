"""A button that takes the step at which the scene's cursor stands."""

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from app.study.put import told

_component = st.components.v2.component(
    "gradient_surgery.lesson_cursor",
    html='<button type="button">Mark the cursor’s step</button>',
    css=(Path(__file__).parent / "cursor.css").read_text(encoding="utf-8"),
    js=(Path(__file__).parent / "cursor.js").read_text(encoding="utf-8"),
)


def cursor_button(key: str, record: Callable[[int], None]) -> None:
    """The button, in the current place; ``record`` hears of the step."""

    def heard() -> None:
        step = told(key, "step")
        if isinstance(step, int | float) and 0 <= step < 1e6:
            record(int(step))

    _component(key=key, on_step_change=heard)
