"""The scene in the whole window: on a projector, or in a frame of another page."""

import streamlit as st

from app.look.parts import literal
from app.look.styles import sheet
from app.study.put import notices
from app.study.study import Study


def fills_window(study: Study) -> bool:
    """Whether the scene and its transport are all that is shown."""
    return study.screen.projector == "yes" or bool(st.context.is_embedded)


def bare_window() -> None:
    """What stands around a scene that fills the window: nothing, but what is said of the link.

    It takes as many places as what a page says of its link.
    """
    with st.container():
        st.markdown(sheet("window"), unsafe_allow_html=True)
    for sentence in notices():
        st.toast(literal(sentence), icon=":material/warning:", duration="long")
