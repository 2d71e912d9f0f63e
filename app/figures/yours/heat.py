"""In which layer do the tasks conflict, and when?"""

from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from app.figures.recon.heat import MAX_COLUMNS, STOPS, colour_bar, running_mean
from app.figures.yours.angle import pair_name
from app.figures.yours.curve import Over, cursor, shown_name
from app.look.theme import Theme, axis, layout
from samgs_core.recorder import Recording

KEY = "run-heat"
TITLE = "Cosine in every layer"
MOST_NAMED = 60
"""With more layers the pointer tells their numbers."""
SMOOTH = 0.02
"""The width of the running mean, as a share of all recorded steps."""


class LayerHeat(NamedTuple):
    """The smoothed cosine of one pair of tasks in every layer."""

    over: Over
    pair: str
    layers: tuple[str, ...]
    steps: np.ndarray  # [n]
    cosine: np.ndarray  # [layers, n] float32, NaN where it is undefined
    mean: np.ndarray  # [layers]


def data(recording: Recording, over: Over, pair: int) -> LayerHeat | None:
    """The cosines of a pair, counted from 0; None for a recording without layers."""
    cosines = recording.layer_cosines
    if cosines is None:
        return None
    values = cosines[:, :, pair]
    n_steps = len(values)
    every = -(-n_steps // MAX_COLUMNS)
    middles = np.minimum(np.arange(0, n_steps, every) + every // 2, n_steps - 1)
    known = ~np.isnan(values)
    counts = known.sum(0)
    sums = np.where(known, values, 0).sum(0)
    smooth = running_mean(values, max(int(SMOOTH * n_steps), every, 1))
    return LayerHeat(
        over,
        pair_name(recording, recording.pairs[pair]),
        recording.layers,
        recording.steps[middles],
        smooth[middles].T.astype(np.float32),
        np.divide(sums, counts, out=np.full(len(sums), np.nan), where=counts > 0),
    )


def figure(heat: LayerHeat, theme: Theme) -> go.Figure:
    """One row for each layer, the first on top."""
    n = len(heat.layers)
    rows, colours = list(range(1, n + 1)), STOPS[theme.name]
    told = "%{customdata}" if n <= MOST_NAMED else "layer %{y}"
    trace = go.Heatmap(
        x=heat.steps,
        y=rows,
        z=heat.cosine,
        zmin=-1,
        zmax=1,
        colorscale=[[place / (len(colours) - 1), colour] for place, colour in enumerate(colours)],
        ygap=2 if n <= 20 else 0,
        colorbar=colour_bar(theme),
        customdata=_names(heat) if n <= MOST_NAMED else None,
        hovertemplate=f"{told}, step %{{x:,.0f}}: cosine %{{z:.2f}}<extra></extra>",
    )
    return go.Figure(
        [trace],
        {
            **layout(theme),
            "margin": {"l": 96, "r": 8, "t": 8, "b": 40},
            "xaxis": axis(theme, "step <i>t</i>") | {"range": (heat.over.first, heat.over.last)},
            "yaxis": axis(theme) | rows_of(heat.layers),
            "shapes": [cursor(heat.over, theme)],
        },
    )


def _names(heat: LayerHeat) -> list[list[str]]:
    """The name of each cell's layer."""
    return [[shown_name(name, 60)] * len(heat.steps) for name in heat.layers]


def rows_of(layers: tuple[str, ...]) -> dict[str, object]:
    """What the axis of the layers says: every name, or of many every n-th."""
    every = -(-len(layers) // 24)
    shown = range(0, len(layers), every)
    names = [shown_name(layers[n], 14) for n in shown]
    ticks = {"tickvals": [n + 1 for n in shown], "ticktext": [f"{name} " for name in names]}
    return {"range": (len(layers) + 0.5, 0.5), **ticks}


def alt(heat: LayerHeat) -> str:
    """The picture in words, for those who cannot see it."""
    told = "; ".join(
        f"{name}: {value:.2f}" for name, value in zip(heat.layers[:30], heat.mean, strict=False)
    )
    first = f"Cosine of the gradients of {heat.pair} in every layer over the recorded steps."
    return f"{first} Mean: {told}.".replace("-", "−")
