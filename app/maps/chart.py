"""Maps that answer to clicks, and their downloads."""

from collections.abc import Callable, Mapping
from types import ModuleType
from typing import NamedTuple

import streamlit as st

from app.files.link import download_link
from app.look.parts import CHART
from app.look.theme import Theme
from app.maps.kind import Point
from app.study.link import encode
from app.study.study import Study

CLICKED = "clicked"
"""Where the session keeps the study to open in Explore."""
HEIGHTS = (560, 440, 320, 245, 215)
"""Of pictures, by the number of columns."""


def chart(
    plot: ModuleType,
    values: NamedTuple,
    theme: Theme,
    key: str,
    height: int,
    study_at: Callable[[Point], Study | None],
) -> None:
    """A picture; a click on it opens the study that ``study_at`` makes of it in Explore."""
    st.plotly_chart(
        plot.figure(values, theme),
        key=key,
        theme=None,
        config=CHART,
        alt=plot.alt(values),
        height=height,
        on_select=lambda: _note_click(key, study_at),
        selection_mode="points",
    )


def _note_click(key: str, study_at: Callable[[Point], Study | None]) -> None:
    points = st.session_state[key].selection.points
    if points:
        study = study_at(Point(points[0]["curve_number"], points[0]["point_index"]))
        if study is not None:
            st.session_state[CLICKED] = encode(study)


def clicked() -> dict[str, str] | None:
    """The link to what was clicked, once."""
    return st.session_state.pop(CLICKED, None)


def downloads(key: str, query: Mapping[str, str]) -> None:
    """Links to the map of this key as a table, and as a page with everything it was made from."""
    with st.container(horizontal=True):
        download_link("Download the numbers (CSV)", f"{key}.csv", query)
        download_link("Download the figure (HTML)", f"{key}.html", query)
