"""Where do the methods end on the Pareto front?"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from app.figures.bands import Band, Label, annotation, band, band_traces, label_before, thin_line
from app.figures.local import local_curves
from app.figures.panels import SMALL, panels, scored
from app.figures.paths import HUGE, Paths, ends_in_words, paths, single
from app.figures.plane import Strokes, all_lines, end_marks, stars, start_rings
from app.look.theme import Theme, axis, layout, y_title
from samgs_core.landscape import Landscape, Window
from samgs_core.metrics import live
from samgs_core.record import Record
from samgs_core.survey import Survey

KEY = "loss-space"
TITLE = "Loss space"
START_SIZE = 8
# Lines are thinner than in parameter space, because near a wall the losses scribble.
WHOLE = Strokes(0.7, 1.0, "L₁ %{x}, L₂ %{y}")
PANEL = WHOLE._replace(marks=SMALL)
X_TITLE, Y_TITLE = "<i>L</i>₁", "<i>L</i>₂"

SPIKES = 0.01
"""The share of points that may lie beyond either end of an axis."""
ROOM = 0.07
"""Empty room on every side, as a share of what is shown."""


class LossSpace(NamedTuple):
    """The Pareto front and the paths of every drawn method, loss against loss."""

    title: str
    window: Window
    local_front: np.ndarray  # [k, 2] NaN between the curves
    front: Band
    labels: tuple[Label, ...]
    goals: np.ndarray  # [g, 2]
    goal_told: str
    starts: np.ndarray  # [B, 2]
    focus: int | None
    methods: tuple[Paths, ...]


def data(
    landscape: Landscape, survey: Survey, records: Sequence[Record], focus: int | None = None
) -> LossSpace:
    """``focus`` is the index of a start. The axes fit the front and all but the spikes."""
    space = ground(landscape, survey, records)
    return space._replace(
        focus=focus,
        methods=tuple(paths(record, record.losses, space.window, focus) for record in records),
    )


def ground(landscape: Landscape, survey: Survey, records: Sequence[Record]) -> LossSpace:
    """The same without the paths, which the records only give room to."""
    window = _window(survey.front, records)
    goal, goals = landscape.goal, _goals(landscape, survey)
    return LossSpace(
        title=landscape.title,
        window=window,
        local_front=local_curves(survey).losses,
        front=band(survey.front),
        labels=_labels(landscape, survey, goals, window),
        goals=goals,
        goal_told="" if goal is None else f"{goal.title}: {goal.rule()}",
        starts=_starts(records),
        focus=None,
        methods=(),
    )


def figure(space: LossSpace, theme: Theme) -> go.Figure:
    """All methods over one another."""
    x_axis, y_axis = _axes(space.window, theme)
    labels = [annotation(label, theme) for label in space.labels]
    labels.append(y_title(Y_TITLE, theme))
    return go.Figure(
        _traces(space, space.methods, WHOLE, theme),
        {**layout(theme), "xaxis": x_axis, "yaxis": y_axis, "annotations": labels},
    )


def small_multiples(space: LossSpace, theme: Theme) -> go.Figure:
    """One panel for each method, all with the same axes."""
    return panels(
        [(scored(method), _traces(space, (method,), PANEL, theme)) for method in space.methods],
        _axes(space.window, theme),
        Y_TITLE,
        theme,
    )


def alt(space: LossSpace) -> str:
    """The picture in words, for those who cannot see it."""
    first = f"Loss space of the landscape {space.title} with its Pareto front."
    return " ".join([first, *(ends_in_words(method) for method in space.methods)])


def _traces(
    space: LossSpace, methods: Sequence[Paths], strokes: Strokes, theme: Theme
) -> list[go.Scatter]:
    """From the ground up: the front, paths, ends, the goal."""
    return [
        *thin_line(space.local_front, "dot", theme),
        *band_traces(space.front, theme),
        *all_lines(methods, strokes, theme),
        start_rings(space.starts, space.focus, START_SIZE * strokes.marks, theme),
        *(end_marks(method, strokes, theme) for method in methods),
        *stars(space.goals, space.goal_told, strokes, theme),
    ]


def _axes(window: Window, theme: Theme) -> tuple[dict[str, object], dict[str, object]]:
    x_axis = axis(theme, X_TITLE) | {"range": window[:2], "hoverformat": ".4~r"}
    return x_axis, axis(theme) | {"range": window[2:], "hoverformat": ".4~r"}


def _window(front: np.ndarray, records: Sequence[Record]) -> Window:
    """The front, every start, and every step but the outermost hundredths, with some room.

    A step farther from the front and the starts than these are wide does not count, so that a run
    that explodes does not hide the others.
    """
    low, high = _extent([front, *(record.losses[:, 0] for record in records)])
    reach = np.where(high > low, high - low, 1)
    seen = [np.stack([low, high])]
    for record in records:
        own = record.losses[live(record)]
        near = own[((own >= low - reach) & (own <= high + reach)).all(-1)]
        if len(near):
            seen.append(np.quantile(near, (SPIKES, 1 - SPIKES), axis=0))
    low, high = _extent(seen)
    room = ROOM * np.where(high > low, high - low, 1)
    (x_low, y_low), (x_high, y_high) = (low - room).tolist(), (high + room).tolist()
    return Window(x_low, x_high, y_low, y_high)


def _extent(parts: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """The least and the greatest of each loss, of the points that are finite; 0 without one."""
    points = np.concatenate(parts)
    points = points[(np.abs(points) < HUGE).all(-1)]
    if not len(points):
        return np.zeros(2), np.zeros(2)
    return points.min(axis=0), points.max(axis=0)


def _labels(
    landscape: Landscape, survey: Survey, goals: np.ndarray, window: Window
) -> tuple[Label, ...]:
    front = label_before(survey.front, "Pareto front", window)
    title = "" if landscape.goal is None else landscape.goal.title
    stars = tuple(Label(title, (x, y), "above right") for x, y in goals.tolist())
    return stars if front is None else (front, *stars)


def _starts(records: Sequence[Record]) -> np.ndarray:
    """The losses at the starts, the same for every method; [0, 2] without a record."""
    starts = records[0].losses[:, 0] if records else np.zeros((0, 2))
    return single(starts)


def _goals(landscape: Landscape, survey: Survey) -> np.ndarray:
    """The losses at the goals [g, 2]: those of the nearest points of the Pareto set."""
    if landscape.goal is None:
        return np.zeros((0, 2), dtype=np.float32)
    to_goals = np.array(landscape.goal.points)[:, None] - survey.pareto_set
    nearest = np.nanargmin(np.linalg.norm(to_goals, axis=-1), axis=1)
    return single(survey.front[nearest])
