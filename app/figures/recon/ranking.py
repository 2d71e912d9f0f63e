"""Which layer is to blame? The score of every layer, and the ones that Recon picks."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from app.figures.recon.marks import mark
from app.look.theme import SMALL_TEXT_SIZE, Theme, axis, layout
from samgs_core.recon.report import Report

KEY = "recon-ranking"
TITLE = "Score"

SCORE_TITLES = {
    "rate": "share of watched steps with cos < S",
    "calibrated": "share, less that of unrelated gradients",
    "energy": "mean of max(0, −g₁·g₂)",
}


class Ranking(NamedTuple):
    """The score of every layer: each seed's, the mean, and what chance would give."""

    score: str
    values: np.ndarray  # [seeds, layers]
    mean: np.ndarray  # [layers]
    null: np.ndarray | None  # [layers], where the score has one
    picks: np.ndarray  # [layers] in how many seeds the layer was picked
    planted: int | None


def data(reports: Sequence[Report], planted: int | None) -> Ranking:
    """The score that selects; ``planted`` is the layer where the tasks differ, if any."""
    score = reports[0].plan.score
    values = np.stack([report.scores.of(score) for report in reports])
    chance = {"rate": reports[0].scores.null, "calibrated": np.zeros(values.shape[1])}
    layers = range(1, values.shape[1] + 1)
    picks = [sum(layer in report.selected for report in reports) for layer in layers]
    return Ranking(score, values, values.mean(0), chance.get(score), np.array(picks), planted)


def figure(ranking: Ranking, theme: Theme) -> go.Figure:
    """A bar for each layer, filled if Recon picks it in most seeds; a dot for each seed."""
    rows = np.arange(1, len(ranking.mean) + 1)
    recon = mark("recon").colour(theme)
    is_picked = 2 * ranking.picks > len(ranking.values)
    bars = go.Bar(
        x=ranking.mean,
        y=rows,
        orientation="h",
        width=0.62,
        marker={
            "color": [recon if picked else theme.contour for picked in is_picked],
            "line": {"width": 0},
        },
        text=[_text(value, ranking.score) for value in ranking.mean],
        textposition="none",
        hovertemplate="layer %{y}: %{text}<extra></extra>",
    )
    high = float(
        np.nanmax([*ranking.values.flat, *(ranking.null if ranking.null is not None else ()), 0])
    )
    low = float(np.nanmin([*ranking.values.flat, 0]))
    x_axis = {"range": (low * 1.1, high * 1.5 or 1), "tickformat": _form(ranking.score)}
    labels = [
        _label(ranking, layer, picked, theme)
        for layer, picked in zip(rows.tolist(), is_picked, strict=True)
    ]
    return go.Figure(
        [bars, *_seeds(ranking, theme), *_null(ranking, rows, theme)],
        {
            **layout(theme),
            "margin": {"l": 30, "r": 10, "t": 22, "b": 40},
            "xaxis": axis(theme, SCORE_TITLES[ranking.score]) | x_axis | {"nticks": 5},
            "yaxis": axis(theme) | {"range": (len(rows) + 0.5, 0.5), "tickvals": rows},
            "annotations": [*labels, *_null_label(ranking, theme)],
        },
    )


def alt(ranking: Ranking) -> str:
    """The picture in words, for those who cannot see it."""
    layers = [f"layer {n} {_text(v, ranking.score)}" for n, v in enumerate(ranking.mean, start=1)]
    picked = [str(n + 1) for n in np.flatnonzero(ranking.picks)]
    return (
        f"Score of every layer, {SCORE_TITLES[ranking.score]}: {', '.join(layers)}. "
        f"Recon picks {' or '.join(picked)}."
    )


def _label(ranking: Ranking, layer: int, is_picked: bool, theme: Theme) -> dict[str, object]:
    """The bar's value, and whether Recon picks the layer, beside the farthest of its marks."""
    n, picks = len(ranking.values), int(ranking.picks[layer - 1])
    words = _text(ranking.mean[layer - 1], ranking.score)
    if picks:
        words += "  <b>picked</b>" if picks == n else f"  picked {picks}/{n}"
    null = [] if ranking.null is None else [ranking.null[layer - 1]]
    return {
        "text": words,
        "x": float(np.nanmax([*ranking.values[:, layer - 1], *null, 0])),
        "y": layer,
        "xanchor": "left",
        "xshift": 6,
        "showarrow": False,
        "font": {"size": SMALL_TEXT_SIZE, "color": theme.text if is_picked else theme.muted},
    }


def _seeds(ranking: Ranking, theme: Theme) -> list[go.Scatter]:
    n, layers = ranking.values.shape
    if n == 1:
        return []
    return [
        go.Scatter(
            x=ranking.values.ravel(),
            y=np.tile(np.arange(1, layers + 1), n),
            mode="markers",
            marker={"color": theme.page, "size": 5, "line": {"color": theme.text, "width": 1}},
            hoverinfo="skip",
        )
    ]


def _null(ranking: Ranking, rows: np.ndarray, theme: Theme) -> list[go.Scatter]:
    """A thin line at the rate of unrelated gradients."""
    if ranking.null is None:
        return []
    ends = np.stack([rows - 0.42, rows + 0.42, np.full(len(rows), np.nan)], axis=1)
    return [
        go.Scatter(
            x=np.repeat(ranking.null, 3),
            y=ends.ravel(),
            mode="lines",
            line={"color": theme.text, "width": 1.2},
            hoverinfo="skip",
        )
    ]


def _null_label(ranking: Ranking, theme: Theme) -> list[dict[str, object]]:
    if ranking.null is None or ranking.score != "rate":
        return []
    return [
        {
            "text": "by chance",
            "x": ranking.null[0],
            "yref": "paper",
            "y": 1,
            "yanchor": "bottom",
            "showarrow": False,
            "font": {"size": SMALL_TEXT_SIZE, "color": theme.muted},
        }
    ]


def _form(score: str) -> str:
    return ".1e" if score == "energy" else ".0%"


def _text(value: float, score: str) -> str:
    if not np.isfinite(value):
        return "undefined"
    text = f"{value:.2g}" if score == "energy" else f"{value:.0%}".replace("%", " %")
    return text.replace("-", "−")
