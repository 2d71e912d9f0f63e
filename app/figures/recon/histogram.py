"""Do conflicts become rarer, or are they only no longer counted?"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from app.figures.recon.marks import mark
from app.look.theme import SMALL_TEXT_SIZE, Theme, axis, layout, see_through
from samgs_core.recon.log import Network
from samgs_core.recon.report import SEVERE, Report

KEY = "recon-histogram"
TITLE = "Whole-vector cosine"

EDGES = np.round(np.arange(-1, 1.01, 0.05), 2)


class Histogram(NamedTuple):
    """Shares of steps by cosine over all shared layers, the mean over the seeds.

    ``left`` is the mechanical control: the network without a split, measured over only the layers
    that the split leaves shared. Its difference to ``none`` is bookkeeping.
    """

    none: np.ndarray  # [bins]
    left: np.ndarray  # [bins], zeros if nothing is left shared
    split: np.ndarray  # [bins], likewise
    severe: tuple[float, float, float]
    """Shares of severe conflicts: none, left, split; NaN where nothing is shared."""
    is_by_hand: bool
    layers: tuple[int, ...]
    """What is split with the first seed."""


def data(reports: Sequence[Report], chosen: Sequence[Network], is_by_hand: bool) -> Histogram:
    """``chosen`` is the split network of every report."""
    pairs = list(zip(reports, chosen, strict=True))
    none = [report.cosine("none")[0] for report in reports]
    left = [r.log.cosine(r.lane(()), without=each.lane.split) for r, each in pairs]
    split = [each.cosine for each in chosen]
    series = (none, left, split)
    shares = [np.mean([_shares(values) for values in each], axis=0) for each in series]
    severe = [float(np.mean([_severe(values) for values in each])) for each in series]
    return Histogram(
        none=shares[0],
        left=shares[1],
        split=shares[2],
        severe=(severe[0], severe[1], severe[2]),
        is_by_hand=is_by_hand,
        layers=chosen[0].lane.split,
    )


def figure(histogram: Histogram, theme: Theme) -> go.Figure:
    """Two filled outlines and a thin one; severe conflicts stand on a tinted ground."""
    split = mark("hand" if histogram.is_by_hand else "recon")
    outlines = [
        _outline(histogram.none, theme.muted, 1.2, "none", 0.3, "no split", theme),
        _outline(histogram.split, split.colour(theme), 1.6, "split", 0.3, "split", theme),
        _outline(histogram.left, theme.text, 1.4, "left", 0.0, "no split, same layers", theme),
    ]
    return go.Figure(
        outlines,
        {
            **layout(theme),
            "xaxis": axis(theme, "cosine of the task gradients over all shared layers")
            | {"range": (-1, 1), "tickvals": (-1, -0.5, 0, 0.5, 1)},
            "yaxis": axis(theme) | {"tickformat": ".0%", "rangemode": "tozero", "nticks": 4},
            "margin": {"l": 44, "r": 10, "t": 30, "b": 40},
            "showlegend": True,
            "legend": _legend(theme),
            "shapes": [_severe_ground(theme)],
            "annotations": [_severe_label(theme)],
            "hovermode": "x unified",
        },
    )


def alt(histogram: Histogram) -> str:
    """The picture in words, for those who cannot see it."""
    none, left, split = (_percent(value) for value in histogram.severe)
    return (
        f"Histogram of the cosine over all shared layers. Below {SEVERE}: {none} of the steps "
        f"without a split, {split} with it, and {left} without it over the same layers."
    ).replace("-", "−")


def _legend(theme: Theme) -> dict[str, object]:
    return {
        "orientation": "h",
        "x": 0,
        "y": 1.01,
        "yanchor": "bottom",
        "bgcolor": "rgba(0,0,0,0)",
        "font": {"size": SMALL_TEXT_SIZE, "color": theme.text},
        "itemclick": False,
        "itemdoubleclick": False,
    }


def _shares(cosine: np.ndarray) -> np.ndarray:
    """Share of all values in each bin; zeros if none is defined."""
    known = cosine[~np.isnan(cosine)]
    return np.histogram(known, EDGES)[0] / max(cosine.size, 1)


def _severe(cosine: np.ndarray) -> float:
    return float("nan") if np.isnan(cosine).all() else float((cosine < SEVERE).mean())


def _outline(
    shares: np.ndarray, colour: str, width: float, name: str, fill: float, title: str, theme: Theme
) -> go.Scatter:
    dash = "dot" if name == "left" else "solid"
    return go.Scatter(
        x=EDGES,
        y=np.append(shares, shares[-1]),
        mode="lines",
        line={"color": colour, "width": width, "shape": "hv", "dash": dash},
        fill="tozeroy" if fill else "none",
        fillcolor=see_through(colour, fill),
        name=title,
        hovertemplate="%{y:.1%} " + title + "<extra></extra>",
    )


def _severe_ground(theme: Theme) -> dict[str, object]:
    return {
        "type": "rect",
        "yref": "paper",
        "x0": -1,
        "x1": SEVERE,
        "y0": 0,
        "y1": 1,
        "fillcolor": theme.tint,
        "line": {"width": 0},
        "layer": "below",
    }


def _severe_label(theme: Theme) -> dict[str, object]:
    return {
        "text": f"severe: below {SEVERE}".replace("-", "−"),
        "x": -0.97,
        "yref": "paper",
        "y": 0.98,
        "xanchor": "left",
        "yanchor": "top",
        "showarrow": False,
        "font": {"size": SMALL_TEXT_SIZE, "color": theme.muted},
    }


def _percent(share: float) -> str:
    return f"{share:.0%}" if np.isfinite(share) else "undefined"
