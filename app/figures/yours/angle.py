"""When does which pair of task gradients point against each other?"""

from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from app.figures.angle import PLACES, conflict_band, conflict_label
from app.figures.panels import panels
from app.figures.yours.curve import Curve, Over, cursor, curve, frame, lines
from app.look.theme import Theme, axis
from samgs_core.recorder import Recording

KEY = "run-angle"
TITLE = "Angle between the task gradients"
MOST = 15
"""Of more pairs those that conflict most often are drawn."""
ROOM = 44
"""Pixels above the panels, for titles of two lines."""


class Angles(NamedTuple):
    """The angle of every pair of tasks, in degrees, and how often it is above 90°."""

    over: Over
    curves: tuple[Curve, ...]
    shares: tuple[float, ...]
    n_left_out: int


def data(recording: Recording, over: Over) -> Angles:
    """A curve for each pair, at most ``MOST``."""
    shares = recording.conflicts
    order = np.sort(np.argsort(-shares, kind="stable")[:MOST]).tolist()
    drawn = [(recording.pairs[n], recording.angles[:, n]) for n in order]
    return Angles(
        over,
        tuple(curve(pair_name(recording, pair), recording.steps, v) for pair, v in drawn),
        tuple(float(shares[n]) for n in order),
        len(shares) - len(order),
    )


def figure(angles: Angles, theme: Theme) -> go.Figure:
    """A panel for each pair, from 0° to 180°; the upper half is tinted."""
    degrees = {"range": (0, 180), "tickvals": (0, 90, 180), "ticktext": ("0°", "90°", "180°")}
    y_axis = axis(theme) | degrees
    layout = frame(angles.over, theme)
    if len(angles.curves) == 1:
        shapes = [conflict_band(theme), cursor(angles.over, theme)]
        label = conflict_label(PLACES[1], theme)
        label |= {"text": f"conflict, {angles.shares[0]:.0%}", "yanchor": "top"}
        told = {**layout, "yaxis": y_axis, "shapes": shapes, "annotations": [label]}
        return go.Figure(lines(angles.curves, ".0f", theme), told)
    titled = [
        (f"{_in_two_lines(each.name)}: {share:.0%}", lines([each], ".0f", theme))
        for each, share in zip(angles.curves, angles.shares, strict=True)
    ]
    drawn = panels(titled, (layout["xaxis"], y_axis), "", theme)  # type: ignore[arg-type]
    shapes = []
    for place in range(len(titled)):
        axes = str(place + 1) if place else ""
        band = conflict_band(theme) | {"xref": f"x{axes} domain", "yref": f"y{axes}"}
        line = cursor(angles.over, theme) | {"xref": f"x{axes}", "yref": f"y{axes} domain"}
        shapes += [band, line]
    return drawn.update_layout(shapes=shapes, margin_t=ROOM)


def pair_name(recording: Recording, pair: tuple[int, int]) -> str:
    """The names of the two tasks, as they are."""
    return " – ".join(recording.names[task] for task in pair)


def _in_two_lines(name: str) -> str:
    """The name of a pair above a panel that may be narrow."""
    return name.replace(" – ", " –<br>", 1)


def alt(angles: Angles) -> str:
    """The picture in words, for those who cannot see it."""
    told = (
        f"{each.name} is above 90° in {share:.0%} of the recorded steps."
        for each, share in zip(angles.curves, angles.shares, strict=True)
    )
    return " ".join(["Angle of every pair of task gradients over the steps.", *told])
