"""The picker of landscapes: a thumbnail, a name and a lesson for each, in groups."""

from dataclasses import replace

import streamlit as st

from app.look.styles import sheet
from app.look.theme import Theme
from app.look.thumbnail import thumbnail
from app.study.landscapes import GROUPS, PICKABLE
from app.study.put import current, put, redraw
from app.study.study import Study
from samgs_core.landscape import Landscape

KEY = "landscape-card"


def current_landscape(landscape: Landscape, theme: Theme) -> None:
    """The landscape that is drawn: its picture, its name and what it teaches."""
    st.html(
        f'<div style="display: flex; gap: 10px; align-items: flex-start">'
        f'<img src="{thumbnail(landscape, theme)}" alt="" width="76" height="76" '
        f'style="flex: none; border-radius: 6px; border: 1px solid {theme.contour}">'
        f'<div style="font-size: 14px; line-height: 1.35"><b>{landscape.title}</b><br>'
        f'<span style="color: {theme.muted}">{landscape.lesson}</span></div></div>'
    )


@st.dialog("Choose a landscape", width="large")
def landscape_picker(study: Study, theme: Theme) -> None:
    """One button for each landscape; a press goes to the study on it, with its own starts."""
    st.html(f"{sheet('picker')}<style>{_pictures(study, theme)}</style>")
    for number, group in enumerate(GROUPS):
        st.markdown(f"**{group.title}**")
        with st.container(key=f"landscape-group-{number}"):
            for kind in group.landscapes:
                st.button(
                    f"**{kind.title}** {kind.lesson}",
                    key=f"{KEY}-{kind.key}",
                    width="stretch",
                    on_click=_pick,
                    args=(kind,),
                )


def _pick(kind: type[Landscape]) -> None:
    study = current()
    if kind is not type(study.landscape):
        put(replace(study, landscape=kind(), starts=None, t=None), adds=True)
    redraw()  # which closes the dialog


def _pictures(study: Study, theme: Theme) -> str:
    """The rules that put the pictures on the buttons, and a frame around the current one."""
    rules = [
        f".st-key-{KEY}-{kind.key} button::before "
        f"{{ background-image: url({thumbnail(kind(), theme)}); }}"
        for kind in PICKABLE
    ]
    current = f".st-key-{KEY}-{study.landscape.key} button {{ border: 2px solid {theme.ring}; }}"
    return "\n".join((*rules, current))
