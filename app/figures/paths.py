"""The paths of one method through a plane."""

from typing import NamedTuple

import numpy as np

from samgs_core.landscape import Window
from samgs_core.method import Method
from samgs_core.metrics import live
from samgs_core.record import Record
from samgs_core.summary import Score, at_goal

MAX_POINTS = 250
"""The most points that are drawn of one path."""
MAX_ROWS = 1800
"""About the most points that are drawn of one method, shared by its paths."""
MIN_POINTS = 60
HUGE = 1e30
"""Numbers from here on do not fit the single precision that figures are sent in."""
FAR = 1e3
"""Points are drawn at most this many windows away from the window's middle."""


class Paths(NamedTuple):
    """All paths of one method, one after the other, with a row of NaN after each.

    The focused start's path comes last, from the row ``focus_from`` on. ``told`` holds the number
    of the start (from 1), the step and the two losses. A run that diverged ends at its last
    finite point.
    """

    method: type[Method]
    score: Score | None
    points: np.ndarray  # [n, 2] float32
    told: np.ndarray  # [n, 4] float32
    focus_from: int
    ends: np.ndarray  # [B, 2] float32, in the order of the starts
    ends_told: np.ndarray  # [B, 4] float32
    diverged: np.ndarray  # [B] booleans
    n_outside: int
    """How many paths end outside the window."""


def paths(record: Record, plane: np.ndarray, window: Window, focus: int | None) -> Paths:
    """The paths of a record through a plane [B, S, 2]: its ``x`` or its ``losses``."""
    is_own = live(record)
    is_own[:, -1] = True  # also of a run that stopped between two recorded steps
    is_own &= np.isfinite(plane).all(-1)
    n_points = min(MAX_POINTS, max(MIN_POINTS, MAX_ROWS // len(plane)))
    kept = [_kept(*each, window, n_points) for each in zip(plane, is_own, strict=True)]
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
        told=_told(record, starts, entries),
        focus_from=len(starts) - n_focused,
        ends=_drawable(plane, all_starts, last, window),
        ends_told=_told(record, all_starts, last),
        diverged=record.diverged,
        n_outside=int((~is_inside(ends, window)).sum()),
    )


def is_inside(points: np.ndarray, window: Window) -> np.ndarray:
    """Which of the points [..., 2] lie in the window; NaN does not."""
    x, y = points[..., 0], points[..., 1]
    return (x >= window.x_low) & (x <= window.x_high) & (y >= window.y_low) & (y <= window.y_high)


def single(values: np.ndarray) -> np.ndarray:
    """The values in single precision, NaN where they do not fit or are not finite."""
    return np.where(np.abs(values) < HUGE, values, np.nan).astype(np.float32)


GAP = -1
"""Stands for no entry of the record: a row of NaN, where the pen is lifted."""


def _kept(points: np.ndarray, is_own: np.ndarray, window: Window, n_points: int) -> np.ndarray:
    """The entries of one path [S, 2] that are drawn: at most ``n_points``, ends included.

    They divide the path into pieces of about equal length inside the window, so that corners
    survive and nothing is spent on what cannot be seen.
    """
    own = np.flatnonzero(is_own)
    if len(own) <= n_points:
        return own
    low, high = _corners(window)
    seen = (np.clip(points[own], low, high) - low) / (high - low)
    travelled = np.concatenate([[0.0], np.hypot(*np.diff(seen, axis=0).T).cumsum()])
    marks = np.linspace(0, travelled[-1], n_points - 1)
    chosen = np.searchsorted(travelled, marks)
    return own[np.unique(np.append(chosen, len(own) - 1))]


def _drawable(
    plane: np.ndarray, starts: np.ndarray, entries: np.ndarray, window: Window
) -> np.ndarray:
    """The points at these entries, float32; those far away are pulled in along their direction."""
    low, high = _corners(window)
    middle = (low + high) / 2
    points = np.where(entries[:, None] == GAP, np.nan, plane[starts, entries])
    points = points * (HUGE / np.maximum(np.abs(points).max(-1, keepdims=True), HUGE))
    offset = (points - middle) / (high - low)
    reach = np.abs(offset).max(-1, keepdims=True)
    near = middle + offset * np.minimum(1, FAR / np.maximum(reach, FAR)) * (high - low)
    return near.astype(np.float32)


def _told(record: Record, starts: np.ndarray, entries: np.ndarray) -> np.ndarray:
    """The number of the start, the step and the two losses, [n, 4] float32."""
    steps = np.minimum(record.steps[entries], record.stopped_at[starts])
    losses = record.losses[starts, entries]
    told = np.column_stack([starts + 1, steps, single(losses)]).astype(np.float32)
    told[entries == GAP] = np.nan
    return told


def _corners(window: Window) -> tuple[np.ndarray, np.ndarray]:
    low = np.array([window.x_low, window.y_low])
    return low, np.array([window.x_high, window.y_high])


def _score(record: Record) -> Score | None:
    if record.experiment.landscape.goal is None:
        return None
    return Score(int(at_goal(record).sum()), len(record.x))


def ends_in_words(paths: Paths) -> str:
    """What became of the paths, as a sentence."""
    n, n_diverged = len(paths.ends), int(paths.diverged.sum())
    ends = [] if paths.score is None else [f"{paths.score.reached} of {n} end at the goal"]
    ends += [f"{n_diverged} of {n} diverge"] if n_diverged else []
    ends += [f"{paths.n_outside} of {n} end outside the picture"] if paths.n_outside else []
    return f"{paths.method.title}: {', '.join(ends) or 'all end inside the picture'}."
