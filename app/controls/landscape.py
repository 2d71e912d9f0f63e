"""The landscape: which one, its parameters or formulas, and the published ways to run it."""

from dataclasses import replace

import streamlit as st

from app.controls.fields import fields
from app.controls.formula import formula_controls
from app.controls.picker import current_landscape, landscape_picker
from app.look.theme import Theme
from app.runs.records import conflict_of
from app.study.presets import preset_label, preset_rules, preset_study
from app.study.put import go_to
from app.study.study import Study
from app.words.legend import conflict_words
from synthetic.formula import CustomLandscape


def landscape_controls(study: Study, theme: Theme) -> Study:
    """Draw the controls in the current container; the study with the landscape that they say."""
    picture = st.container()
    if st.button("Choose a landscape", icon=":material/grid_view:", width="stretch"):
        landscape_picker(study, theme)
    landscape = study.landscape
    if isinstance(landscape, CustomLandscape):
        landscape = formula_controls(landscape)
    study = replace(study, landscape=fields(landscape))
    with picture:
        current_landscape(study.landscape, theme)
    _presets(study)
    return study


def conflict_controls(study: Study) -> Study:
    """What conflicts on the landscape, and which conflict is shaded.

    Drawn after the controls of the methods, because γ is one of them.
    """
    st.caption(conflict_words(study, conflict_of(study.landscape, study.gamma)))
    return fields(study, "layer")


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
                on_click=go_to,
                args=(preset_study(study, preset),),
            )
