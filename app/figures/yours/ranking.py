"""Which layers would Recon split?"""

from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from app.figures.yours.curve import shown_name
from app.figures.yours.heat import rows_of
from app.look.theme import SMALL_TEXT_SIZE, Theme, axis, layout
from samgs_core.recorder import Recording

KEY = "run-ranking"
TITLE = "Layers by how often they conflict"
MOST = 40
"""So many layers are drawn, the worst first."""


class LayerRanking(NamedTuple):
    """The score of Recon with S = 0 and that of unrelated gradients, the worst layer first."""

    layers: tuple[str, ...]
    rate: np.ndarray  # [n] share of steps and pairs with a negative cosine
    null: np.ndarray  # [n] that of unrelated gradients
    left_out: int


def data(recording: Recording) -> LayerRanking | None:
    """The scores of the layers; None for a recording without layers."""
    scores = recording.scores()
    if scores is None:
        return None
    order = np.array(scores.ranking("calibrated")) - 1
    shown = order[:MOST]
    names = tuple(recording.layers[n] for n in shown)
    return LayerRanking(names, scores.rate[shown], scores.null[shown], len(order) - len(shown))


def figure(ranking: LayerRanking, theme: Theme) -> go.Figure:
    """A bar for each layer, and the line of unrelated gradients."""
    rows = np.arange(1, len(ranking.layers) + 1)
    is_above = ranking.rate > ranking.null
    bars = go.Bar(
        x=ranking.rate,
        y=rows,
        orientation="h",
        width=0.62,
        marker={"color": [theme.primary if above else theme.band for above in is_above]},
        text=[f"{rate:.0%}" for rate in ranking.rate],
        textposition="auto",
        textfont={"size": SMALL_TEXT_SIZE},
        customdata=[shown_name(name, 60) for name in ranking.layers],
        hovertemplate="%{customdata}: %{x:.1%} of steps and pairs<extra></extra>",
    )
    null = {
        "type": "line",
        "x0": 0.5,
        "x1": 0.5,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "line": {"color": theme.text, "width": 1.2, "dash": "dot"},
    }
    label = {
        "text": "unrelated gradients",
        "x": 0.5,
        "yref": "paper",
        "y": 1,
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": SMALL_TEXT_SIZE, "color": theme.muted},
    }
    high = max(0.62, float(np.nanmax([*ranking.rate, 0.0])) * 1.1)
    return go.Figure(
        [bars],
        {
            **layout(theme),
            "margin": {"l": 96, "r": 10, "t": 24, "b": 40},
            "xaxis": axis(theme, "share with cos < 0") | {"range": (0, high), "tickformat": ".0%"},
            "yaxis": axis(theme) | rows_of(ranking.layers),
            "shapes": [null],
            "annotations": [label],
        },
    )


def alt(ranking: LayerRanking) -> str:
    """The picture in words, for those who cannot see it."""
    told = ", ".join(
        f"{name} {rate:.0%}" for name, rate in zip(ranking.layers, ranking.rate, strict=True)
    )
    return (
        f"Share of steps and pairs with a negative cosine in every layer, the worst first: {told}. "
        "Unrelated gradients have 50%."
    )
