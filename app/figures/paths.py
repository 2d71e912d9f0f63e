"""The paths of one method through a plane, and the traces that draw them."""

from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from app.theme import Theme, look_of
from samgs_core.landscape import Window
from samgs_core.method import Method
from samgs_core.metrics import live
from samgs_core.record import Outcome, Record
from samgs_core.summary import Score, at_goal

MAX_POINTS = 300
"""The most points that are drawn of one path."""
FAR = 1e3
"""Points are drawn at most this many windows away from the window's middle."""
FADED = 0.5
HUGE = 1e30


class Paths(NamedTuple):
    """All paths of one method, one after the other, with a row of NaN after each.

    The focused start's path comes last, from the row ``focus_from`` on. ``hover`` holds the
    number of the start (from 1), the step and both losses. A run that diverged ends at its last
    finite point.
    """

    method: type[Method]
    score: Score | None
    points: np.ndarray  # [n, 2] float32
    hover: np.ndarray  # [n, 4] float32
    focus_from: int
    ends: np.ndarray  # [B, 2] float32, in the order of the starts
    end_hover: np.ndarray  # [B, 4] float32
    diverged: np.ndarray  # [B] booleans
    n_outside: int
    """How many paths end outside the window."""


def paths(record: Record, plane: np.ndarray, window: Window, focus: int | None) -> Paths:
    """The paths of a record through a plane: ``plane`` is its ``x`` or its ``losses``, [B, S, 2]."""
    is_own = live(record)
    is_own[:, -1] = True  # also of a run that stopped between two recorded steps
    is_own &= np.isfinite(plane).all(-1)
    kept = [_kept(*each, window) for each in zip(plane, is_own, strict=True)]
    order = sorted(range(len(kept)), key=lambda start: start == focus)
    starts = np.concatenate([np.full(len(kept[start]) + 1, start) for start in order])
    entries = np.concatenate([np.append(kept[start], GAP) for start in order])
    all_starts = np.arange(len(kept))
    last = np.array([entry[-1] if len(entry) else GAP for entry in kept])
    n_focused = 0 if focus is None else len(kept[focus]) + 1
    ends = plane[all_starts, last]
    return Paths(
        method=type(record.experiment.method),
        score=_score(record),
        points=_drawable(plane, starts, entries, window),
        hover=_hover(record, starts, entries),
        focus_from=len(starts) - n_focused,
        ends=_drawable(plane, all_starts, last, window),
        end_hover=_hover(record, all_starts, last),
        diverged=record.diverged,
        n_outside=int((~is_inside(ends, window)).sum()),
    )


def is_inside(points: np.ndarray, window: Window) -> np.ndarray:
    """Which of the points [..., 2] lie in the window; NaN does not."""
    x, y = points[..., 0], points[..., 1]
    return (x >= window.x_low) & (x <= window.x_high) & (y >= window.y_low) & (y <= window.y_high)


GAP = -1
"""Stands for no entry of the record: a row of NaN, where the pen is lifted."""


def _kept(points: np.ndarray, is_own: np.ndarray, window: Window) -> np.ndarray:
    """The entries of one path [S, 2] that are drawn: at most ``MAX_POINTS``, ends included.

    They divide the path into pieces of about equal length inside the window, so that corners
    survive and nothing is spent on what cannot be seen.
    """
    own = np.flatnonzero(is_own)
    if len(own) <= MAX_POINTS:
        return own
    low, high = _corners(window)
    seen = np.clip((points[own] - low) / (high - low), 0, 1)
    travelled = np.concatenate([[0.0], np.hypot(*np.diff(seen, axis=0).T).cumsum()])
    marks = np.linspace(0, travelled[-1], MAX_POINTS - 1)
    chosen = np.searchsorted(travelled, marks)
    return own[np.unique(np.append(chosen, len(own) - 1))]


def _drawable(
    plane: np.ndarray, starts: np.ndarray, entries: np.ndarray, window: Window
) -> np.ndarray:
    """The points at these entries, float32; those far away are pulled in along their direction."""
    low, high = _corners(window)
    middle = (low + high) / 2
    offset = (plane[starts, entries] - middle) / (high - low)
    offset[(entries == GAP) | ~np.isfinite(offset).all(-1)] = np.nan
    reach = np.abs(offset).max(-1, keepdims=True)
    near = middle + offset * np.minimum(1, FAR / np.maximum(reach, FAR)) * (high - low)
    return near.astype(np.float32)


def _hover(record: Record, starts: np.ndarray, entries: np.ndarray) -> np.ndarray:
    """The number of the start, the step and the two losses, [n, 4] float32."""
    steps = np.minimum(record.steps[entries], record.stopped_at[starts])
    losses = record.losses[starts, entries]
    told = np.column_stack([starts + 1, steps, np.where(np.abs(losses) < HUGE, losses, np.nan)])
    told[entries == GAP] = np.nan
    return told.astype(np.float32)


def _corners(window: Window) -> tuple[np.ndarray, np.ndarray]:
    low = np.array([window.x_low, window.y_low])
    return low, np.array([window.x_high, window.y_high])


def _score(record: Record) -> Score | None:
    if record.experiment.landscape.goal is None:
        return None
    return Score(int(at_goal(record).sum()), len(record.x))


def lines(paths: Paths, theme: Theme) -> list[go.Scatter]:
    """Two lines: the faded paths, and the focused one; without a focus none is faded."""
    split = paths.focus_from
    if split == len(paths.points):
        return [_line(paths, slice(None), 1.0, theme)]
    return [
        _line(paths, rows, opacity, theme)
        for rows, opacity in ((slice(0, split), FADED), (slice(split, None), 1.0))
    ]


def _line(paths: Paths, rows: slice, opacity: float, theme: Theme) -> go.Scatter:
    look = look_of(paths.method)
    return go.Scatter(
        x=paths.points[rows, 0],
        y=paths.points[rows, 1],
        mode="lines",
        line={"color": theme.colour(paths.method), "width": look.width, "dash": look.dash},
        opacity=opacity,
        name=paths.method.title,
        customdata=paths.hover[rows],
        hovertemplate=_template(paths.method),
    )


def end_marks(paths: Paths, theme: Theme) -> go.Scatter:
    """The method's marker at every end, an open cross where the run diverged."""
    look = look_of(paths.method)
    told = np.where(paths.diverged, f"<br>{Outcome.DIVERGED.value}", "")
    return go.Scatter(
        x=paths.ends[:, 0],
        y=paths.ends[:, 1],
        mode="markers",
        marker={
            "symbol": ["x-open" if diverged else look.marker for diverged in paths.diverged],
            "size": 10,
            "color": theme.colour(paths.method),
            "line": {"color": theme.page, "width": 1.5},
        },
        name=paths.method.title,
        customdata=paths.end_hover,
        text=told,
        hovertemplate=_template(paths.method, "%{text}"),
    )


def _template(method: type[Method], more: str = "") -> str:
    return (
        f"<b>{method.title}</b>, start %{{customdata[0]}}, step %{{customdata[1]:,}}"
        f"<br>L₁ %{{customdata[2]:.3f}}, L₂ %{{customdata[3]:.3f}}{more}<extra></extra>"
    )
