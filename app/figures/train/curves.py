"""How do a loss and a metric of one task change while the networks learn?"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from app.figures.paths import HUGE
from app.figures.series import MAX_REACHES, REACH, THINNER, binned, mean_of, outlines_of, over_steps
from app.figures.train.lane import Contestant, colour, look
from app.look.theme import Look, Theme, axis, see_through
from app.words.numbers import number
from samgs_core.benchmark.log import LaneLog

KEY = "train-curves"
TITLE = "Losses and metrics"
WIDE = 4.0
"""Values that are so many times the least have an axis of powers."""


class Curve(NamedTuple):
    """The mean over the seeds, and what all seeds span; NaN where a seed has no value."""

    contestant: Contestant
    steps: np.ndarray  # [n]
    values: np.ndarray  # [n]
    low: np.ndarray  # [n]
    high: np.ndarray  # [n]


class Curves(NamedTuple):
    """One quantity of one task over the steps."""

    name: str
    unit: str
    n_steps: int
    curves: tuple[Curve, ...]
    is_log: bool


def losses(contestants: Sequence[Contestant], task: str, n_steps: int) -> Curves:
    """The training loss of the task with this key, in bins of as many steps each."""
    drawn = [_curve(each, [_losses_of(log, task) for log in each.logs]) for each in contestants]
    curves = tuple(each for each in drawn if each is not None)
    return Curves("training loss", "", n_steps, curves, _is_wide(curves))


def metric(
    contestants: Sequence[Contestant], task: str, key: str, told: tuple[str, str], n_steps: int
) -> Curves:
    """A metric of the task over the looks at the test set; ``told`` are its name and unit."""
    drawn = [
        _curve(each, [_metric_of(log, (task, key)) for log in each.logs]) for each in contestants
    ]
    curves = tuple(each for each in drawn if each is not None)
    has_scale = bool(told[1])  # shares and angles lie in a range of their own
    return Curves(*told, n_steps, curves, not has_scale and _is_wide(curves))


def figure(curves: Curves, theme: Theme) -> go.Figure:
    """A line for each with its marker at the end; the spans over the seeds of a few."""
    scale = {"type": "log", "dtick": "D2", "tickformat": "~g"} if curves.is_log else {}
    frame = over_steps(theme, max(curves.n_steps, 1))
    unit = {"ticksuffix": curves.unit} if curves.unit else {}
    traces: list[go.Scatter] = []
    for each in curves.curves:
        own = look(each.contestant.method, bool(each.contestant.split))
        outline = outlines_of(each.steps, each.low, each.high)
        if len(outline) and len(curves.curves) <= MAX_REACHES:
            traces.append(_span(outline, colour(own, theme)))
        traces.append(_line(each, own, colour(own, theme), curves.unit))
    margin = {"l": 52, "r": 12, "t": 8, "b": 34}
    y_axis = axis(theme) | {"nticks": 5} | scale | unit
    return go.Figure(traces, {**frame, "margin": margin, "yaxis": y_axis})


def alt(curves: Curves) -> str:
    """The picture in words, for those who cannot see it."""
    told = [f"{curves.name[:1].upper()}{curves.name[1:]} over the steps."]
    for each in curves.curves:
        known = each.values[np.isfinite(each.values)]
        if len(known):
            first, last = (f"{number(float(value))}{curves.unit}" for value in known[[0, -1]])
            told.append(f"{each.contestant.title}: from {first} to {last}.")
    return " ".join(told)


def _is_wide(curves: Sequence[Curve]) -> bool:
    """Whether what all began with would press the ends together on a linear axis."""
    known = np.concatenate([each.values for each in curves] or [np.zeros(0)])
    known = known[np.isfinite(known)]
    return bool(len(known) and known.min() > 0 and known.max() > WIDE * known.min())


Points = tuple[np.ndarray, np.ndarray]


def _losses_of(log: LaneLog, task: str) -> Points | None:
    column = next((k for k, each in enumerate(log.tasks) if each.key == task), None)
    if column is None or not log.n_steps:
        return None
    values = log.losses[:, column]
    return np.arange(1, len(values) + 1, dtype=float), np.where(
        np.abs(values) < HUGE, values, np.nan
    )


def _metric_of(log: LaneLog, name: tuple[str, str]) -> Points | None:
    if name not in log.names or not len(log.metrics):
        return None
    return log.evaluated_at.astype(float), log.metrics[:, log.names.index(name)]


def _curve(contestant: Contestant, found: Sequence[Points | None]) -> Curve | None:
    """The curve over the steps that all seeds which began have reached; None before that."""
    known = [points for points in found if points is not None]
    if not known:
        return None
    n = min(len(steps) for steps, _ in known)
    seeds = np.stack([mean_of(binned(values[:n])) for _, values in known])
    steps = mean_of(binned(known[0][0][:n]))
    return Curve(contestant, steps, seeds.mean(0), seeds.min(0), seeds.max(0))


def _span(outline: np.ndarray, hue: str) -> go.Scatter:
    return go.Scatter(
        x=outline[:, 0],
        y=outline[:, 1],
        mode="lines",
        line={"width": 0},
        fill="toself",
        fillcolor=see_through(hue, REACH),
        hoverinfo="skip",
    )


def _line(each: Curve, own: Look, hue: str, unit: str) -> go.Scatter:
    last = np.zeros(len(each.steps))
    last[np.flatnonzero(np.isfinite(each.values))[-1:]] = 7
    title = each.contestant.title
    return go.Scatter(
        x=each.steps,
        y=each.values,
        mode="lines+markers",
        line={"color": hue, "width": THINNER * own.width, "dash": own.dash},
        marker={"symbol": own.marker, "size": last, "color": hue, "opacity": 1},
        name=title,
        hovertemplate=f"{title} %{{y:.4g}}{unit}<extra></extra>",
        cliponaxis=False,
    )
