"""Who conflicts with whom at the cursor?"""

from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from app.figures.recon.heat import STOPS
from app.figures.yours.curve import shown_name
from app.look.theme import SMALL_TEXT_SIZE, Theme, axis, layout
from samgs_core.recorder import Recording

KEY = "run-matrix"
TITLE = "Cosines at the cursor"


class Matrix(NamedTuple):
    """The cosine of every pair of tasks in one step."""

    names: tuple[str, ...]
    cosines: np.ndarray  # [T, T], NaN where a gradient is zero
    step: int


def data(recording: Recording, index: int) -> Matrix:
    """The cosines of one recorded step, counted from 0."""
    cosines = np.eye(recording.n_tasks)
    for (i, j), value in zip(recording.pairs, recording.cosines[index], strict=True):
        cosines[i, j] = cosines[j, i] = value
    return Matrix(recording.names, cosines, int(recording.steps[index]))


def figure(matrix: Matrix, theme: Theme) -> go.Figure:
    """A square for each pair, with its number if they are few."""
    colours, n = STOPS[theme.name], len(matrix.names)
    trace = go.Heatmap(
        z=matrix.cosines,
        zmin=-1,
        zmax=1,
        colorscale=[[place / (len(colours) - 1), colour] for place, colour in enumerate(colours)],
        showscale=False,
        xgap=2,
        ygap=2,
        texttemplate="%{z:.2f}" if n <= 6 else "",
        textfont={"size": SMALL_TEXT_SIZE},
        hoverinfo="skip",
    )
    ticks = {
        "tickvals": list(range(n)),
        "ticktext": [shown_name(name, 12) for name in matrix.names],
    }
    return go.Figure(
        [trace],
        {
            **layout(theme),
            "margin": {"l": 96, "r": 8, "t": 8, "b": 40},
            "xaxis": axis(theme) | ticks,
            "yaxis": axis(theme) | ticks | {"range": (n - 0.5, -0.5)},
        },
    )


def alt(matrix: Matrix) -> str:
    """The picture in words, for those who cannot see it."""
    told = [
        f"{matrix.names[i]} and {matrix.names[j]} {matrix.cosines[i, j]:.2f}"
        for i in range(len(matrix.names))
        for j in range(i)
    ]
    return f"Cosines of the task gradients at step {matrix.step:,}: {', '.join(told)}.".replace(
        "-", "−"
    )
