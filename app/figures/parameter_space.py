"""Where do the methods lead in parameter space?"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from app.figures.bands import Band, Label, annotation, band, band_traces, label_along, thin_line
from app.figures.contours import Contours, contour_lines, contours, thinned
from app.figures.local import local_curves
from app.figures.panels import SMALL, panels, scored
from app.figures.paths import Paths, ends_in_words, paths
from app.figures.plane import Strokes, all_lines, end_marks, stars, start_rings
from app.figures.regions import Region, hatching, tint
from app.look.theme import Theme, axis, layout, y_title
from samgs_core.landscape import Landscape, Window
from samgs_core.record import Record
from samgs_core.survey import Survey

KEY = "parameter-space"
TITLE = "Parameter space"
START_SIZE = 12
WHOLE = Strokes(1.0, 1.0, "L₁ %{customdata[2]:.4~r}, L₂ %{customdata[3]:.4~r}")
PANEL = WHOLE._replace(width=SMALL, marks=SMALL)
X_TITLE, Y_TITLE = "<i>θ</i>₁", "<i>θ</i>₂"


class ParameterSpace(NamedTuple):
    """The landscape from above, with the paths of every drawn method."""

    title: str
    window: Window
    contours: Contours
    shaded: Region
    undefined: Region
    box: np.ndarray  # [5, 2] its corners, [0, 2] without a box
    local_set: np.ndarray  # [k, 2] NaN between the curves
    pareto_set: Band
    labels: tuple[Label, ...]
    goals: np.ndarray  # [g, 2]
    goal_told: str
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
    shaded: np.ndarray | None = None,
) -> ParameterSpace:
    """The starts are drawn with or without records; ``focus`` is the index of one of them.

    ``contoured`` is the key of one of ``contours.CONTOURED``, and ``shaded`` [ny, nx] says which
    points of the survey are tinted.
    """
    undefined = ~np.isfinite(survey.losses).all(-1)
    shaded = np.zeros_like(undefined) if shaded is None else shaded
    goal, window = landscape.goal, landscape.window
    label = label_along(survey.pareto_set, "Pareto set", window)
    return ParameterSpace(
        title=landscape.title,
        window=window,
        contours=contours(survey.x, survey.y, survey.losses, contoured),
        shaded=Region(survey.x, survey.y, shaded),
        undefined=Region(survey.x, survey.y, undefined),
        box=_outline(landscape.box),
        local_set=local_curves(survey).points,
        pareto_set=band(survey.pareto_set),
        labels=() if label is None else (label,),
        goals=np.array(() if goal is None else goal.points, dtype=np.float32).reshape(-1, 2),
        goal_told="" if goal is None else f"{goal.title}: {goal.rule()}",
        starts=np.array(starts, dtype=np.float32).reshape(-1, 2),
        focus=focus,
        methods=tuple(paths(record, record.x, window, focus) for record in records),
    )


def figure(space: ParameterSpace, theme: Theme) -> go.Figure:
    """All methods over one another."""
    return go.Figure(_traces(space, space.methods, WHOLE, theme), frame(space, theme))


def frame(space: ParameterSpace, theme: Theme) -> dict[str, object]:
    """The layout: axes and labels, which the scene shares."""
    x_axis, y_axis = _axes(space.window, theme)
    labels = [annotation(label, theme) for label in space.labels]
    labels.append(y_title(Y_TITLE, theme))
    return {**layout(theme), "xaxis": x_axis, "yaxis": y_axis, "annotations": labels}


def small_multiples(space: ParameterSpace, theme: Theme) -> go.Figure:
    """One panel for each method, all with the same axes."""
    coarse = space._replace(contours=thinned(space.contours))
    return panels(
        [(scored(method), _traces(coarse, (method,), PANEL, theme)) for method in space.methods],
        _axes(space.window, theme),
        Y_TITLE,
        theme,
    )


def alt(space: ParameterSpace) -> str:
    """The picture in words, for those who cannot see it."""
    n = len(space.starts)
    first = (
        f"Parameter space of the landscape {space.title} with contours of {space.contours.label}, "
        f"its Pareto set and {n} {'start' if n == 1 else 'starts'}."
    )
    return " ".join([first, *(ends_in_words(method) for method in space.methods)])


def _traces(
    space: ParameterSpace, methods: Sequence[Paths], strokes: Strokes, theme: Theme
) -> list[go.Contour | go.Heatmap | go.Scatter]:
    """From the ground up: the ground, paths, starts, ends, the goal."""
    return [
        *ground(space, theme),
        *all_lines(methods, strokes, theme),
        start_rings(space.starts, space.focus, START_SIZE * strokes.marks, theme),
        *(end_marks(method, strokes, theme) for method in methods),
        *stars(space.goals, space.goal_told, strokes, theme),
    ]


def ground(space: ParameterSpace, theme: Theme) -> list[go.Contour | go.Heatmap | go.Scatter]:
    """What lies under the paths, here and in the scene: regions, contours and curves."""
    return [
        *tint(space.shaded, theme),
        *hatching(space.undefined, theme),
        contour_lines(space.contours, theme),
        *thin_line(space.box, "dash", theme),
        *thin_line(space.local_set, "dot", theme),
        *band_traces(space.pareto_set, theme),
    ]


def _outline(box: Window | None) -> np.ndarray:
    """The corners of a box, the first of them twice: [5, 2] float32."""
    if box is None:
        return np.zeros((0, 2), dtype=np.float32)
    corners = [(box.x_low, box.y_low), (box.x_high, box.y_low), (box.x_high, box.y_high)]
    return np.array([*corners, (box.x_low, box.y_high), corners[0]], dtype=np.float32)


def _axes(window: Window, theme: Theme) -> tuple[dict[str, object], dict[str, object]]:
    """Equal scales, so that angles are true."""
    x_axis = axis(theme, X_TITLE) | {"range": window[:2], "constrain": "domain"}
    y_axis = axis(theme) | {"range": window[2:], "constrain": "domain"}
    return x_axis, y_axis | {"scaleanchor": "x"}
