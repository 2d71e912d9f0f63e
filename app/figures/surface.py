"""What does the landscape look like as a surface, and how do the runs go down it?"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from app.figures.contours import contours, total
from app.figures.paths import Paths, ends_in_words, is_inside, paths, single
from app.look.theme import SMALL_TEXT_SIZE, TEXT_SIZE, Theme, layout, look_of
from samgs_core.landscape import Landscape, Window
from samgs_core.record import Record
from samgs_core.survey import Survey

KEY = "surface"
TITLE = "Surface"
HEIGHT = 0.7
"""Of the box that is drawn, as a share of its width."""
LIFT = 0.006
"""Paths run this share of the height above the surface, so that it does not swallow them."""


class Surface(NamedTuple):
    """A loss over the window, and the paths on it: z is the loss, cut off at ``low`` and ``high``.

    The loss is cut one step beyond its first and its last contour, because spikes and log
    singularities would flatten all the rest. What lies outside the window is left out.
    """

    title: str
    label: str
    window: Window
    x: np.ndarray  # [nx]
    y: np.ndarray  # [ny]
    z: np.ndarray  # [ny, nx] float32, NaN where the loss is undefined
    low: float
    high: float
    methods: tuple[Paths, ...]
    lines: tuple[np.ndarray, ...]  # of each method, [n, 3] float32
    ends: tuple[np.ndarray, ...]  # of each method, [B, 3] float32


def data(
    landscape: Landscape, survey: Survey, records: Sequence[Record], contoured: str = "sum"
) -> Surface:
    """``contoured`` is the key of one of ``contours.CONTOURED``: the loss that is the height."""
    drawn = contours(survey.x, survey.y, survey.losses, contoured)
    low, high = _cuts(drawn.levels)
    values = total(survey.losses, contoured)
    values = np.where(np.isnan(values), np.nan, np.clip(values, low, high))
    window = landscape.window
    methods = tuple(paths(record, record.x, window, None) for record in records)
    return Surface(
        title=landscape.title,
        label=drawn.label,
        window=window,
        x=survey.x[::2],
        y=survey.y[::2],
        z=single(values[::2, ::2]),
        low=low,
        high=high,
        methods=methods,
        lines=tuple(
            _lifted(each.points, each.told[:, 2:], window, (low, high), contoured)
            for each in methods
        ),
        ends=tuple(
            _lifted(each.ends, each.ends_told[:, 2:], window, (low, high), contoured)
            for each in methods
        ),
    )


def figure(surface: Surface, theme: Theme) -> go.Figure:
    """The surface in greys with its contours, all paths over it; it can be turned."""
    traces = [_ground(surface, theme)]
    for method, line, ends in zip(surface.methods, surface.lines, surface.ends, strict=True):
        traces += _path(method, line, ends, theme)
    scene = {
        "xaxis": _axis("θ₁", surface.window[:2], theme),
        "yaxis": _axis("θ₂", surface.window[2:], theme),
        "zaxis": _axis(surface.label, (surface.low, surface.high), theme),
        "aspectmode": "manual",
        "aspectratio": {"x": 1, "y": 1, "z": HEIGHT},
        "camera": {
            "eye": {"x": -1.1, "y": -1.35, "z": 0.95},
            "center": {"x": 0, "y": 0, "z": -0.15},
        },
    }
    margin = {"l": 0, "r": 0, "t": 0, "b": 0}
    return go.Figure(traces, {**layout(theme), "margin": margin, "scene": scene})


def alt(surface: Surface) -> str:
    """The picture in words, for those who cannot see it."""
    first = f"The landscape {surface.title} as a surface whose height is {surface.label}."
    return " ".join([first, *(ends_in_words(method) for method in surface.methods)])


def _cuts(levels: np.ndarray) -> tuple[float, float]:
    """One step below the first and above the last of some levels."""
    if not len(levels):
        return 0.0, 1.0
    if len(levels) == 1:
        return float(levels[0] - 1), float(levels[0] + 1)
    return float(2 * levels[0] - levels[1]), float(2 * levels[-1] - levels[-2])


def _lifted(
    points: np.ndarray,
    losses: np.ndarray,
    window: Window,
    cuts: tuple[float, float],
    contoured: str,
) -> np.ndarray:
    """Points [n, 2] at the height of their losses [n, 2], NaN outside the window: [n, 3]."""
    low, high = cuts
    height = np.clip(total(losses.astype(float), contoured), low, high) + LIFT * (high - low)
    height[~is_inside(points, window)] = np.nan
    return single(np.column_stack([points, height]))


def _ground(surface: Surface, theme: Theme) -> go.Surface:
    step = (surface.high - surface.low) / 14
    lines = {"show": True, "color": theme.muted, "width": 1}
    return go.Surface(
        x=surface.x,
        y=surface.y,
        z=surface.z,
        colorscale=[[0, theme.surface], [1, theme.contour]],
        cmin=surface.low,
        cmax=surface.high,
        showscale=False,
        opacity=0.95,
        contours={"z": {**lines, "start": surface.low, "end": surface.high, "size": step}},
        lighting={"ambient": 0.75, "diffuse": 0.5, "specular": 0.03, "roughness": 0.9},
        hovertemplate=f"θ₁ %{{x:.4~r}}, θ₂ %{{y:.4~r}}<br>{surface.label} %{{z:.4~r}}"
        "<extra></extra>",
    )


def _path(method: Paths, line: np.ndarray, ends: np.ndarray, theme: Theme) -> list[go.Scatter3d]:
    look, colour = look_of(method.method), theme.colour(method.method)
    dash = "solid" if look.dash == "solid" else "dot"  # longer dashes hardly show in space
    told = f"<b>{method.method.title}</b>, start %{{customdata[0]}}, step %{{customdata[1]:,}}"
    return [
        go.Scatter3d(
            x=line[:, 0],
            y=line[:, 1],
            z=line[:, 2],
            mode="lines",
            line={"color": colour, "width": 2 * look.width, "dash": dash},
            name=method.method.title,
            customdata=method.told,
            hovertemplate=f"{told}<extra></extra>",
        ),
        go.Scatter3d(
            x=ends[:, 0],
            y=ends[:, 1],
            z=ends[:, 2],
            mode="markers",
            marker={"color": colour, "size": 5, "symbol": _symbols(method)},
            name=method.method.title,
            customdata=method.ends_told,
            hovertemplate=f"{told}<extra></extra>",
        ),
    ]


def _symbols(method: Paths) -> list[str]:
    """The method's marker where there is one like it in space, a cross where the run diverged."""
    own = look_of(method.method).marker
    own = own if own in ("square", "square-open", "diamond", "cross") else "circle"
    return ["x" if diverged else own for diverged in method.diverged]


def _axis(title: str, span: tuple[float, ...], theme: Theme) -> dict[str, object]:
    return {
        "title": {"text": title, "font": {"size": TEXT_SIZE, "color": theme.text}},
        "range": span,
        "nticks": 5,
        "tickfont": {"size": SMALL_TEXT_SIZE, "color": theme.muted},
        "showbackground": False,
        "gridcolor": theme.contour,
        "zeroline": False,
        "linecolor": theme.contour,
        "showspikes": False,
    }
