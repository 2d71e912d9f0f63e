"""The controls of a study: landscape, methods, outer optimiser, starts and chance."""

from dataclasses import replace

import streamlit as st

from app.controls.fields import fields
from app.controls.groups import closed_group
from app.controls.landscape import conflict_controls, landscape_controls
from app.controls.methods import method_controls
from app.controls.starts import start_controls
from app.look.theme import Theme
from app.study.link import plain_optimizer
from app.study.put import current, hold, put, report
from app.study.study import Study
from samgs_core import OPTIMIZERS


def study_controls(study: Study, theme: Theme) -> None:
    """Draw all controls of the Explore page in the current container."""
    with st.expander("Landscape", expanded=True):
        landscape_controls(study, theme)
        conflict_controls()
    with st.expander("Methods", expanded=True):
        method_controls(study)
    optimizer_controls(study)
    closed_group("Starts", lambda: start_controls(study))
    chance_controls(study)


def optimizer_controls(study: Study) -> None:
    """The outer optimiser, the number of steps and the clip norm."""
    with st.expander("Outer optimiser", expanded=True):
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


def chance_controls(study: Study) -> None:
    """Noise, seed and precision."""
    closed_group(
        "Noise, seed and precision", lambda: fields(study, "noise", "seed", "seeds", "precision")
    )


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
    picked = st.session_state["optimizer"]
    kind = next(each for each in OPTIMIZERS if each.key == picked)
    put(replace(current(), optimizer=plain_optimizer(kind), t=None), adds=True)
