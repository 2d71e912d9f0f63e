"""What a session remembers of its lessons, and nobody else: answers, and how the panel stands."""

from dataclasses import dataclass, field

import streamlit as st

from app.lessons.questions import Answer
from app.study.put import KEPT

MEMORY = f"{KEPT}lessons"


@dataclass
class Memory:
    """Answers by lesson and step, and the panel: folded, below the page, about to change pages."""

    answers: dict[tuple[str, int], Answer] = field(default_factory=dict)
    is_folded: bool = False
    is_below: bool = False
    is_empty: bool = False
    """Whether the button of an answer was pressed without one."""
    goes: bool = False
    """Whether a step was taken whose page is to be shown, if it is another one."""


def memory() -> Memory:
    """The memory of the present session."""
    kept: Memory = st.session_state.setdefault(MEMORY, Memory())
    return kept
