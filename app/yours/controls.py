"""The controls of the page: which recording, the threshold, and the pair that is told in full."""

import streamlit as st

from app.study.put import PICTURES, hold
from app.study.study import Study
from app.study.yours_link import PREFIX
from app.yours.changes import report
from app.yours.file import uploaded, uploader
from app.yours.opened import Opened
from app.yours.settings import gamma_of, trained

TITLES = {
    "digits": "Example: two digits",
    "explore": "The focused run of Explore",
    "train": "The focused method of Train",
    "file": "My file",
}


def run_controls(study: Study, opened: Opened) -> None:
    """Draw the controls in the current container."""
    settings = study.yours
    key = f"{PREFIX}source"
    hold(key, settings.source)
    is_there = {"file": uploaded() is not None, "train": trained(study) is not None}
    st.radio(
        "Recording",
        [source for source in TITLES if is_there.get(source, True) or source == settings.source],
        key=key,
        format_func=TITLES.__getitem__,
        on_change=report,
        args=("source",),
    )
    uploader()
    _gamma(study, opened)
    if len(opened.recording.pairs) > 1:
        _pair(opened, settings.pair)


def _gamma(study: Study, opened: Opened) -> None:
    key = f"{PREFIX}gamma"
    hold(key, gamma_of(study, opened))
    st.slider(
        "Threshold γ",
        0.0,
        1.0,
        step=0.01,
        key=key,
        help="What SAM-GS would do at this threshold, step by step.",
        on_change=report,
        args=("gamma",),
    )


def _pair(opened: Opened, number: int) -> None:
    key = f"{PREFIX}pair"
    names = opened.recording.names
    pairs = dict(enumerate(opened.recording.pairs, start=1))
    hold(key, opened.pair(number) + 1)
    st.selectbox(
        "Pair of tasks",
        list(pairs),
        key=key,
        format_func=lambda n: " – ".join(names[task] for task in pairs[n]),
        on_change=report,
        args=("pair", PICTURES),
    )


def cursor_control(opened: Opened, index: int) -> None:
    """The one cursor through all pictures."""
    steps = opened.recording.steps
    first, last = int(steps[0]), int(steps[-1])
    if first == last:
        return
    key = f"{PREFIX}step"
    hold(key, int(steps[index]))
    st.slider(
        "Step of the cursor",
        first,
        last,
        step=max(int(steps[1] - steps[0]), 1),
        key=key,
        on_change=report,
        args=("step", PICTURES),
    )
