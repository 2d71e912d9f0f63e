"""Small multiples: one panel for each method, all with the same axes."""

from collections.abc import Sequence
from math import ceil
from textwrap import wrap

import plotly.graph_objects as go
from plotly.basedatatypes import BaseTraceType

from app.figures.paths import Paths
from app.look.theme import TEXT_SIZE, Theme, layout, y_title

MANY = 6
"""Above so many methods, panels are easier to read than one picture."""
SMALL = 0.8
"""The size of marks and lines in a panel, as a share of their size in one picture."""
MAX_COLUMNS = 5
GAP_ACROSS = 0.02
LINE = (100, 60, 38, 27, 22)
"""Letters of a line above a panel, by the number of columns."""
GAP_DOWN, WIDE_GAP = 0.14, 0.36
"""The gaps between all rows together take about this share of the height; and below long titles."""
PANEL_KEYS = {
    "showlegend": True,
    "legend": {"orientation": "h", "x": 1, "xanchor": "right", "y": -0.16, "yanchor": "top"},
    "margin": {"l": 44, "r": 10, "t": 96, "b": 90},
}
"""What a layout of panels needs for titles of four lines and for a key below."""

Axis = dict[str, object]


def panels(
    pictures: Sequence[tuple[str, Sequence[BaseTraceType]]],
    axes: tuple[Axis, Axis],
    y_text: str,
    theme: Theme,
    gap_down: float = GAP_DOWN,
) -> go.Figure:
    """Every title's traces in a panel of their own.

    ``axes`` are every panel's two axes and ``y_text`` titles the second; titles and numbers stand
    at the rim alone.
    """
    n = len(pictures)
    placed: Axis = {}
    for place, (_, traces) in enumerate(pictures):
        suffix = _suffix(place)
        placed |= _placed(axes, place, n, gap_down)
        for trace in traces:
            trace.update(xaxis=f"x{suffix}", yaxis=f"y{suffix}", showlegend=False)
    titles = [_title(text, place) for place, (text, _) in enumerate(pictures)]
    titles += [y_title(y_text, theme, _suffix(place)) for place in range(0, n, grid(n)[1])]
    top = {"margin": {"l": 44, "r": 10, "t": 28, "b": 40}}
    return go.Figure(
        [trace for _, traces in pictures for trace in traces],
        {**layout(theme), **top, **placed, "annotations": titles},
    )


def folded(text: str, n: int) -> str:
    """A note below a panel's title, in lines that have room above one of n panels, as HTML."""
    return "<br>".join(wrap(text, LINE[grid(n)[1] - 1]))


def scored(paths: Paths) -> str:
    """The title of a method's panel: its name and its score."""
    score = "" if paths.score is None else f"  {paths.score.text}"
    return f"<b>{paths.method.title}</b>{score}"


def grid(n: int) -> tuple[int, int]:
    """The rows and columns of n panels."""
    rows = max(ceil(n / MAX_COLUMNS), 1)
    return rows, max(ceil(n / rows), 1)


UNLABELLED: Axis = {"showticklabels": False, "title": None}


def _placed(axes: tuple[Axis, Axis], place: int, n: int, gap_down: float) -> Axis:
    """The two axes of one of n panels, by their names in a layout."""
    rows, columns = grid(n)
    row, column = divmod(place, columns)
    suffix = _suffix(place)
    x_axis, y_axis = (dict(axis) for axis in axes)
    x_axis |= {"domain": _share(column, columns, GAP_ACROSS), "anchor": f"y{suffix}"}
    y_axis |= {"domain": _share(rows - 1 - row, rows, gap_down / rows), "anchor": f"x{suffix}"}
    if "scaleanchor" in y_axis:
        y_axis["scaleanchor"] = f"x{suffix}"
    x_axis |= {} if place + columns >= n else UNLABELLED
    y_axis |= UNLABELLED if column else {}
    return {f"xaxis{suffix}": x_axis, f"yaxis{suffix}": y_axis}


def _share(place: int, n: int, gap: float) -> tuple[float, float]:
    """The stretch of [0, 1] that the place-th of n panels takes, with gaps between them."""
    width = (1 - (n - 1) * gap) / n
    low = place * (width + gap)
    return low, min(low + width, 1.0)


def _suffix(place: int) -> str:
    """How Plotly numbers the axes: x, x2, x3."""
    return str(place + 1) if place else ""


def _title(text: str, place: int) -> Axis:
    suffix = _suffix(place)
    return {
        "text": text,
        "xref": f"x{suffix} domain",
        "yref": f"y{suffix} domain",
        "x": 0,
        "y": 1,
        "xanchor": "left",
        "yanchor": "bottom",
        "align": "left",
        "showarrow": False,
        "font": {"size": TEXT_SIZE},
    }
