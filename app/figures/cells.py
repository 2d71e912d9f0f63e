"""Maps of cells: what they have in common, colours of the front, hatching, and clicks."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from plotly.basedatatypes import BaseTraceType

from app.look.theme import Theme, axis, layout, see_through, y_title
from samgs_core.landscape import Window

ENDS = ("#2C5AA0", "#B35806")
"""The front's end of task 1 and of task 2."""
Y_TITLE = "<i>θ</i>₂"
MIDDLE = {"light": "#F2F2F2", "dark": "#2A2F3A"}
"""The balanced middle of the front."""
CLICK = "<br>Click: open in Explore"
"""What the pointer is told of a mark on the page, and nowhere else."""
DOT, DOT_WIDTH = 0.18, 2.5
"""How far a cell's dot reaches from its middle, in cells, and how high it is in pixels."""
OFF = 0.32
"""The opacity of the grey under the hatching."""


def front_scale(theme: Theme) -> list[list[object]]:
    """From task 1's end over the balanced middle to task 2's end."""
    return [[0, ENDS[0]], [0.5, MIDDLE[theme.name]], [1, ENDS[1]]]


def image(x: np.ndarray, y: np.ndarray, z: np.ndarray, **look: object) -> go.Heatmap:
    """Cells in colour [ny, nx], empty where z is NaN; one picture, which no pointer finds."""
    return go.Heatmap(x=x, y=y, z=z.astype(np.float32), hoverinfo="skip", **look)


def plain(x: np.ndarray, y: np.ndarray, mask: np.ndarray, colour: str) -> list[go.Heatmap]:
    """Cells of one colour; nothing if there are none."""
    if not mask.any():
        return []
    scale = [[0, colour], [1, colour]]
    return [image(x, y, np.where(mask, 1, np.nan), colorscale=scale, showscale=False)]


def cross_hatched(
    x: np.ndarray, y: np.ndarray, mask: np.ndarray, theme: Theme
) -> list[go.Heatmap | go.Scatter]:
    """Cells in grey under a cross-hatch; nothing if there are none."""
    if not mask.any():
        return []
    points = crosses(x, y, mask)
    lines = go.Scatter(
        x=points[:, 0],
        y=points[:, 1],
        mode="lines",
        line={"color": theme.muted, "width": 1, "simplify": False},
        opacity=0.6,
        hoverinfo="skip",
    )
    return [*plain(x, y, mask, see_through(theme.muted, OFF)), lines]


def crosses(x: np.ndarray, y: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """Both diagonals of every cell of the mask, [m, 2] float32, a row of NaN after each.

    Those of cells that touch at a corner are one line: a browser draws few long lines sooner.
    """
    rising, falling = _diagonals(x, y, mask), _diagonals(x, y, mask[::-1])
    falling[:, 1] = y[0] + y[-1] - falling[:, 1]
    return np.concatenate([rising, falling]).astype(np.float32)


def dotted(x: np.ndarray, y: np.ndarray, mask: np.ndarray, theme: Theme) -> list[go.Scatter]:
    """A dot in the middle of every cell of the mask; nothing if there are none.

    Dots are short thick lines: a browser draws one path sooner than thousands of markers.
    """
    rows, columns = np.nonzero(mask)
    if not len(rows):
        return []
    left, right = x[columns] - DOT * _spacing(x), x[columns] + DOT * _spacing(x)
    across = np.stack([left, right, np.full_like(left, np.nan)], axis=1)
    return [
        go.Scatter(
            x=across.reshape(-1).astype(np.float32),
            y=np.repeat(y[rows], 3).astype(np.float32),
            mode="lines",
            line={"color": theme.text, "width": DOT_WIDTH, "simplify": False},
            hoverinfo="skip",
            showlegend=False,
        )
    ]


def _diagonals(x: np.ndarray, y: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """Lines along the cells of the mask from one row and column to the next of each."""
    framed = np.pad(mask, 1)
    begins = np.argwhere(mask & ~framed[:-2, :-2])
    ends = np.argwhere(mask & ~framed[2:, 2:])
    lines = []
    for cells, side in ((begins, -0.5), (ends, 0.5)):
        rows, columns = cells[np.lexsort((cells[:, 0], cells[:, 1] - cells[:, 0]))].T
        reach = side * np.array([_spacing(x), _spacing(y)])
        lines.append(np.column_stack([x[columns], y[rows]]) + reach)
    return np.stack([*lines, np.full_like(lines[0], np.nan)], axis=1).reshape(-1, 2)


def clicks(
    x: np.ndarray,
    y: np.ndarray,
    known: np.ndarray,
    text: list[str],
    numbers: np.ndarray,
    words: str,
) -> go.Scatter:
    """What answers to the pointer: a marker for every cell, row by row, of which none is drawn.

    Streamlit hears of clicks on markers alone; thousands of them would make the page slow, but a
    marker that is left out of the drawing answers all the same. Cells that are not ``known``
    [ny, nx] stay silent. ``words`` is the hover template over ``text`` and the ``numbers``
    [ny · nx, k].
    """
    across, up = np.meshgrid(x, y)
    return go.Scatter(
        x=np.where(known, across, np.nan).reshape(-1).astype(np.float32),
        y=up.reshape(-1).astype(np.float32),
        mode="markers",
        marker={"opacity": 0, "maxdisplayed": 1, "size": 4},
        text=text,
        customdata=numbers.astype(np.float32),
        hovertemplate=f"{words}{CLICK}<extra></extra>",
        showlegend=False,
    )


def plane_axes(window: Window, theme: Theme) -> tuple[dict[str, object], dict[str, object]]:
    """The axes of parameter space, in equal scales."""
    x_axis = axis(theme, "<i>θ</i>₁") | {"range": window[:2], "constrain": "domain"}
    y_axis = axis(theme) | {"range": window[2:], "constrain": "domain"}
    return x_axis, y_axis | {"scaleanchor": "x", "constraintoward": "top"}


def single_map(
    traces: Sequence[BaseTraceType],
    axes: tuple[dict[str, object], dict[str, object]],
    y_text: str,
    theme: Theme,
) -> go.Figure:
    """One map; the page writes its title above it."""
    look = {**layout(theme), "xaxis": axes[0], "yaxis": axes[1], "hoverdistance": -1}
    return go.Figure(traces, {**look, "annotations": [y_title(y_text, theme)]})


def _spacing(values: np.ndarray) -> float:
    return float(values[1] - values[0]) if len(values) > 1 else 1.0
