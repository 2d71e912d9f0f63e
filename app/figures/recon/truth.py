"""Does a high score mean that a split helps?"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from app.figures.recon.marks import mark
from app.figures.recon.ranking import SCORE_TITLES
from app.look.theme import SMALL_TEXT_SIZE, Theme, axis, layout
from samgs_core.recon.report import Report
from samgs_core.recon.summary import Summary

KEY = "recon-truth"
TITLE = "Score against truth"


class Truth(NamedTuple):
    """For each layer its score and what splitting it alone saves, the mean over the seeds."""

    score: str
    scores: np.ndarray  # [layers]
    gains: np.ndarray  # [layers] test loss saved
    each: np.ndarray  # [seeds, layers, 2] score and gain of every seed
    agreement: float
    picked: tuple[int, ...]
    is_free_left: bool
    """Whether the line at zero has room for words on its left, rather than on its right."""


def data(reports: Sequence[Report]) -> Truth:
    """Five points, and their rank correlation; NaN if one of the series is constant."""
    summary = Summary(tuple(reports))
    score = reports[0].plan.score
    each = [np.stack([r.scores.of(score), r.split_gain], axis=1) for r in reports]
    layers = range(1, len(summary.score) + 1)
    each_layer = np.stack([summary.score, summary.split_gain], axis=1)
    counts = [sum(layer in pick for pick in summary.picks) for layer in layers]
    return Truth(
        score=score,
        scores=summary.score,
        gains=summary.split_gain,
        each=np.stack(each),
        agreement=summary.agreement,
        picked=tuple(n for n, count in zip(layers, counts, strict=True) if 2 * count > len(each)),
        is_free_left=_is_free_left(each_layer),
    )


def agreement_text(truth: Truth) -> str:
    """The rank correlation in a few letters."""
    if not np.isfinite(truth.agreement):
        return "undefined"
    sign = "+" if truth.agreement > 0 else ""
    return f"{sign}{truth.agreement:.2f}".replace("-", "−")


def figure(truth: Truth, theme: Theme) -> go.Figure:
    """A numbered point for each layer, and the line above which splitting helps."""
    layers = range(1, len(truth.scores) + 1)
    recon = mark("recon").colour(theme)
    fill = [recon if n in truth.picked else theme.page for n in layers]
    points = go.Scatter(
        x=truth.scores,
        y=truth.gains,
        mode="markers+text",
        text=[f"<b>{n}</b>" for n in layers],
        textfont={
            "size": SMALL_TEXT_SIZE,
            "color": [theme.page if n in truth.picked else theme.text for n in layers],
        },
        marker={"size": 22, "color": fill, "line": {"color": theme.text, "width": 1.5}},
        hovertemplate="layer %{text}: score %{x:.3g}, saves %{y:.3g}<extra></extra>",
        cliponaxis=False,
    )
    x_form = {"tickformat": ".1e" if truth.score == "energy" else ".0%", "nticks": 5}
    return go.Figure(
        [*_seeds(truth, theme), points],
        {
            **layout(theme),
            "margin": {"l": 64, "r": 12, "t": 8, "b": 40},
            "xaxis": axis(theme, SCORE_TITLES[truth.score]) | _range(truth.each[..., 0]) | x_form,
            "yaxis": axis(theme, "test loss saved by a split")
            | _range(np.append(truth.each[..., 1], 0))
            | {"nticks": 5},
            "shapes": [_zero(theme)],
            "annotations": [_words(truth, theme, up) for up in (True, False)],
        },
    )


def alt(truth: Truth) -> str:
    """The picture in words, for those who cannot see it."""
    pairs = zip(truth.scores, truth.gains, strict=True)
    layers = "; ".join(f"layer {n}: {s:.2g}, {g:.2g}" for n, (s, g) in enumerate(pairs, start=1))
    return (
        f"Score of each layer against the test loss that splitting it alone saves. {layers}. "
        f"Rank correlation {agreement_text(truth)}."
    ).replace("-", "−")


def _is_free_left(points: np.ndarray) -> bool:
    """Whether the points [n, 2] near zero are farther right than left."""
    known = points[np.isfinite(points).all(1)]
    if not len(known):
        return False
    x, y = known.T
    near = x[np.abs(y) < 0.2 * np.ptp(np.append(y, 0))]
    return bool(len(near) and near.mean() > (x.min() + x.max()) / 2)


def _seeds(truth: Truth, theme: Theme) -> list[go.Scatter]:
    if len(truth.each) == 1:
        return []
    return [
        go.Scatter(
            x=truth.each[..., 0].ravel(),
            y=truth.each[..., 1].ravel(),
            mode="markers",
            marker={"size": 4, "color": theme.muted, "opacity": 0.6},
            hoverinfo="skip",
        )
    ]


def _range(values: np.ndarray) -> dict[str, object]:
    known = values[np.isfinite(values)]
    if not len(known):
        return {}
    room = 0.15 * (np.ptp(known) or 1)
    return {"range": (float(known.min() - room), float(known.max() + room))}


def _zero(theme: Theme) -> dict[str, object]:
    return {
        "type": "line",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "y0": 0,
        "y1": 0,
        "line": {"color": theme.muted, "width": 1, "dash": "dash"},
        "layer": "below",
    }


def _words(truth: Truth, theme: Theme, is_above: bool) -> dict[str, object]:
    return {
        "text": "splitting helps" if is_above else "splitting hurts",
        "xref": "paper",
        "x": 0.01 if truth.is_free_left else 0.99,
        "y": 0,
        "xanchor": "left" if truth.is_free_left else "right",
        "yanchor": "bottom" if is_above else "top",
        "showarrow": False,
        "font": {"size": SMALL_TEXT_SIZE, "color": theme.muted},
    }
