"""What a lecturer picks: what a student link leaves out and locks, and how the scene is shown."""

from dataclasses import replace

import streamlit as st

from app.study.screen import PARTS
from app.study.study import Study

LABELS = {part.key: part.label for part in PARTS}
HONEST = (
    "What is left out is not sent. But the link says what it leaves out, so it hides and does not "
    "protect: whoever edits it can unhide."
)


def student_picker(study: Study) -> Study:
    """Draw what a student link may leave out and lock, in the current place; the study of the link.

    Nothing that is shown now changes. The keys of the widgets begin with ``student.``.
    """
    screen = study.screen
    hide = st.pills(
        "Leave out",
        tuple(LABELS),
        key="student.hide",
        default=screen.hide,
        format_func=LABELS.__getitem__,
        selection_mode="multi",
        help="Absent from the page, from what it is sent, and from its files.",
    )
    lockable = tuple(part.key for part in PARTS if part.can_lock and part.key not in hide)
    lock = st.pills(
        "Lock",
        lockable,
        key="student.lock",
        default=[key for key in screen.lock if key in lockable],
        format_func=LABELS.__getitem__,
        selection_mode="multi",
        help="Shown, and not to be changed.",
    )
    predict = st.toggle(
        "Predict first",
        value=screen.is_predicting,
        key="student.predict",
        help="The runs and all that tells of them wait until “Reveal” is pressed.",
    )
    st.caption(HONEST)
    picked = replace(screen, hide=tuple(hide), lock=tuple(lock), predict="yes" if predict else "no")
    return replace(study, screen=picked)
