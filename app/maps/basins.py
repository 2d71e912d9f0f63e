"""Basins: every start of a grid, and where each of the drawn methods leads it."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from app.controls.fields import fields
from app.figures import basins as plot
from app.figures.basins import TICKS, Basins
from app.figures.cells import ENDS, MIDDLE, OFF
from app.look.theme import Theme, see_through
from app.maps.csv_tables import basins_csv
from app.maps.kind import Point, Shown
from app.maps.layers import Layer, basin_layers, grid_of
from app.maps.words import basins_told, methods_told, rules_told
from app.study.atlas import Atlas
from app.study.study import Study
from samgs_core.survey import Survey

KEY = "basins"
TITLE = "Basins"


def controls(study: Study, atlas: Atlas) -> None:
    """How fine the grid of starts is."""
    with st.container(width=220):
        fields(atlas, "side", prefix="map.")


def layers(study: Study, atlas: Atlas) -> list[Layer]:
    """The runs of every drawn method."""
    return basin_layers(study, atlas.side)


def shown(study: Study, atlas: Atlas, layers: Sequence[Layer], survey: Survey) -> Shown:
    """The picture of what is done."""
    versions = [layer.job.version for layer in layers]  # before the ends: more may come meanwhile
    found = [(type(layer.method), layer.job.snapshot()) for layer in layers]
    grid = grid_of(study.landscape, atlas.side)
    values = plot.data(study.landscape, survey, *grid, study.steps, found)
    return Shown(plot, values, versions)


def told(study: Study, values: Basins) -> tuple[str, str]:
    """What the picture shows, and what it was made from."""
    return basins_told(values), f"{rules_told(study)} {methods_told(study)}"


def table(study: Study, atlas: Atlas, layers: Sequence[Layer], values: Basins) -> str:
    """The numbers as CSV."""
    return basins_csv(values)


def study_at(study: Study, atlas: Atlas, values: Basins, point: Point) -> Study:
    """The study with the start that was clicked, and no other."""
    row, column = divmod(point.place, len(values.x))
    start = (float(values.x[column]), float(values.y[row]))
    return replace(study, starts=(start,), focus=1)


def key(theme: Theme) -> str:
    """What the colours mean, as HTML."""
    first, middle, last = ENDS[0], MIDDLE[theme.name], ENDS[1]
    line = f"{theme.muted} 0 1px, transparent 1px 5px"
    shade = see_through(theme.muted, OFF)
    hatch = f"repeating-linear-gradient(45deg, {line}), repeating-linear-gradient(-45deg, {line})"
    entries = (
        (
            f"width: 96px; background: linear-gradient(90deg, {first}, {middle}, {last})",
            f"on the front: {' – '.join(TICKS)}",
        ),
        (f"background: {hatch}, {shade}", "not on the front"),
        (f"background: {theme.text}", "diverged"),
    )
    return "".join(
        f'<span class="legend-entry"><i style="{look}"></i>{words}</span>'
        for look, words in entries
    )
