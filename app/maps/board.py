"""The parts of a map side by side; where there is less room, fewer in a row."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from app.figures.panels import grid
from app.look.theme import Theme
from app.maps.chart import HEIGHTS, chart
from app.maps.kind import MapKind, Picture, Point
from app.study.atlas import Atlas
from app.study.study import Study


class Board:
    """Places for the parts of a picture, side by side; a part is drawn again when it changes."""

    def __init__(self, kind: MapKind, study: Study, atlas: Atlas, theme: Theme) -> None:
        self.kind, self.study, self.atlas, self.theme = kind, study, atlas, theme
        self.places: list[DeltaGenerator] = []
        self.drawn: list[int] = []
        self.ground = st.container(key="map-board")

    def draw(self, made: Picture) -> None:
        """Draw every part that has changed."""
        parts = made.plot.one_by_one(made.values)
        columns = grid(len(parts))[1]
        if not self.places:
            self.places = self._lay_out(len(parts), columns)
            self.drawn = [-1] * len(parts)
        for place, (title, note, values) in enumerate(parts):
            version = made.versions[place]
            if version == self.drawn[place]:
                continue
            self.drawn[place] = version

            def study_at(point: Point, values: tuple = values) -> Study | None:
                return self.kind.study_at(self.study, self.atlas, values, point)

            with self.places[place].container():
                unbroken = note.replace(" %", "&nbsp;%")
                st.html(f'<div class="map-title"><b>{title}</b><br>{unbroken}</div>')
                key = f"{made.plot.KEY}-{place}-{version}"
                height = min(HEIGHTS[columns - 1], made.height)
                chart(made.plot, values, self.theme, key, height, study_at)

    def _lay_out(self, n: int, columns: int) -> list[DeltaGenerator]:
        with self.ground:
            rows = [st.columns(columns) for _ in range(0, n, columns)]
        return [place.empty() for row in rows for place in row][:n]
