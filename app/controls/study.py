"""The controls: landscape, methods, outer optimiser and starts; together they make a study."""

from dataclasses import replace
from typing import TypeVar

import streamlit as st

from app.controls.fields import fields
from app.controls.landscape import conflict_controls, landscape_controls
from app.controls.methods import method_controls
from app.controls.starts import start_controls
from app.look.theme import Theme
from app.study.link import plain_optimizer
from app.study.study import Study
from samgs_core import OPTIMIZERS
from samgs_core.params import Declared

D = TypeVar("D", bound=Declared)


def study_controls(linked: Study, theme: Theme) -> Study:
    """Draw the controls in the current container and return the study that they say."""
    study = linked
    with st.expander("Landscape", expanded=True):
        study = landscape_controls(study, theme)
        conflicts = st.container()
    with st.expander("Methods", expanded=True):
        study = method_controls(study)
    with conflicts:
        study = conflict_controls(study)
    study = optimizer_controls(study)
    with st.expander("Starts"):
        study = start_controls(study)
    return chance_controls(study)


def optimizer_controls(study: Study) -> Study:
    """The outer optimiser, the number of steps and the clip norm."""
    with st.expander("Outer optimiser", expanded=True):
        optimizer = _pick("optimizer", "Outer optimiser", OPTIMIZERS, type(study.optimizer))
        if optimizer is not type(study.optimizer):
            study = replace(study, optimizer=plain_optimizer(optimizer))
        return fields(replace(study, optimizer=fields(study.optimizer)), "steps", "clip")


def chance_controls(study: Study) -> Study:
    """Noise, seed and precision."""
    with st.expander("Noise, seed and precision"):
        return fields(study, "noise", "seed", "precision")


def focus_control(study: Study) -> Study:
    """The start whose curves are drawn, as one button for each start."""
    st.session_state.setdefault("study.focus", study.focus)
    st.session_state["study.focus"] = min(st.session_state["study.focus"], len(study.points))
    title, pick = st.columns([1, 4], vertical_alignment="center")
    title.markdown("**Curves of start**")
    focus = pick.segmented_control(
        "Focused start",
        range(1, len(study.points) + 1),
        key="study.focus",
        required=True,
        label_visibility="collapsed",
    )
    return replace(study, focus=focus or study.focus)


def _pick(key: str, label: str, catalogue: tuple[type[D], ...], current: type[D]) -> type[D]:
    """A box with the titles of a catalogue; the entry that is picked."""
    titles = [entry.title for entry in catalogue]
    st.session_state.setdefault(key, current.title)
    return catalogue[titles.index(st.selectbox(label, titles, key=key))]
