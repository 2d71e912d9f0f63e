"""Do surgery methods make conflicts rarer? Without a split, and with Recon's."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from app.look.theme import SMALL_TEXT_SIZE, Theme, axis, layout
from samgs_core.method import Method
from samgs_core.recon.log import TrainingLog
from samgs_core.recon.report import SEVERE, Report

KEY = "recon-surgery"
TITLE = "Severe conflicts by method"


class SurgeryBars(NamedTuple):
    """Shares of severe conflicts of every method, the mean over the seeds."""

    methods: tuple[type[Method], ...]
    without: np.ndarray  # [methods]
    split: np.ndarray  # [methods]


def data(reports: Sequence[Report], rivals: Sequence[TrainingLog]) -> SurgeryBars:
    """The method of the reports first, then the others, each trained without and with the split.

    A log of ``rivals`` has two lanes for each method: no layer split, and Recon's pick.
    """
    own = [[r.conflict_share["none"], r.conflict_share["recon"]] for r in reports]
    others = np.mean([_shares(log) for log in rivals], axis=0).reshape(-1, 2)
    without, split = np.vstack([np.mean(own, axis=0), others]).T
    lanes = rivals[0].lanes[::2]
    methods = (reports[0].method, *(lane.method for lane in lanes if lane.method))
    return SurgeryBars(tuple(type(method) for method in methods), without, split)


def figure(bars: SurgeryBars, theme: Theme) -> go.Figure:
    """Two bars for each method: an outline without the split, filled with it."""
    titles = [method.title for method in bars.methods]
    colours = [theme.colour(method) for method in bars.methods]
    outline: dict[str, object] = {
        "color": "rgba(0,0,0,0)",
        "line": {"color": colours, "width": 1.8},
    }
    filled: dict[str, object] = {"color": colours, "line": {"color": colours, "width": 1.8}}
    return go.Figure(
        [
            _bars(bars.without, titles, outline, "no split", theme),
            _bars(bars.split, titles, filled, "Recon", theme),
        ],
        {
            **layout(theme),
            "margin": {"l": 74, "r": 10, "t": 8, "b": 40},
            "bargap": 0.3,
            "bargroupgap": 0.12,
            "xaxis": axis(theme, "share of steps with a severe conflict")
            | {"tickformat": ".0%", "range": (0, 1)},
            "yaxis": axis(theme) | {"autorange": "reversed"},
        },
    )


def alt(bars: SurgeryBars) -> str:
    """The picture in words, for those who cannot see it."""
    rows = zip(bars.methods, bars.without, bars.split, strict=True)
    shares = "; ".join(f"{method.title} {a:.0%}, {b:.0%}" for method, a, b in rows)
    return f"Share of steps with a severe conflict, without a split and with Recon's: {shares}."


def _shares(log: TrainingLog) -> list[float]:
    return [float((log.cosine(lane) < SEVERE).mean()) for lane in log.lanes]


def _bars(
    values: np.ndarray, titles: list[str], marker: dict[str, object], name: str, theme: Theme
) -> go.Bar:
    return go.Bar(
        x=values,
        y=titles,
        orientation="h",
        marker=marker,
        name=name,
        text=[f"{value:.0%} {name}".replace("%", " %") for value in values],
        textposition="outside",
        textfont={"size": SMALL_TEXT_SIZE, "color": theme.text},
        cliponaxis=False,
        hovertemplate="%{y}, " + name + ": %{x:.1%}<extra></extra>",
    )
