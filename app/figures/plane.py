"""What both planes draw: the paths, their starts and ends, and the goals."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from app.figures.paths import Paths
from app.look.theme import Theme, look_of
from samgs_core.method import Method
from samgs_core.record import Outcome


class Strokes(NamedTuple):
    """How the paths of a plane are drawn."""

    width: float
    """Of lines, as a share of each method's own."""
    marks: float
    """The size of marks, as a share of their size in a large figure."""
    losses: str
    """Where the pointer finds the losses, as a hover template."""


FADED = 0.5
"""The opacity of the paths that are not focused, where one is."""
END_SIZE = 10
STAR_SIZE = 17


def all_lines(methods: Sequence[Paths], strokes: Strokes, theme: Theme) -> list[go.Scatter]:
    """The lines of all methods: first the faded ones, then, over them, the focused ones."""
    faded, focused = [], []
    for paths in methods:
        split = paths.focus_from
        has_focus = split < len(paths.points)
        if split:
            faded.append(_line(paths, slice(split), FADED if has_focus else 1.0, strokes, theme))
        if has_focus:
            focused.append(_line(paths, slice(split, None), 1.0, strokes, theme))
    return faded + focused


def start_rings(starts: np.ndarray, focus: int | None, size: float, theme: Theme) -> go.Scatter:
    """A hollow circle at each of the starts [B, 2]; the focused one has a thicker rim."""
    return go.Scatter(
        x=starts[:, 0],
        y=starts[:, 1],
        mode="markers",
        marker={
            "symbol": "circle",
            "size": size,
            "color": theme.page,
            "line": {
                "color": theme.text,
                "width": [size / (3.5 if start == focus else 6) for start in range(len(starts))],
            },
        },
        text=[
            f"Start {number} at ({x:.4g}, {y:.4g})".replace("-", "−")
            for number, (x, y) in enumerate(starts.tolist(), 1)
        ],
        hovertemplate="%{text}<extra></extra>",
    )


def end_marks(paths: Paths, strokes: Strokes, theme: Theme) -> go.Scatter:
    """The method's marker at every end, an open cross where the run diverged."""
    look = look_of(paths.method)
    reasons = np.where(paths.diverged, f"<br>{Outcome.DIVERGED.value}", "")
    return go.Scatter(
        x=paths.ends[:, 0],
        y=paths.ends[:, 1],
        mode="markers",
        marker={
            "symbol": ["x-open" if diverged else look.marker for diverged in paths.diverged],
            "size": END_SIZE * strokes.marks,
            "color": theme.colour(paths.method),
            "line": {"color": theme.page, "width": 1.2 * strokes.marks},
        },
        name=paths.method.title,
        customdata=paths.ends_told,
        text=reasons,
        hovertemplate=_template(paths.method, strokes, "%{text}"),
    )


def stars(points: np.ndarray, told: str, strokes: Strokes, theme: Theme) -> list[go.Scatter]:
    """A five-pointed star in the text's colour at each of the points [g, 2]."""
    if not len(points):
        return []
    return [
        go.Scatter(
            x=points[:, 0],
            y=points[:, 1],
            mode="markers",
            marker={
                "symbol": "star",
                "size": STAR_SIZE * strokes.marks,
                "color": theme.text,
                "line": {"color": theme.page, "width": 1.5},
            },
            hovertemplate=f"{told}<extra></extra>",
        )
    ]


def _line(paths: Paths, rows: slice, opacity: float, strokes: Strokes, theme: Theme) -> go.Scatter:
    look = look_of(paths.method)
    return go.Scatter(
        x=paths.points[rows, 0],
        y=paths.points[rows, 1],
        mode="lines",
        line={
            "color": theme.colour(paths.method),
            "width": strokes.width * look.width,
            "dash": look.dash,
        },
        opacity=opacity,
        name=paths.method.title,
        customdata=paths.told[rows],
        hovertemplate=_template(paths.method, strokes),
    )


def _template(method: type[Method], strokes: Strokes, more: str = "") -> str:
    return (
        f"<b>{method.title}</b>, start %{{customdata[0]}}, step %{{customdata[1]:,}}"
        f"<br>{strokes.losses}{more}<extra></extra>"
    )
