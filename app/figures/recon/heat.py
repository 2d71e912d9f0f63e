"""When and where do the tasks quarrel? The cosine in every layer at every step."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from app.look.theme import SMALL_TEXT_SIZE, Theme, axis, layout
from samgs_core.recon.report import Report

KEY = "recon-heat"
TITLE = "Cosine of the task gradients, layer by layer"

SMOOTH = 10
"""Steps in a running mean."""
MAX_COLUMNS = 250
STOPS = {
    "light": ("#8A3F00", "#D98A3D", "#F2F2F2", "#7FA3D1", "#2C5AA0"),
    "dark": ("#FFB066", "#B35806", "#2A2F3A", "#2C5AA0", "#86B3F2"),
}
"""Colours from −1 through 0 to 1; the strongest values are farthest from the page."""


class Heat(NamedTuple):
    """The smoothed cosine, the mean over the seeds."""

    steps: np.ndarray  # [n] float32, the middle of every column
    cosine: np.ndarray  # [layers, n] float32, NaN where it is undefined
    n_steps: int
    watched: int
    mean: np.ndarray  # [layers] over the watched steps there are
    n_seeds: int


def data(reports: Sequence[Report]) -> Heat:
    """The cosines of the network in which no layer is split."""
    cosine = _mean(np.stack([report.layer_cosine for report in reports]))
    plan = reports[0].plan
    every = -(-plan.steps // MAX_COLUMNS)
    middles = np.minimum(np.arange(0, len(cosine), every) + every // 2, len(cosine) - 1)
    watched = cosine[: plan.watched]
    return Heat(
        steps=middles.astype(np.float32) + 1,
        cosine=running_mean(cosine)[middles].T.astype(np.float32),
        n_steps=plan.steps,
        watched=plan.watched,
        mean=_mean(watched),
        n_seeds=len(reports),
    )


def running_mean(values: np.ndarray, width: int = SMOOTH) -> np.ndarray:
    """Means over ``width`` rows around each, fewer at the ends; NaN is left out."""
    known = ~np.isnan(values)
    sums, counts = (
        np.cumsum(np.pad(each, ((1, 0), (0, 0))), axis=0)
        for each in (np.where(known, values, 0.0), known.astype(float))
    )
    rows = np.arange(len(values))
    low = np.maximum(rows - width // 2, 0)
    high = np.minimum(rows + (width + 1) // 2, len(values))
    n = counts[high] - counts[low]
    return np.divide(sums[high] - sums[low], n, out=np.full_like(n, np.nan), where=n > 0)


def figure(heat: Heat, theme: Theme) -> go.Figure:
    """One row for each layer, the input side on top; a line where the watching ends."""
    n_layers = len(heat.cosine)
    rows = list(range(1, n_layers + 1))
    colours = STOPS[theme.name]
    scale = [[place / (len(colours) - 1), colour] for place, colour in enumerate(colours)]
    trace = go.Heatmap(
        x=heat.steps,
        y=rows,
        z=heat.cosine,
        zmin=-1,
        zmax=1,
        colorscale=scale,
        ygap=3,
        colorbar=colour_bar(theme),
        hovertemplate="layer %{y}, step %{x:.0f}: cosine %{z:.2f}<extra></extra>",
    )
    y_axis = {"range": (n_layers + 0.5, 0.5), "tickvals": rows, "ticktext": [f"{n} " for n in rows]}
    return go.Figure(
        [trace],
        {
            **layout(theme),
            "margin": {"l": 52, "r": 8, "t": 22, "b": 40},
            "xaxis": axis(theme, "step <i>t</i>") | {"range": (0, heat.n_steps)},
            "yaxis": axis(theme, "layer") | y_axis,
            "shapes": [_end_of_watching(heat, theme)],
            "annotations": [_label(heat, theme)],
        },
    )


def alt(heat: Heat) -> str:
    """The picture in words, for those who cannot see it."""
    means = "; ".join(f"layer {n}: {value:.2f}" for n, value in enumerate(heat.mean, start=1))
    first = f"Cosine of the task gradients in every layer over {len(heat.steps)} columns of steps."
    return f"{first} Mean while watched: {means}.".replace("-", "−")


def _mean(values: np.ndarray) -> np.ndarray:
    """Mean over the first axis of what is defined; NaN where nothing is."""
    n = (~np.isnan(values)).sum(0)
    return np.divide(np.nansum(values, 0), n, out=np.full(n.shape, np.nan), where=n > 0)


def colour_bar(theme: Theme) -> dict[str, object]:
    """The scale of cosines from −1 to 1."""
    return {
        "thickness": 10,
        "outlinewidth": 0,
        "tickvals": (-1, 0, 1),
        "ticktext": ("−1", "0", "1"),
        "tickfont": {"size": SMALL_TEXT_SIZE, "color": theme.muted},
        "xpad": 6,
    }


def _end_of_watching(heat: Heat, theme: Theme) -> dict[str, object]:
    return {
        "type": "line",
        "x0": heat.watched,
        "x1": heat.watched,
        "yref": "paper",
        "y0": 0,
        "y1": 1.04,
        "line": {"color": theme.text, "width": 2, "dash": "dash"},
    }


def _label(heat: Heat, theme: Theme) -> dict[str, object]:
    is_late = heat.watched > heat.n_steps / 2
    return {
        "text": "watching ends",
        "x": heat.watched,
        "yref": "paper",
        "y": 1.0,
        "xanchor": "right" if is_late else "left",
        "xshift": -4 if is_late else 4,
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": SMALL_TEXT_SIZE, "color": theme.muted},
    }
