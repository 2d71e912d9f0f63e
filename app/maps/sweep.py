"""A sweep: what one number changes, as curves, or two numbers, as a map for each method."""

from collections.abc import Sequence
from typing import final

import streamlit as st

from app.figures import sweep_curves, sweep_heat
from app.figures.sweep_axis import cell_axis, sweep_axis
from app.figures.sweep_curves import SweepCurves
from app.figures.sweep_heat import SweepHeat
from app.maps.csv_tables import sweep_csv
from app.maps.kind import MapKind, Picture, Point
from app.maps.layers import Layer, arranged, axes_of, n_seeds, sweep_layers, values_of
from app.maps.sweep_controls import sweep_controls
from app.maps.words import curves_words, heat_words, methods_words, rules_words
from app.study.atlas import Atlas
from app.study.study import Study
from samgs_core.survey import Survey
from samgs_core.yardsticks import yardstick_of

HEIGHT = 400


@final
class SweepMap(MapKind):
    """What settings change; the values are curves over one number, or heat over two."""

    key = "sweep"
    title = "Sweep"

    def controls(self, study: Study, atlas: Atlas) -> None:
        with st.container(key="sweep-controls"):
            sweep_controls(study, atlas)

    def layers(self, study: Study, atlas: Atlas) -> list[Layer]:
        return sweep_layers(study, axes_of(study, atlas))

    def picture(
        self, study: Study, atlas: Atlas, layers: Sequence[Layer], survey: Survey
    ) -> Picture:
        axes, yardstick = axes_of(study, atlas), yardstick_of(atlas.metric)
        n_values, seeds = len(axes.values[0]), n_seeds(study, axes)
        n_runs = seeds * len(study.points)
        # Before the ends: more may come meanwhile.
        versions = [sum(layer.job.version for layer in layers)] * max(len(layers), 1)
        measured = [
            (
                type(layer.method),
                values_of(
                    arranged(layer.job.snapshot(), axes, layer.method),
                    yardstick,
                    survey,
                    study.steps,
                    n_values,
                ),
            )
            for layer in layers
        ]
        title, first = study.landscape.title, axes.quantities[0]
        if len(axes.values) == 2:
            across, up = (cell_axis(q.label, v) for q, v in zip(*axes, strict=True))
            heat = sweep_heat.data(title, across, up, yardstick, n_runs, measured, seeds)
            return Picture(sweep_heat, heat, versions, HEIGHT)
        along = sweep_axis(first.label, axes.values[0], first.is_log, first.value)
        curves = sweep_curves.data(title, along, yardstick, n_runs, measured, seeds)
        return Picture(sweep_curves, curves, versions, HEIGHT)

    def words(self, study: Study, values: SweepCurves | SweepHeat) -> str:
        if isinstance(values, SweepCurves):
            return curves_words(values)
        drawn = {heat.method for heat in values.heats}
        left = [each.title for each in study.drawn_methods if type(each) not in drawn]
        return heat_words(values, left)

    def made_from(self, study: Study, values: SweepCurves | SweepHeat) -> str:
        if isinstance(values, SweepCurves):
            varied = f"{values.axis.label} takes"
        else:
            varied = f"{values.across.label} and {values.up.label} take"
        instead = f"In the sweep {varied} the values of the axis."
        return f"{rules_words(study)} {methods_words(study)} {instead}"

    def table(
        self, study: Study, atlas: Atlas, layers: Sequence[Layer], values: SweepCurves | SweepHeat
    ) -> str:
        axes = axes_of(study, atlas)
        ends = [
            (layer.method.title, arranged(layer.job.snapshot(), axes, layer.method))
            for layer in layers
        ]
        seeds = study.all_seeds if n_seeds(study, axes) > 1 else ()
        return sweep_csv(axes, study.points, ends, seeds)

    def study_at(
        self, study: Study, atlas: Atlas, values: SweepCurves | SweepHeat, point: Point
    ) -> Study | None:
        first, *others = axes_of(study, atlas).quantities
        if isinstance(values, SweepHeat):
            row, column = divmod(point.place, len(values.across.values))
            study = first.put(study, values.across.values[column])
            return others[0].put(study, values.up.values[row])
        if point.trace < sweep_curves.first_line(values):
            return None
        return first.put(study, values.axis.values[point.place])
