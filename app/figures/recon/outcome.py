"""What does a split buy? Test losses over the steps, and at the end beside the controls."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from app.figures.recon.marks import MARKS, Mark, mark
from app.look.theme import SMALL_TEXT_SIZE, Theme, axis, layout, see_through
from samgs_core.recon.log import Network
from samgs_core.recon.report import Report

KEY = "recon-outcome"
TITLE = "Test loss"

CURVES, ENDS = (0.0, 0.43), (0.46, 1.0)
"""The shares of the width of both halves."""


class Outcome(NamedTuple):
    """Test losses of every kind of network."""

    marks: tuple[Mark, ...]
    tested: np.ndarray  # [tests] steps
    curves: np.ndarray  # [marks, tests] the mean over the seeds
    band: tuple[np.ndarray, np.ndarray]  # [tests] the best and the worst choice of layers
    ends: np.ndarray  # [marks, seeds]
    n_steps: int
    watched: int
    range: tuple[float, float]
    """Powers of ten."""


def data(reports: Sequence[Report], chosen: Sequence[Network], is_by_hand: bool) -> Outcome:
    """``chosen`` is the split network of every report; it is a mark of its own if made by hand."""
    marks = tuple(each for each in MARKS if each.name != "hand" or is_by_hand)
    curves = np.stack(
        [
            [
                network.test_curve if each.name == "hand" else report.test_curve(each.name)
                for report, network in zip(reports, chosen, strict=True)
            ]
            for each in marks
        ]
    )  # [marks, seeds, tests]
    choices = np.mean([_choices(report) for report in reports], axis=0)
    plan = reports[0].plan
    ends = curves[..., -1]
    return Outcome(
        marks=marks,
        tested=reports[0].log.tested,
        curves=curves.mean(1),
        band=(choices.min(0), choices.max(0)),
        ends=ends,
        n_steps=plan.steps,
        watched=plan.watched,
        range=_range(np.concatenate([ends.ravel(), curves[..., 0].mean(1)])),
    )


def figure(outcome: Outcome, theme: Theme) -> go.Figure:
    """Curves on the left; on the right, at the same height, their ends, one column for each."""
    columns = list(range(len(outcome.marks)))
    y_axis = axis(theme) | {"type": "log", "range": outcome.range, "dtick": "D2"}
    ends = axis(theme) | {
        "domain": ENDS,
        "mirror": False,
        "range": (-0.6, len(columns) - 0.4),
        "tickvals": columns,
        "ticktext": [each.title.replace(" ", "<br>") for each in outcome.marks],
        "autotickangles": (0, 90),
    }
    return go.Figure(
        [
            *_band(outcome, theme),
            *(_curve(outcome, place, theme) for place in columns),
            *(_ends(outcome, place, theme) for place in columns),
        ],
        {
            **layout(theme),
            "xaxis": axis(theme, "step <i>t</i>")
            | {"domain": CURVES, "range": (0, outcome.n_steps), "showspikes": False},
            "xaxis2": ends | {"anchor": "y"},
            "yaxis": y_axis | {"tickformat": "~g", "minor": {"ticks": ""}},
            "annotations": _values(outcome, theme),
            "hovermode": "closest",
        },
    )


def alt(outcome: Outcome) -> str:
    """The picture in words, for those who cannot see it."""
    means = zip(outcome.marks, outcome.ends.mean(1), strict=True)
    losses = ", ".join(f"{each.title} {value:.3g}" for each, value in means)
    return f"Test loss after {outcome.tested[-1]} of {outcome.n_steps} steps: {losses}."


def _choices(report: Report) -> np.ndarray:
    """Test curves of every choice of layers, [choices, tests]."""
    return np.stack([report.log.test_curve(lane) for lane in report.variants["random"]])


def _range(values: np.ndarray) -> tuple[float, float]:
    known = np.log10(values[np.isfinite(values) & (values > 0)])
    if not len(known):
        return -2.0, 0.0
    room = 0.08 * (known.max() - known.min() or 1)
    return float(known.min() - room), float(known.max() + room)


def _band(outcome: Outcome, theme: Theme) -> list[go.Scatter]:
    low, high = outcome.band
    shared = {"mode": "lines", "line": {"width": 0}, "hoverinfo": "skip"}
    return [
        go.Scatter(x=outcome.tested, y=low, **shared),
        go.Scatter(
            x=outcome.tested,
            y=high,
            fill="tonexty",
            fillcolor=see_through(theme.muted, 0.22),
            **shared,
        ),
    ]


def _curve(outcome: Outcome, place: int, theme: Theme) -> go.Scatter:
    each = outcome.marks[place]
    return go.Scatter(
        x=outcome.tested,
        y=outcome.curves[place],
        mode="lines",
        line={"color": each.colour(theme), "width": each.width, "dash": each.dash},
        name=each.title,
        hovertemplate=each.title + ", step %{x}: %{y:.3g}<extra></extra>",
    )


def _ends(outcome: Outcome, place: int, theme: Theme) -> go.Scatter:
    """A dot for each seed, side by side."""
    each, values = outcome.marks[place], outcome.ends[place]
    n = len(values)
    shift = np.linspace(-0.25, 0.25, n) if n > 1 else np.zeros(1)
    return go.Scatter(
        x=place + shift,
        y=values,
        xaxis="x2",
        yaxis="y",
        mode="markers",
        marker={
            "symbol": each.symbol,
            "color": each.colour(theme),
            "size": 9 if n == 1 else 6,
            "opacity": 1 if n == 1 else 0.75,
            "line": {"width": 1.5, "color": each.colour(theme)},
        },
        hovertemplate=each.title + ": %{y:.3g}<extra></extra>",
    )


def _values(outcome: Outcome, theme: Theme) -> list[dict[str, object]]:
    """The mean of each column in numbers, above its dots."""
    best = np.nanargmin(outcome.ends.mean(1)) if np.isfinite(outcome.ends).any() else -1
    labels = []
    for place, values in enumerate(outcome.ends):
        known = values[np.isfinite(values) & (values > 0)]
        if not len(known):
            continue
        text = f"{values.mean():.3f}"
        labels.append(
            {
                "text": f"<b>{text}</b>" if place == best else text,
                "xref": "x2",
                "x": place,
                "y": float(np.log10(known.max())),
                "yanchor": "bottom",
                "yshift": 6,
                "showarrow": False,
                "font": {
                    "size": SMALL_TEXT_SIZE,
                    "color": mark(outcome.marks[place].name).colour(theme),
                },
            }
        )
    return labels
