"""The regime map: where SAM-GS would equalise, and where the gradients are in angle conflict."""

from collections.abc import Sequence
from typing import final

import streamlit as st

from app.controls.fields import fields
from app.figures import regime_map as plot
from app.figures.regime_map import RegimeMap
from app.look.theme import Theme, see_through
from app.maps.csv_tables import regimes_csv
from app.maps.kind import MapKind, Picture, entries
from app.maps.layers import Layer
from app.maps.words import named, regimes_words
from app.study.atlas import Atlas
from app.study.study import Study
from samgs_core.methods import SAMGS
from samgs_core.survey import Survey


@final
class RegimesMap(MapKind):
    """Both conflicts of the gradients; for them nothing is run."""

    key = "regimes"
    title = "Regime map"

    def controls(self, study: Study, atlas: Atlas) -> None:
        with st.container(width=360):
            fields(_own(study), "gamma", prefix=f"{SAMGS.key}.")

    def picture(
        self, study: Study, atlas: Atlas, layers: Sequence[Layer], survey: Survey
    ) -> Picture:
        threshold = float(_own(study).pair_threshold())
        return Picture(plot, plot.data(study.landscape, survey, threshold), [0, 0])

    def words(self, study: Study, values: RegimeMap) -> str:
        return regimes_words(values, study.gamma)

    def made_from(self, study: Study, values: RegimeMap) -> str:
        return f"{named(study.landscape)}; {named(_own(study))}. No method was run."

    def table(self, study: Study, atlas: Atlas, layers: Sequence[Layer], values: RegimeMap) -> str:
        return regimes_csv(values)

    def legend(self, study: Study, theme: Theme) -> str:
        hatch = f"repeating-linear-gradient(45deg, {theme.muted} 0 1px, transparent 1px 6px)"
        rim = f"border: 1.5px solid {theme.text}"
        return entries(
            (
                (f"background: {hatch}; {rim}", "equalise (E)"),
                (rim, "modulate (m)"),
                (f"background: {see_through(theme.muted, 0.3)}; {rim}", "more than 90° apart"),
                (f"background: {theme.band}", "Pareto set"),
            )
        )


def _own(study: Study) -> SAMGS:
    return next(method for method in study.methods if isinstance(method, SAMGS))
