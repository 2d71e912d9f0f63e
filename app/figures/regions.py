"""Parts of parameter space that are tinted, or hatched where nothing is defined."""

from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from app.look.theme import Theme, see_through

HATCH = 5
"""Points of the grid from one line of the hatching to the next."""
TINT = 0.22


class Region(NamedTuple):
    """Points of a grid that belong together."""

    x: np.ndarray  # [nx]
    y: np.ndarray  # [ny]
    mask: np.ndarray  # [ny, nx] booleans


def tint(region: Region, theme: Theme) -> list[go.Heatmap]:
    """The region in a light shade of the muted colour; nothing if it is empty."""
    if not region.mask.any():
        return []
    shade = see_through(theme.muted, TINT)
    return [
        go.Heatmap(
            x=region.x,
            y=region.y,
            z=np.where(region.mask, 1, np.nan).astype(np.float32),
            colorscale=[[0, shade], [1, shade]],
            showscale=False,
            hoverinfo="skip",
        )
    ]


def hatching(region: Region, theme: Theme) -> list[go.Scatter]:
    """Slanted lines over the region; nothing if it is empty."""
    points = hatch(region)
    if not len(points):
        return []
    return [
        go.Scatter(
            x=points[:, 0],
            y=points[:, 1],
            mode="lines",
            line={"color": theme.muted, "width": 1, "simplify": False},
            opacity=0.7,
            hoverinfo="skip",
        )
    ]


def hatch(region: Region) -> np.ndarray:
    """The ends of lines along every ``HATCH``-th diagonal of the region, [m, 2] float32.

    A row of NaN follows each line. A line of a single point is left out.
    """
    n_y, n_x = region.mask.shape
    lines = []
    for offset in range(-n_y + 1, n_x, HATCH):
        on = np.diagonal(region.mask, offset).astype(int)
        begins, ends = np.flatnonzero(np.diff(on, prepend=0, append=0)).reshape(-1, 2).T
        for begin, end in zip(begins, ends - 1, strict=True):
            if end > begin:
                places = np.array([begin, end])
                across = region.x[places + max(offset, 0)]
                up = region.y[places + max(-offset, 0)]
                lines.append(np.column_stack([across, up]))
                lines.append(np.full((1, 2), np.nan))
    return np.concatenate([np.zeros((0, 2)), *lines]).astype(np.float32)
