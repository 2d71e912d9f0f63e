"""When do the task gradients point against each other?"""

from collections.abc import Sequence
from typing import NamedTuple

import plotly.graph_objects as go

from app.figures.series import Series, curves, over_steps, series
from app.look.theme import SMALL_TEXT_SIZE, Theme, axis
from samgs_core.metrics import angle, live
from samgs_core.record import Record

KEY = "angle"
TITLE = "Angle between g₁ and g₂"

PLACES = ((0.9, 101.0), (0.5, 169.0), (0.5, 101.0), (0.12, 169.0), (0.12, 101.0), (0.9, 169.0))
"""Where the name of the tinted half can stand."""


class AngleOverSteps(NamedTuple):
    """The angle from one start, in degrees, one curve for each method."""

    start: int
    n_steps: int
    curves: tuple[Series, ...]
    above: tuple[float, ...]
    """Of each method, the share of the run's recorded steps with an angle above 90°."""
    quietest: tuple[float, float]
    """Where the tinted half has room for its name: a share of the width, and degrees."""


def data(records: Sequence[Record], start: int) -> AngleOverSteps:
    """``start`` is the index of the start whose angles are shown."""
    angles = [angle(record)[start] for record in records]
    pairs = list(zip(records, angles, strict=True))
    n_steps = max((record.experiment.steps for record in records), default=1)
    drawn = tuple(series(record, values, start, "{:.0f}°") for record, values in pairs)
    return AngleOverSteps(
        start=start,
        n_steps=n_steps,
        curves=drawn,
        above=tuple(float((values[live(record)[start]] > 90).mean()) for record, values in pairs),
        quietest=_quietest(drawn, n_steps),
    )


def figure(angles: AngleOverSteps, theme: Theme) -> go.Figure:
    """Curves from 0° to 180°; the upper half is tinted and named."""
    return go.Figure(curves(angles.curves, theme), frame(angles.n_steps, theme, angles.quietest))


def frame(
    n_steps: int, theme: Theme, quietest: tuple[float, float] = PLACES[-1]
) -> dict[str, object]:
    """The axes with the tinted half, which the scene shares."""
    degrees = {"range": (0, 180), "tickvals": (0, 90, 180), "ticktext": ("0°", "90°", "180°")}
    return {
        **over_steps(theme, n_steps),
        "yaxis": axis(theme) | degrees,
        "shapes": [conflict_band(theme)],
        "annotations": [conflict_label(quietest, theme)],
    }


def alt(angles: AngleOverSteps) -> str:
    """The picture in words, for those who cannot see it."""
    told = (
        f"{curve.method.title} is above 90° at {share:.0%} of the recorded steps."
        for curve, share in zip(angles.curves, angles.above, strict=True)
    )
    first = f"Angle between the task gradients over the steps from start {angles.start + 1}."
    return " ".join([first, *told])


def conflict_band(theme: Theme) -> dict[str, object]:
    """The tint of all angles above 90°."""
    return {
        "type": "rect",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "y0": 90,
        "y1": 180,
        "fillcolor": theme.tint,
        "line": {"width": 0},
        "layer": "below",
    }


def _quietest(drawn: Sequence[Series], n_steps: int) -> tuple[float, float]:
    """Of the places for the tinted half's name the one with the fewest values around it."""

    def crowd(place: tuple[float, float]) -> int:
        x, y = place
        return sum(
            int(((abs(curve.steps / n_steps - x) < 0.12) & (abs(curve.values - y) < 15)).sum())
            for curve in drawn
        )

    return min(PLACES, key=crowd)


def conflict_label(place: tuple[float, float], theme: Theme) -> dict[str, object]:
    """The name of the tinted half at a share of the width, and at an angle."""
    return {
        "text": "conflict",
        "xref": "paper",
        "x": place[0],
        "y": place[1],
        "showarrow": False,
        "font": {"size": SMALL_TEXT_SIZE, "color": theme.muted},
    }
