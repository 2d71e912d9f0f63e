"""How do the losses fall?"""

from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from app.figures.yours.curve import Curve, Over, curve, frame, key, lines
from app.look.theme import Theme, axis
from app.words.numbers import number
from samgs_core.recorder import Recording

KEY = "run-losses"
TITLE = "Losses"


class Losses(NamedTuple):
    """One curve for each task, on a log scale where all are above 0."""

    over: Over
    curves: tuple[Curve, ...]
    is_log: bool
    ends: tuple[tuple[float, float], ...]  # the first and the last value of each


def data(recording: Recording, over: Over) -> Losses:
    """The losses of all tasks."""
    return of_tasks(recording, recording.losses, over)


def of_tasks(recording: Recording, values: np.ndarray, over: Over) -> Losses:
    """A curve for each task from values [S, T]."""
    finite = values[np.isfinite(values)]
    pairs = zip(recording.names, values.T, strict=True)
    return Losses(
        over,
        tuple(curve(name, recording.steps, of_task) for name, of_task in pairs),
        bool(len(finite) and finite.min() > 0 and finite.max() > 8 * finite.min()),
        tuple((float(of_task[0]), float(of_task[-1])) for of_task in values.T),
    )


def figure(losses: Losses, theme: Theme) -> go.Figure:
    """The curves, told apart by their dashes."""
    scale = {"type": "log", "dtick": 1, "exponentformat": "power"} if losses.is_log else {}
    layout = key(frame(losses.over, theme), len(losses.curves), theme)
    return go.Figure(
        lines(losses.curves, ".4g", theme), {**layout, "yaxis": axis(theme) | {"nticks": 5} | scale}
    )


def alt(losses: Losses) -> str:
    """The picture in words, for those who cannot see it."""
    told = (
        f"{each.name} goes from {number(first)} to {number(last)}."
        for each, (first, last) in zip(losses.curves, losses.ends, strict=True)
    )
    return " ".join(["Losses over the recorded steps.", *told])
