"""Maps that answer to clicks, and their downloads."""

import pickle
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import ModuleType
from typing import NamedTuple

import plotly.graph_objects as go
import streamlit as st
from plotly.basedatatypes import BaseFigure

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
        figure_of(plot, pickle.dumps(values), theme),
        key=key,
        theme=None,
        config=CHART,
        alt=plot.alt(values),
        height=height,
        on_select=lambda: _note_click(key, study_at),
        selection_mode="points",
    )


class _Packed(BaseFigure):
    """A figure that is sent again and again, and made ready for it once."""

    def __init__(self, figure: go.Figure) -> None:
        self._sent = figure.to_dict()

    def to_dict(self) -> dict[str, object]:
        return self._sent


@lru_cache(maxsize=64)
def figure_of(plot: ModuleType, values: bytes, theme: Theme) -> _Packed:
    """The figure of pickled values: most parts of a map stay as they are from map to map."""
    return _Packed(plot.figure(pickle.loads(values), theme))


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
