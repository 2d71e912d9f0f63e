"""What do two numbers change together?"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go
from plotly.basedatatypes import BaseTraceType

from app.figures.cells import clicks, single_map
from app.figures.panels import panels
from app.figures.paths import single
from app.figures.sweep_axis import SweepAxis, drawn_axis, value_text
from app.look.theme import SMALL_TEXT_SIZE, Theme
from app.words.legend import percent
from samgs_core.method import Method
from samgs_core.yardsticks import Summary, Yardstick, summary

KEY = "sweep-heat"
TITLE = "Sweep of two numbers"
PRINTED_UP_TO = 12
"""Up to so many columns the numbers fit into the cells."""


class Heat(NamedTuple):
    """One method over all pairs of values."""

    method: type[Method]
    summary: Summary  # [ny, nx] each
    n_known: np.ndarray  # [ny, nx] of how many starts a number is known


class SweepHeat(NamedTuple):
    """A map for every method, with one scale of colours."""

    title: str
    across: SweepAxis
    up: SweepAxis
    label: str
    is_share: bool
    n_runs: int
    low: float
    high: float
    heats: tuple[Heat, ...]
    n_seeds: int = 1

    @property
    def unit(self) -> str:
        """What a setting is run from."""
        return "starts" if self.n_seeds == 1 else "starts × seeds"


def data(
    title: str,
    across: SweepAxis,
    up: SweepAxis,
    yardstick: Yardstick,
    n_runs: int,
    results: Sequence[tuple[type[Method], np.ndarray]],
    n_seeds: int = 1,
) -> SweepHeat:
    """``results`` holds the yardstick's values [nx, ny, runs] of every method."""
    heats = tuple(
        Heat(
            method,
            Summary(*(each.T for each in summary(values, yardstick.is_share))),
            (~np.isnan(values)).sum(-1).T,
        )
        for method, values in results
    )
    known = np.concatenate([single(h.summary.middle).reshape(-1) for h in heats] or [np.zeros(0)])
    known = known[np.isfinite(known)]
    low, high = (known.min(), known.max()) if len(known) else (0.0, 1.0)
    limits = (0.0, 1.0) if yardstick.is_share else (float(low), float(high))
    is_share, label = yardstick.is_share, yardstick.label
    return SweepHeat(title, across, up, label, is_share, n_runs, *limits, heats, n_seeds)


def one_by_one(sweep: SweepHeat) -> list[tuple[str, str, SweepHeat]]:
    """Every method's map by itself, with its title and a note."""
    label = _label(sweep)
    return [(heat.method.title, label, sweep._replace(heats=(heat,))) for heat in sweep.heats]


def figure(sweep: SweepHeat, theme: Theme) -> go.Figure:
    """The map of the first method."""
    traces = _traces(sweep, sweep.heats[0], theme, is_scaled=True)
    figure = single_map(traces, _axes(sweep, theme), "", theme)
    return figure.update_layout(margin={"l": 70, "b": 48})


def printed(sweep: SweepHeat, theme: Theme) -> go.Figure:
    """All methods in one figure."""
    pictures = [
        (f"<b>{heat.method.title}</b> {_label(sweep)}", _traces(sweep, heat, theme, not place))
        for place, heat in enumerate(sweep.heats)
    ]
    figure = panels(pictures, _axes(sweep, theme), "", theme)
    return figure.update_layout(margin={"l": 70, "b": 48})


def alt(sweep: SweepHeat) -> str:
    """The picture in words, for those who cannot see it."""
    first = f"{sweep.label} over {sweep.across.label} and {sweep.up.label}"
    return f"{first}: from {value_text(sweep.low)} to {value_text(sweep.high)}."


def _axes(sweep: SweepHeat, theme: Theme) -> tuple[dict[str, object], dict[str, object]]:
    y_axis = drawn_axis(sweep.up, theme, sweep.up.label)
    return drawn_axis(sweep.across, theme, sweep.across.label), y_axis


def _traces(sweep: SweepHeat, heat: Heat, theme: Theme, is_scaled: bool) -> list[BaseTraceType]:
    middle = single(heat.summary.middle)
    number = ".0%" if sweep.is_share else ".3~g"
    bar = {"thickness": 10, "outlinewidth": 0, "tickfont": {"size": SMALL_TEXT_SIZE}}
    cells = go.Heatmap(
        x=sweep.across.places,
        y=sweep.up.places,
        z=middle,
        zmin=sweep.low,
        zmax=sweep.high,
        colorscale="Cividis",
        showscale=is_scaled,
        colorbar={**bar, "tickformat": number},
        text=in_cells(middle, sweep.is_share) if middle.shape[1] <= PRINTED_UP_TO else None,
        texttemplate="%{text}",
        textfont={"size": SMALL_TEXT_SIZE},
        hoverinfo="skip",
    )
    words = (
        f"<b>{heat.method.title}</b> %{{text}}<br>%{{customdata[0]}} of {sweep.n_runs} {sweep.unit}"
    )
    known = np.ones_like(middle, dtype=bool)
    pairs = [
        f"{value_text(x)} × {value_text(y)}: {text}"
        for y, row in zip(sweep.up.values, _printed(middle, sweep.is_share), strict=True)
        for x, text in zip(sweep.across.values, row, strict=True)
    ]
    n_known = heat.n_known.reshape(-1, 1)
    pointer = clicks(sweep.across.places, sweep.up.places, known, pairs, n_known, words)
    return [cells, pointer]


def _label(sweep: SweepHeat) -> str:
    """What the numbers in the cells are, with their unit."""
    return f"{sweep.label}, in %" if sweep.is_share else sweep.label


def in_cells(values: np.ndarray, is_share: bool) -> list[list[str]]:
    """Short enough for narrow cells: of a share the percents alone."""
    return [[text.removesuffix(" %") for text in row] for row in _printed(values, is_share)]


def _printed(values: np.ndarray, is_share: bool) -> list[list[str]]:
    def text(value: float) -> str:
        if np.isnan(value):
            return "–"
        return percent(value) if is_share else value_text(value)

    return [[text(value) for value in row] for row in values.tolist()]
