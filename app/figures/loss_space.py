"""Where do the methods end on the Pareto front?"""

from collections.abc import Sequence
from typing import Literal, NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
import plotly.graph_objects as go

from app.figures.bands import Band, Label, annotation, band, band_traces, label_before, thin_line
from app.figures.local import local_curves
from app.figures.panels import SMALL, panels, scored
from app.figures.paths import HUGE, Paths, ends_in_words, paths, single
from app.figures.plane import Strokes, all_lines, end_marks, stars, start_rings
from app.look.theme import SMALL_TEXT_SIZE, Theme, axis, layout, y_title
from samgs_core.landscape import Landscape, Window
from samgs_core.measures import across
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
DECADES = 3
"""Axes are logarithmic where a start lies so many powers of ten above most of the front."""
MOST = 0.25
"""The quantile of the front's losses above which most of it lies."""
DEPTH = 8.0
"""Powers of ten that a logarithmic axis shows at most."""

Scale = Literal["auto", "log", "linear"]


class LossSpace(NamedTuple):
    """The Pareto front and the paths of every drawn method, loss against loss.

    ``window``, labels and ``scaled`` are on the axes' scale: powers of ten if ``is_log``.
    """

    title: str
    is_log: bool
    window: Window
    local_front: np.ndarray  # [k, 2] NaN between the curves
    front: Band
    labels: tuple[Label, ...]
    goals: np.ndarray  # [g, 2]
    goal_told: str
    starts: np.ndarray  # [B, 2]
    focus: int | None
    methods: tuple[Paths, ...]

    def scaled(self, losses: np.ndarray) -> np.ndarray:
        """Losses on the axes' scale; no number where that has none."""
        return _scaled(losses, self.is_log)


def data(
    landscape: Landscape, survey: Survey, records: Sequence[Record], focus: int | None = None
) -> LossSpace:
    """``focus`` is the index of a start. The axes fit the front and all but the spikes."""
    space = ground(landscape, survey, records)
    methods = [paths(each, space.scaled(each.losses), space.window, focus) for each in records]
    return space._replace(
        focus=focus,
        methods=tuple(_in_losses(each) if space.is_log else each for each in methods),
    )


def ground(
    landscape: Landscape, survey: Survey, records: Sequence[Record], scale: Scale = "auto"
) -> LossSpace:
    """The same without the paths, which the records only give room to."""
    is_log = spans_decades(survey.front, records) if scale == "auto" else scale == "log"
    front = _scaled(survey.front, is_log)
    window = _window(front, records, is_log)
    if is_log:
        window = window._replace(
            x_low=max(window.x_low, window.x_high - DEPTH),
            y_low=max(window.y_low, window.y_high - DEPTH),
        )
    goal, goals = landscape.goal, _goals(landscape, survey)
    return LossSpace(
        title=landscape.title,
        is_log=is_log,
        window=window,
        local_front=local_curves(survey).losses,
        front=band(survey.front),
        labels=_labels(landscape, front, _scaled(goals, is_log), window),
        goals=goals,
        goal_told="" if goal is None else f"{goal.title}: {goal.rule()}",
        starts=_starts(records),
        focus=None,
        methods=(),
    )


def spans_decades(front: np.ndarray, records: Sequence[Record]) -> bool:
    """Whether the losses want logarithmic axes: none is negative, and they are far apart."""
    starts = np.concatenate([np.zeros((0, 2)), *(record.losses[:, 0] for record in records)])
    starts, front = (points[np.isfinite(points).all(-1)] for points in (starts, front))
    if not len(starts) or not len(front) or min(starts.min(), front.min()) < 0:
        return False
    low = np.quantile(front, MOST, axis=0)
    return bool((starts.max(axis=0) > low * 10**DECADES)[low > 0].any())


def figure(space: LossSpace, theme: Theme) -> go.Figure:
    """All methods over one another."""
    return go.Figure(_traces(space, space.methods, WHOLE, theme), frame(space, theme))


def frame(space: LossSpace, theme: Theme) -> dict[str, object]:
    """The layout: axes and labels, which the scene shares."""
    x_axis, y_axis = _axes(space, theme)
    labels = [annotation(label, theme) for label in space.labels]
    labels.append(y_title(Y_TITLE, theme))
    return {**layout(theme), "xaxis": x_axis, "yaxis": y_axis, "annotations": labels}


