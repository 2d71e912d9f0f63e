"""The controls of the Maps page: which map, its settings, and the study that it is of."""

from dataclasses import replace

import streamlit as st

from app.controls.study import (
    chance_group,
    landscape_group,
    method_group,
    optimizer_group,
    start_group,
)
from app.look.theme import Theme
from app.maps.map_presets import PRESETS, MapPreset
from app.study.atlas import Atlas
from app.study.overtaken import is_overtaken
from app.study.put import current, hold, put, redraw
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
    if is_overtaken("map.kind"):
        return
    study = current()
    atlas = replace(study.atlas, kind=st.session_state["map.kind"])
    put(replace(study, atlas=atlas), adds=True)
    redraw()  # the controls, too


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
    others = {
        name: getattr(study, name)
        for name in ("recon", "vectors", "train", "yours", "focused", "lesson", "screen")
    }
    shown = replace(preset.study, atlas=preset.atlas, **others)
    is_own = study.pictured not in {Study(), *(each.study.pictured for each in PRESETS)}
    own = f"The preset “{preset.title}” took the place of your methods, settings and starts."
    put(shown, adds=True, replaced=own if is_own else "")
    redraw()  # the controls, too


def study_controls(study: Study, kind: str, theme: Theme) -> None:
    """What the map is of: only what it depends on is asked for."""
    landscape_group(study, theme)
    if kind == "regimes":
        return
    method_group(study)
    optimizer_group(study)
    if kind == "sweep":
        start_group(study)
    chance_group(study)
