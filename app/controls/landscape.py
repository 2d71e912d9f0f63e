"""The landscape: which one, its parameters or formulas, and the published ways to run it."""

import streamlit as st

from app.controls.fields import fields
from app.controls.formula import formula_controls
from app.controls.picker import current_landscape, landscape_picker
from app.look.theme import Theme
from app.runs.records import conflict_of
from app.study.presets import preset_label, preset_rules, preset_study
from app.study.put import CONFLICT, current, note_dialog, put
from app.study.study import Study
from app.words.legend import conflict_words
from samgs_core.landscape import Preset
from synthetic.formula import CustomLandscape


def landscape_controls(study: Study, theme: Theme) -> None:
    """Draw the controls in the current container."""
    current_landscape(study.landscape, theme)
    if st.button("Choose a landscape", icon=":material/grid_view:", width="stretch"):
        note_dialog()
        landscape_picker(study, theme)
    if isinstance(study.landscape, CustomLandscape):
        formula_controls(study.landscape)
    fields(study.landscape, prefix="landscape.", is_wide=True)
    _presets(study)


def conflict_controls(study: Study) -> None:
    """What conflicts on the landscape, and which conflict is shaded."""
    _conflict()
    fields(study, "layer")


@st.fragment(key=CONFLICT)
def _conflict() -> None:
    study = current()
    st.caption(conflict_words(study, conflict_of(study.landscape, study.gamma)))


def _presets(study: Study) -> None:
    presets = study.landscape.presets()
    if not presets:
        return
    st.caption("As published, for all drawn methods:")
    with st.container(horizontal=True, gap="xsmall", key="presets"):
        for preset in presets:
            st.button(
                preset_label(preset),
                key=f"preset.{preset.title}",
                help=preset_rules(preset),
                wrap=True,
                on_click=_show,
                args=(preset,),
            )


def _show(preset: Preset) -> None:
    put(preset_study(current(), preset), adds=True)
