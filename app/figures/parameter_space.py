"""Where do the methods lead in parameter space?"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from app.figures.contours import Contours, contours
from app.figures.paths import Paths, end_marks, lines, paths
from app.figures.plane import Band, band, band_traces, label, star
from app.theme import Theme, axis, layout
from samgs_core.landscape import Goal, Landscape, Window
from samgs_core.record import Record
from samgs_core.survey import Survey

KEY = "parameter-space"
TITLE = "Parameter space"
QUESTION = "Where do the methods lead, and which way do they take?"


class ParameterSpace(NamedTuple):
    """The landscape from above, with the paths of every drawn method."""

    title: str
    window: Window
    contours: Contours
    pareto_set: Band
    goal: Goal | None
    starts: np.ndarray  # [B, 2]
    focus: int | None
    methods: tuple[Paths, ...]


def data(
    landscape: Landscape,
    survey: Survey,
    starts: Sequence[tuple[float, ...]],
    records: Sequence[Record],
    focus: int | None = None,
    contoured: str = "sum",
) -> ParameterSpace:
    """The starts are drawn with or without records; ``focus`` is the index of one of them.

    ``contoured`` is the key of one of ``contours.CONTOURED``.
    """
    return ParameterSpace(
        title=landscape.title,
        window=landscape.window,
        contours=contours(survey.x, survey.y, survey.losses, contoured),
        pareto_set=band(survey.pareto_set, "Pareto set", landscape.window),
        goal=landscape.goal,
        starts=np.array(starts, dtype=np.float32).reshape(-1, 2),
        focus=focus,
        methods=tuple(paths(record, record.x, landscape.window, focus) for record in records),
    )


def figure(space: ParameterSpace, theme: Theme) -> go.Figure:
    """All methods over one another."""
    traces = [
        *background(space, theme),
        *(trace for method in space.methods for trace in lines(method, theme)),
        starts(space, theme),
        *(end_marks(method, theme) for method in space.methods),
        *goals(space, theme),
    ]
    figure = go.Figure(traces, layout(theme))
    figure.update_layout(
        xaxis=x_axis(space, theme), yaxis=y_axis(space, theme), annotations=labels(space, theme)
    )
    return figure


def alt(space: ParameterSpace) -> str:
    """The picture in a few sentences."""
    n_starts = len(space.starts)
    told = [
        f"Parameter space of the landscape {space.title} with contours of {space.contours.label} "
        f"and {n_starts} {'start' if n_starts == 1 else 'starts'}."
    ]
    for method in space.methods:
        ...
    return " ".join(told)
