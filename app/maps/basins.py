"""Basins: every start of a grid, and where each of the drawn methods leads it."""

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import final

import streamlit as st

from app.controls.fields import fields
from app.figures import basins as plot
from app.figures.basins import TICKS, WORDS, Basin, Basins
from app.figures.cells import ENDS, MIDDLE, OFF
from app.look.theme import Theme, see_through
from app.maps.csv_tables import basins_csv
from app.maps.kind import MapKind, Picture, entries
from app.maps.layers import Layer, basin_layers, grid_of
from app.maps.words import basins_words, methods_words, rules_words
from app.study.atlas import Atlas
from app.study.study import Study
from samgs_core.survey import Survey


@final
class BasinsMap(MapKind):
    """Where every start ends, and on which part of the front."""

    key = "basins"
    title = "Basins"

    def controls(self, study: Study, atlas: Atlas) -> None:
        with st.container(width=220):
            fields(atlas, "side", prefix="map.")

    def layers(self, study: Study, atlas: Atlas) -> list[Layer]:
        return basin_layers(study, atlas.side)

    def picture(
        self, study: Study, atlas: Atlas, layers: Sequence[Layer], survey: Survey
    ) -> Picture:
        versions = [layer.job.version for layer in layers]  # before the ends: more may come
        parts = zip(layers, versions, strict=True)
        basins = tuple(_basin(layer, version, survey) for layer, version in parts)
        grid = grid_of(study.landscape, atlas.side)
        empty = plot.data(study.landscape, survey, *grid, study.steps, ())
        return Picture(plot, empty._replace(basins=basins), versions)

    def words(self, study: Study, values: Basins) -> str:
        return basins_words(values)  # where they ended stands above each map

    def hint(self, values: Basins) -> str:
        return "A click on a cell opens that start in Explore." if values.basins else ""

    def made_from(self, study: Study, values: Basins) -> str:
        return f"{rules_words(study)} {methods_words(study)}"

    def table(self, study: Study, atlas: Atlas, layers: Sequence[Layer], values: Basins) -> str:
        return basins_csv(values)

    def legend(self, study: Study, theme: Theme) -> str:
        first, middle, last = ENDS[0], MIDDLE[theme.name], ENDS[1]
        line = f"{theme.muted} 0 1px, transparent 1px 5px"
        hatch = f"repeating-linear-gradient(45deg, {line}), "
        hatch += f"repeating-linear-gradient(-45deg, {line})"
        dots = f"radial-gradient({theme.text} 1.5px, transparent 2px) 0 0 / 7px 6px"
        looks = [
            (
                f"width: 96px; background: linear-gradient(90deg, {first}, {middle}, {last})",
                f"{WORDS[plot.FRONT]}: {' – '.join(TICKS)}",
            ),
            (f"background: {dots}, {middle}", WORDS[plot.GOAL]),
            (f"background: {hatch}, {see_through(theme.muted, OFF)}", WORDS[plot.OFF]),
            (f"background: {theme.text}", WORDS[plot.DIVERGED]),
        ]
        if study.landscape.goal is None:
            del looks[1]
        return entries(looks)


@lru_cache(maxsize=32)
def _basin(layer: Layer, version: int, survey: Survey) -> Basin:
    """What is known of a layer of this version: most layers stay as they are from map to map."""
    experiment = layer.job.sweep.experiment
    side = math.isqrt(len(experiment.starts))
    ends = layer.job.snapshot()
    return plot.basin(type(layer.method), ends, survey, experiment.steps, (side, side))
