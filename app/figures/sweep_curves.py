"""What does one number change?"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from app.figures.cells import CLICK
from app.figures.paths import single
from app.figures.sweep_axis import SweepAxis, drawn_axis, value_text
from app.look.theme import Theme, axis, layout, look_of, see_through
from samgs_core.method import Method
from samgs_core.yardsticks import Summary, Yardstick, summary

KEY = "sweep-curves"
TITLE = "Sweep"
MANY_VALUES = 40
"""From so many values on, marks are small."""
BAND = 0.15
"""The opacity of the spread."""


class Curve(NamedTuple):
    """One method over the values."""

    method: type[Method]
    summary: Summary  # [n] each
    n_known: np.ndarray  # [n] of how many starts a number is known


class SweepCurves(NamedTuple):
    """A curve for every method."""

    title: str
    axis: SweepAxis
    label: str
    is_share: bool
    n_runs: int
    curves: tuple[Curve, ...]
    n_seeds: int = 1

    @property
    def unit(self) -> str:
        """What a setting is run from."""
        return "starts" if self.n_seeds == 1 else "starts × seeds"


def data(
    title: str,
    drawn: SweepAxis,
    yardstick: Yardstick,
    n_runs: int,
    results: Sequence[tuple[type[Method], np.ndarray]],
    n_seeds: int = 1,
) -> SweepCurves:
    """``results`` holds the yardstick's values [n, runs] of every method."""
    curves = tuple(
        Curve(method, summary(values, yardstick.is_share), (~np.isnan(values)).sum(-1))
        for method, values in results
    )
    return SweepCurves(title, drawn, yardstick.label, yardstick.is_share, n_runs, curves, n_seeds)


def one_by_one(sweep: SweepCurves) -> list[tuple[str, str, SweepCurves]]:
    """All methods together: curves are compared in one picture."""
    return [(sweep.label, f"over {sweep.axis.label}", sweep)]


def figure(sweep: SweepCurves, theme: Theme) -> go.Figure:
    """All curves; a band is the spread over starts, a thin line the study's own value."""
    y_axis = axis(theme) | {"title": {"text": sweep.label}, "showgrid": True}
    y_axis |= {"gridcolor": theme.contour, "zeroline": False}
    if sweep.is_share:
        y_axis |= {"range": [-0.04, 1.04], "tickformat": ".0%"}
    bands = [_band(curve, sweep, theme) for curve in sweep.curves if not sweep.is_share]
    return go.Figure(
        [*bands, *(_line(curve, sweep, theme) for curve in sweep.curves)],
        {
            **layout(theme),
            "xaxis": drawn_axis(sweep.axis, theme, sweep.axis.label),
            "yaxis": y_axis,
            "margin": {"l": 70, "r": 10, "t": 36, "b": 48},
            "showlegend": True,
            "legend": {"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom"},
            "shapes": _now(sweep.axis, theme),
        },
    )


printed = figure


def first_line(sweep: SweepCurves) -> int:
    """The first trace that is a method's line; before it stand the bands."""
    return 0 if sweep.is_share else len(sweep.curves)


def alt(sweep: SweepCurves) -> str:
    """The picture in words, for those who cannot see it."""
    ranges = [f"{curve.method.title}: {_range_text(curve)}." for curve in sweep.curves]
    return " ".join(
        [f"{sweep.label} over {sweep.axis.label}, {sweep.n_runs} {sweep.unit}.", *ranges]
    )


def _range_text(curve: Curve) -> str:
    known = curve.summary.middle[np.isfinite(curve.summary.middle)]
    if not len(known):
        return "no value"
    return f"from {value_text(known.min())} to {value_text(known.max())}"


def _line(curve: Curve, sweep: SweepCurves, theme: Theme) -> go.Scatter:
    look, colour = look_of(curve.method), theme.colour(curve.method)
    size = 7 if len(sweep.axis.values) <= MANY_VALUES else 4
    number = "%{y:.0%}" if sweep.is_share else "%{y:.4~r}"
    spread = "" if sweep.is_share else " (%{customdata[1]:.4~r} to %{customdata[2]:.4~r})"
    numbers = np.column_stack([curve.n_known, curve.summary.low, curve.summary.high])
    return go.Scatter(
        x=sweep.axis.places,
        y=single(curve.summary.middle),
        mode="lines+markers",
        line={"color": colour, "width": look.width, "dash": look.dash},
        marker={"symbol": look.marker, "size": size, "color": colour},
        name=curve.method.title,
        legendgroup=curve.method.key,
        text=[value_text(value) for value in sweep.axis.values],
        customdata=single(numbers),
        hovertemplate=f"<b>{curve.method.title}</b> at %{{text}}: {number}{spread}"
        f"<br>%{{customdata[0]}} of {sweep.n_runs} {sweep.unit}"
        f"{CLICK}<extra></extra>",
    )


def _band(curve: Curve, sweep: SweepCurves, theme: Theme) -> go.Scatter:
    """The spread over the starts, one area for every stretch without a gap."""
    low, high = single(curve.summary.low), single(curve.summary.high)
    known = np.isfinite(low) & np.isfinite(high)
    x, y = [], []
    cuts = np.flatnonzero(np.diff(known.astype(int))) + 1
    for rows in np.split(np.arange(len(low)), cuts):
        if known[rows[0]]:
            x += [*sweep.axis.places[rows], *sweep.axis.places[rows][::-1], np.nan]
            y += [*high[rows], *low[rows][::-1], np.nan]
    return go.Scatter(
        x=np.array(x),
        y=np.array(y, dtype=np.float32),
        mode="lines",
        line={"width": 0},
        fill="toself",
        fillcolor=see_through(theme.colour(curve.method), BAND),
        hoverinfo="skip",
        showlegend=False,
        legendgroup=curve.method.key,
    )


def _now(drawn: SweepAxis, theme: Theme) -> list[dict[str, object]]:
    """A thin line at the study's own value."""
    if drawn.current is None:
        return []
    line = {"color": theme.muted, "width": 1, "dash": "dot"}
    place = {"x0": drawn.current, "x1": drawn.current, "y0": 0, "y1": 1, "yref": "paper"}
    return [{"type": "line", **place, "line": line, "layer": "below"}]