def small_multiples(space: LossSpace, theme: Theme) -> go.Figure:
    """One panel for each method, all with the same axes."""
    return panels(
        [(scored(method), _traces(space, (method,), PANEL, theme)) for method in space.methods],
        _axes(space, theme),
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
    """From the ground up: the fronts, paths, ends, the goal."""
    return [
        *fronts(space.local_front, space.front, theme),
        *all_lines(methods, strokes, theme),
        start_rings(space.starts, space.focus, START_SIZE * strokes.marks, theme),
        *(end_marks(method, strokes, theme) for method in methods),
        *stars(space.goals, space.goal_told, strokes, theme),
    ]


def fronts(local_front: np.ndarray, front: Band, theme: Theme) -> list[go.Scatter]:
    """What lies under the paths, here and in the scene."""
    return [*thin_line(local_front, "dot", theme), *band_traces(front, theme)]


def _axes(space: LossSpace, theme: Theme) -> tuple[dict[str, object], dict[str, object]]:
    common: dict[str, object] = {"hoverformat": ".4~r"}
    if space.is_log:
        small = {"size": SMALL_TEXT_SIZE - 2, "color": theme.muted}  # Plotly writes powers larger
        common |= {"type": "log", "dtick": 1, "exponentformat": "power", "tickfont": small}
    x_axis = axis(theme, X_TITLE) | common | {"range": space.window[:2]}
    return x_axis, axis(theme) | common | {"range": space.window[2:]}


def _scaled(losses: np.ndarray, is_log: bool) -> np.ndarray:
    if not is_log:
        return losses
    return np.log10(losses, where=losses > 0, out=np.full_like(losses, np.nan))


def _in_losses(paths: Paths) -> Paths:
    """Paths on a logarithmic scale as Plotly wants them."""
    return paths._replace(points=10**paths.points, ends=10**paths.ends)


def _window(front: np.ndarray, records: Sequence[Record], is_log: bool) -> Window:
    """The front, every start, and every step but the outermost hundredths, with some room.

    A step farther from the front and the starts than these are wide does not count, so that a run
    that explodes does not hide the others.
    """
    low, high = _extent([front, *(_scaled(each.losses[:, 0], is_log) for each in records)])
    reach = np.where(high > low, high - low, 1)
    bounds = tuple((low - reach).tolist()), tuple((high + reach).tolist())
    low, high = _extent([np.stack([low, high]), *(_near(each, is_log, bounds) for each in records)])
    room = ROOM * np.where(high > low, high - low, 1)
    (x_low, y_low), (x_high, y_high) = (low - room).tolist(), (high + room).tolist()
    return Window(x_low, x_high, y_low, y_high)


Bounds = tuple[tuple[float, ...], tuple[float, ...]]
_NEAR: WeakKeyDictionary[Record, dict[tuple[bool, Bounds], np.ndarray]] = WeakKeyDictionary()
"""What was found near, as long as the record is: the bounds follow from its starts."""


def _near(record: Record, is_log: bool, bounds: Bounds) -> np.ndarray:
    """Between which losses all but the spikes of a record lie, of those between bounds; [2, 2].

    [0, 2] if there are none.
    """
    kept = _NEAR.setdefault(record, {})
    key = (is_log, bounds)
    if key not in kept:
        own = _scaled(record.losses, is_log)[live(record)]
        low, high = bounds
        near = own[across(np.logical_and, (own >= low) & (own <= high))]
        kept[key] = np.quantile(near, (SPIKES, 1 - SPIKES), axis=0) if len(near) else near
    return kept[key]


def _extent(parts: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """The least and the greatest of each loss, of the points that are finite; 0 without one."""
    points = np.concatenate(parts)
    points = points[(np.abs(points) < HUGE).all(-1)]
    if not len(points):
        return np.zeros(2), np.zeros(2)
    return points.min(axis=0), points.max(axis=0)


def _labels(
    landscape: Landscape, points: np.ndarray, goals: np.ndarray, window: Window
) -> tuple[Label, ...]:
    front = label_before(points, "Pareto front", window)
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
