"""Which method would have harmed a task, and how often?"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from app.look.theme import SMALL_TEXT_SIZE, Theme, axis, layout
from samgs_core.method import Method
from samgs_core.recorder import Recording, Replay

KEY = "run-harm"
TITLE = "How often a step would have raised a loss"


class Bar(NamedTuple):
    """One method, or what the training did."""

    title: str
    method: type[Method] | None
    share: float
    n_steps: int


class Harm(NamedTuple):
    """The share of steps that raise some loss to first order, the lowest first."""

    bars: tuple[Bar, ...]


def data(recording: Recording, replays: Sequence[Replay]) -> Harm:
    """A bar for each replay of which any step is known, and one for the training itself."""
    bars = [
        Bar(each.method.title, type(each.method), each.harmed_share, n)
        for each in replays
        if (n := int((~np.isnan(each.lengths)).sum()))
    ]
    alignment = recording.alignment
    if alignment is not None and recording.method is not None:
        own = alignment[recording.is_finite]
        title = f"{recording.method.title}, as recorded"
        bars.append(
            Bar(title, type(recording.method), float((own < -1e-9).any(1).mean()), len(own))
        )
    return Harm(tuple(sorted(bars, key=lambda bar: bar.share)))


def figure(harm: Harm, theme: Theme) -> go.Figure:
    """A bar for each method in its colour."""
    rows = np.arange(1, len(harm.bars) + 1)
    colours = [theme.band if bar.method is None else theme.colour(bar.method) for bar in harm.bars]
    shares = [bar.share for bar in harm.bars]
    trace = go.Bar(
        x=shares,
        y=rows,
        orientation="h",
        width=0.66,
        marker={"color": colours},
        text=[f"{share:.1%}" for share in shares],
        textposition="outside",
        textfont={"size": SMALL_TEXT_SIZE, "color": theme.muted},
        cliponaxis=False,
        customdata=[f"{bar.title}: {bar.share:.1%} of {bar.n_steps:,} steps" for bar in harm.bars],
        hovertemplate="%{customdata}<extra></extra>",
    )
    high = max([*shares, 0.01]) * 1.2
    ticks = {"tickvals": rows, "ticktext": [f"{bar.title} " for bar in harm.bars]}
    return go.Figure(
        [trace],
        {
            **layout(theme),
            "margin": {"l": 150, "r": 40, "t": 8, "b": 40},
            "xaxis": axis(theme, "share of steps") | {"range": (0, high), "tickformat": ".0%"},
            "yaxis": axis(theme) | {"range": (len(rows) + 0.6, 0.4), **ticks},
        },
    )


def alt(harm: Harm) -> str:
    """The picture in words, for those who cannot see it."""
    told = ", ".join(f"{bar.title} {bar.share:.1%}" for bar in harm.bars)
    return f"Share of steps in which a loss would have risen to first order: {told}."
