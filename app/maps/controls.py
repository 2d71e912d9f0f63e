"""The controls of the Maps page: which map, its settings, and the study that it is of."""

from dataclasses import replace

import streamlit as st

from app.controls.groups import closed_group
from app.controls.landscape import landscape_controls
from app.controls.methods import method_controls
from app.controls.starts import start_controls
from app.controls.study import chance_controls, optimizer_controls
from app.look.theme import Theme
from app.maps.map_presets import PRESETS, MapPreset
from app.study.atlas import Atlas
from app.study.put import current, hold, put
from app.study.study import Study


def kind_control(atlas: Atlas, titles: dict[str, str]) -> None:
    """Which of the maps is shown, by its key."""
    hold("map.kind", atlas.kind)
    st.segmented_control(
        "Map",
        tuple(titles),
        key="map.kind",
        format_func=titles.__getitem__,
        required=True,
        label_visibility="collapsed",
        on_change=_pick_kind,
    )


def _pick_kind() -> None:
    study = current()
    atlas = replace(study.atlas, kind=st.session_state["map.kind"])
    put(replace(study, atlas=atlas), adds=True)


def preset_buttons() -> None:
    """A button for each map worth a look."""
    with st.container(
        horizontal=True, vertical_alignment="center", gap="xsmall", key="map-presets"
    ):
        st.caption("Try:", width="content")
        for preset in PRESETS:
            st.button(
                preset.title,
                key=f"map-preset.{preset.title}",
                help=preset.question,
                on_click=_show,
                args=(preset,),
            )


def _show(preset: MapPreset) -> None:
    """Show the preset; the other pages' settings stay, and so does the way back to one's own."""
    study = current()
    others = {name: getattr(study, name) for name in ("recon", "vectors", "focused")}
    shown = replace(preset.study, atlas=preset.atlas, **others)
    is_own = study.pictured not in {Study(), *(each.study.pictured for each in PRESETS)}
    own = f"The preset “{preset.title}” took the place of your methods, settings and starts."
    put(shown, adds=True, replaced=own if is_own else "")


def study_controls(study: Study, kind: str, theme: Theme) -> None:
    """What the map is of: only what it depends on is asked for."""
    with st.expander("Landscape", expanded=True):
        landscape_controls(study, theme)
    if kind == "regimes":
        return
    with st.expander("Methods", expanded=True):
        method_controls(study)
    optimizer_controls(study)
    if kind == "sweep":
        closed_group("Starts", lambda: start_controls(study))
    chance_controls(study)
