"""The controls of the Maps page: which map, its settings, and the study that it is of."""

from dataclasses import replace

import streamlit as st

from app.controls.landscape import landscape_controls
from app.controls.methods import method_controls
from app.controls.starts import start_controls
from app.controls.study import chance_controls, optimizer_controls
from app.look.theme import Theme
from app.maps.chart import forget
from app.maps.map_presets import PRESETS, MapPreset
from app.study.atlas import Atlas, encode_maps
from app.study.study import Study


def kind_control(atlas: Atlas, titles: dict[str, str]) -> Atlas:
    """Which of the maps is shown, by its key."""
    st.session_state.setdefault("map.kind", atlas.kind)
    kind = st.segmented_control(
        "Map",
        tuple(titles),
        key="map.kind",
        format_func=titles.__getitem__,
        required=True,
        label_visibility="collapsed",
    )
    return replace(atlas, kind=kind or atlas.kind)


def preset_buttons() -> None:
    """A button for each map worth a look."""
    with st.container(horizontal=True, gap="xsmall", key="map-presets"):
        for preset in PRESETS:
            st.button(
                preset.title,
                key=f"map-preset.{preset.title}",
                help=preset.question,
                on_click=_show,
                args=(preset,),
            )


def _show(preset: MapPreset) -> None:
    forget()
    st.query_params.from_dict(encode_maps(preset.study, preset.atlas))


def study_controls(study: Study, kind: str, theme: Theme) -> Study:
    """What the map is of: only what it depends on is asked for."""
    with st.expander("Landscape", expanded=True):
        study = landscape_controls(study, theme)
    if kind == "regimes":
        return study
    with st.expander("Methods", expanded=True):
        study = method_controls(study)
    study = optimizer_controls(study)
    if kind == "sweep":
        with st.expander("Starts"):
            study = start_controls(study)
    return chance_controls(study)
