"""The controls of a study: landscape, methods, outer optimiser, starts and chance.

A group that the study's link hides is not there; of one that it locks the values are told.
"""

from dataclasses import replace

import streamlit as st

from app.controls.fields import fields
from app.controls.groups import closed_group
from app.controls.landscape import conflict_controls, landscape_controls
from app.controls.lecture import lecture_controls
from app.controls.locked import (
    locked_landscape,
    locked_methods,
    locked_optimizer,
    locked_starts,
    values,
)
from app.controls.methods import method_controls
from app.controls.starts import start_controls
from app.look.theme import Theme
from app.study.link import plain_optimizer
from app.study.overtaken import is_overtaken
from app.study.put import STARTS, current, hold, put, report
from app.study.study import Study
from samgs_core import OPTIMIZERS


def study_controls(study: Study, theme: Theme) -> None:
    """Draw all controls of the Explore page in the current container."""
    landscape_group(study, theme, has_conflicts=True)
    method_group(study)
    optimizer_group(study)
    start_group(study)
    chance_group(study)
    if not (study.screen.hide or study.screen.lock):
        closed_group("For a lecture", lambda: lecture_controls(study))


def landscape_group(study: Study, theme: Theme, *, has_conflicts: bool = False) -> None:
    """The landscape and its parameters and, if asked, what conflicts there."""
    if not study.screen.shows("landscape"):
        return
    with st.expander("Landscape", expanded=True):
        if study.screen.allows("landscape"):
            landscape_controls(study, theme)
        else:
            locked_landscape(study, theme)
        if has_conflicts:
            conflict_controls(study)


def method_group(study: Study) -> None:
    """Which methods are drawn, and their settings."""
    if not study.screen.shows("methods"):
        return
    with st.expander("Methods", expanded=True):
        if study.screen.allows("methods"):
            method_controls(study)
        else:
            locked_methods(study.drawn_methods)


def optimizer_group(study: Study) -> None:
    """The outer optimiser, the number of steps and the clip norm."""
    if not study.screen.shows("optimizer"):
        return
    with st.expander("Outer optimiser", expanded=True):
        if not study.screen.allows("optimizer"):
            locked_optimizer(study)
            return
        titles = {each.key: each.title for each in OPTIMIZERS}
        hold("optimizer", study.optimizer.key)
        st.selectbox(
            "Outer optimiser",
            tuple(titles),
            key="optimizer",
            format_func=titles.__getitem__,
            on_change=_pick_optimizer,
        )
        fields(study.optimizer, prefix="optimizer.")
        fields(study, "steps", "clip")


def start_group(study: Study) -> None:
    """Where the runs begin."""
    if study.screen.shows("starts"):
        _starts()


@st.fragment(key=STARTS)
def _starts() -> None:
    study = current()  # the scene can change it as well
    draw = start_controls if study.screen.allows("starts") else locked_starts
    closed_group("Starts", lambda: draw(study))


def chance_group(study: Study) -> None:
    """Noise, seed and precision."""
    if study.screen.shows("chance"):
        draw = fields if study.screen.allows("chance") else values
        names = ("noise", "seed", "seeds", "precision")
        closed_group("Noise, seed and precision", lambda: draw(study, *names))


def focus_control(study: Study) -> None:
    """The start whose curves are drawn, as one button for each start."""
    hold("focus", study.focus)
    title, pick = st.columns([1, 4], vertical_alignment="center")
    title.markdown("**Curves of start**")
    pick.segmented_control(
        "Focused start",
        range(1, len(study.points) + 1),
        key="focus",
        required=True,
        label_visibility="collapsed",
        on_change=report,
        args=("focus",),
    )


def _pick_optimizer() -> None:
    if is_overtaken("optimizer"):
        return
    picked = st.session_state["optimizer"]
    kind = next(each for each in OPTIMIZERS if each.key == picked)
    put(replace(current(), optimizer=plain_optimizer(kind), t=None), adds=True)
