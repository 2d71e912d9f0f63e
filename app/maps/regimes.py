"""The regime map: where SAM-GS would equalise, and where the gradients are in angle conflict."""

from collections.abc import Sequence

import streamlit as st

from app.controls.fields import fields
from app.figures import regime_map as plot
from app.figures.regime_map import RegimeMap
from app.look.theme import Theme, see_through
from app.maps.basins import study_at as study_from
from app.maps.csv_tables import regimes_csv
from app.maps.kind import Point, Shown
from app.maps.layers import Layer
from app.maps.words import named, regimes_told
from app.study.atlas import Atlas
from app.study.study import Study
from samgs_core.methods import SAMGS
from samgs_core.survey import Survey

KEY = "regimes"
TITLE = "Regime map"


def controls(study: Study, atlas: Atlas) -> None:
    """The threshold of SAM-GS."""
    with st.container(width=360):
        fields(_own(study), "gamma", prefix=f"{SAMGS.key}.")


def layers(study: Study, atlas: Atlas) -> list[Layer]:
    """None: gradients are enough, nothing is run."""
    return []


def shown(study: Study, atlas: Atlas, layers: Sequence[Layer], survey: Survey) -> Shown:
    """The picture of both conflicts."""
    threshold = float(_own(study).pair_threshold())
    return Shown(plot, plot.data(study.landscape, survey, threshold), [0, 0])


def told(study: Study, values: RegimeMap) -> tuple[str, str]:
    """What the picture shows, and what it was made from."""
    made_from = f"{named(study.landscape)}; {named(_own(study))}. No method was run."
    return regimes_told(values, study.gamma), made_from


def table(study: Study, atlas: Atlas, layers: Sequence[Layer], values: RegimeMap) -> str:
    """The numbers as CSV."""
    return regimes_csv(values)


def study_at(study: Study, atlas: Atlas, values: RegimeMap, point: Point) -> Study:
    """The study with the start that was clicked, and no other."""
    return study_from(study, atlas, values, point)  # type: ignore[arg-type]


def key(theme: Theme) -> str:
    """What the marks mean, as HTML."""
    hatch = f"repeating-linear-gradient(45deg, {theme.muted} 0 1px, transparent 1px 6px)"
    entries = (
        (f"background: {hatch}; border: 1.5px solid {theme.text}", "equalise (E)"),
        (f"border: 1.5px solid {theme.text}", "modulate (m)"),
        (
            f"background: {see_through(theme.muted, 0.3)}; border: 1.5px solid {theme.text}",
            "more than 90° apart",
        ),
        (f"background: {theme.band}", "Pareto set"),
    )
    return "".join(
        f'<span class="legend-entry"><i style="{look}"></i>{words}</span>'
        for look, words in entries
    )


def _own(study: Study) -> SAMGS:
    return next(method for method in study.methods if isinstance(method, SAMGS))
