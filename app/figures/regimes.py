"""The regime band: by which of its two rules a method went, in bins wide enough to see."""

from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from app.look.theme import SMALL_TEXT_SIZE, Theme
from samgs_core.diagnostics import Flag
from samgs_core.metrics import live
from samgs_core.record import Record

N_BINS = 100
"""At most so many bins: each is at least 3 px wide in a figure of 300 px."""
LETTER_FROM = 0.05
"""A stretch gets its letter from this share of all steps."""


class Stretch(NamedTuple):
    """Neighbouring bins with the same majority, from one step to another."""

    letter: str
    first: float
    last: float


class Regimes(NamedTuple):
    """The share of recorded steps whose flag was set, in bins of steps.

    Neighbouring bins with the same share are one bar. ``edges`` are the first step of a bar and
    the first step after it; no bar stands where no step was recorded.
    """

    edges: np.ndarray  # [n, 2] float32
    shares: np.ndarray  # [n] float32, in [0, 1]
    stretches: tuple[Stretch, ...]
    flag: Flag


def regimes(record: Record, start: int) -> Regimes | None:
    """The regimes of one start; None for a method that keeps no such diagnostic."""
    flag = record.experiment.method.flag()
    if flag is None:
        return None
    own = live(record)[start]
    is_set = record.diagnostics[flag.name][start][own]
    n_bins = min(N_BINS, len(record.steps))
    return regimes_of(record.steps[own], is_set, (0, record.experiment.steps), n_bins, flag)


def regimes_of(
    steps: np.ndarray, is_set: np.ndarray, span: tuple[int, int], n_bins: int, flag: Flag
) -> Regimes:
    """The regimes of recorded steps [S] whose flag [S] was set, in bins of the span of steps."""
    marks = np.linspace(span[0], span[1] + 1, n_bins + 1)
    bins = np.digitize(steps, marks) - 1
    counts = np.bincount(bins, minlength=n_bins)
    totals = np.bincount(bins, is_set, n_bins)
    filled = np.flatnonzero(counts)
    shares = totals[filled] / counts[filled]
    bars = _runs(shares, filled)
    edges = np.array([(marks[filled[first]], marks[filled[last] + 1]) for first, last in bars])
    stretches = tuple(
        Stretch(
            flag.regime(bool(shares[first] >= 0.5)).letter,
            marks[filled[first]],
            marks[filled[last] + 1],
        )
        for first, last in _runs(shares >= 0.5, filled)
    )
    merged = shares[[first for first, _ in bars]]
    return Regimes(edges.astype(np.float32), merged.astype(np.float32), stretches, flag)


def _runs(values: np.ndarray, places: np.ndarray) -> list[tuple[int, int]]:
    """The first and the last index of every run of equal values at neighbouring places."""
    is_new = (np.diff(values) != 0) | (np.diff(places) > 1)
    firsts = np.append(0, np.flatnonzero(is_new) + 1)
    lasts = np.append(firsts[1:], len(values)) - 1
    return list(zip(firsts.tolist(), lasts.tolist(), strict=True))


def regime_bars(regimes: Regimes, theme: Theme) -> go.Bar:
    """One bar per bin on the second y axis: hatched where the flag is set, plain where not.

    The majority decides; the opacity is its share.
    """
    regime = regimes.flag.if_true
    majority = np.maximum(regimes.shares, 1 - regimes.shares)
    return go.Bar(
        x=regimes.edges.mean(axis=1),
        y=np.ones(len(regimes.shares), dtype=np.float32),
        width=np.diff(regimes.edges, axis=1)[:, 0],
        yaxis="y2",
        marker={
            "color": theme.surface,
            "opacity": majority,
            "line": {"width": 0},
            "pattern": {
                "shape": ["/" if share >= 0.5 else "" for share in regimes.shares],
                "fgcolor": theme.muted,
                "bgcolor": theme.surface,
                "size": 6,
                "solidity": 0.35,
            },
        },
        customdata=regimes.shares,
        hovertemplate=f"{regime.word} ({regime.letter}) %{{customdata:.0%}} of these steps"
        "<extra></extra>",
    )


def regime_letters(regimes: Regimes, n_steps: int, theme: Theme) -> list[dict[str, object]]:
    """The regime's letter in the middle of every stretch that has room for it."""
    return [
        {
            "x": (stretch.first + stretch.last) / 2,
            "y": 0.5,
            "yref": "y2",
            "text": f"<b>{stretch.letter}</b>",
            "showarrow": False,
            "font": {"size": SMALL_TEXT_SIZE, "color": theme.text},
            "bgcolor": theme.surface,
            "borderpad": 1,
        }
        for stretch in regimes.stretches
        if stretch.last - stretch.first >= LETTER_FROM * n_steps
    ]
