"""Where would SAM-GS equalise, and where do the gradients disagree on the direction?"""

from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go
from plotly.basedatatypes import BaseTraceType

from app.figures.bands import Band, band, band_traces
from app.figures.cells import Y_TITLE, clicks, plane_axes, single_map
from app.figures.contours import Contours, contour_lines, contours
from app.figures.panels import PANEL_KEYS, panels
from app.figures.paths import single
from app.figures.regions import Region, hatching, tint
from app.look.theme import TEXT_SIZE, Theme
from app.words.legend import percent
from samgs_core.conflict import conflict
from samgs_core.landscape import Landscape, Window
from samgs_core.measures import lengths, pair_cosines, pair_similarities
from samgs_core.survey import Survey

KEY = "regime-map"
TITLE = "Regime map"
EQUALISES = "Magnitude conflict: SAM-GS equalises"
EVERY = 4
"""The pointer finds every n-th point of the survey's grid."""
LETTER_FROM = 3
"""A region gets its letter if so many points of the grid lie around one of its points."""


class Letter(NamedTuple):
    """A letter in the middle of a region."""

    text: str
    x: float
    y: float


class Half(NamedTuple):
    """One of the two regions, and its share of the landscape."""

    title: str
    region: Region
    is_hatched: bool
    share: float
    letters: tuple[Letter, ...]


class RegimeMap(NamedTuple):
    """The magnitude conflict and the angle conflict over the window."""

    title: str
    threshold: float
    window: Window
    contours: Contours
    pareto_set: Band
    undefined: Region
    halves: tuple[Half, ...]
    x: np.ndarray  # [kx] of the points that the pointer finds
    y: np.ndarray  # [ky]
    known: np.ndarray  # [ky, kx] whether both gradients are finite there
    measures: np.ndarray  # [ky · kx, 3] ψ, the ratio of the lengths, the angle in degrees


def data(landscape: Landscape, survey: Survey, threshold: float) -> RegimeMap:
    """``threshold`` is the ψ of two tasks below which SAM-GS equalises; none is below 0."""
    conflicts = conflict(landscape, survey, max(threshold, 0.0))
    equalise = Region(survey.x, survey.y, conflicts.magnitude)
    modulate = Region(survey.x, survey.y, ~conflicts.magnitude & ~conflicts.undefined)
    letters = (*_letter("E", equalise), *_letter("m", modulate))
    angle = Region(survey.x, survey.y, conflicts.angle)
    some = (slice(None, None, EVERY),) * 2
    return RegimeMap(
        title=landscape.title,
        threshold=threshold,
        window=landscape.window,
        contours=contours(survey.x, survey.y, survey.losses, "sum"),
        pareto_set=band(survey.pareto_set),
        undefined=Region(survey.x, survey.y, conflicts.undefined),
        halves=(
            Half(EQUALISES, equalise, True, conflicts.magnitude_share, letters),
            Half("Angle conflict: cos φ < 0", angle, False, conflicts.angle_share, ()),
        ),
        x=survey.x[::EVERY],
        y=survey.y[::EVERY],
        known=~conflicts.undefined[some],
        measures=_measures(survey.grads[some]),
    )


def ratio_of(threshold: float) -> float:
    """How many times as long the longer gradient is where ψ equals the threshold, in (0, 1].

        r = (1 + √(1 − ψ²)) / ψ, which solves ψ = 2r / (1 + r²)

    Infinite for ψ = 0.
    """
    if threshold <= 0:
        return float("inf")
    return float((1 + np.sqrt(1 - min(threshold, 1.0) ** 2)) / threshold)


def one_by_one(regimes: RegimeMap) -> list[tuple[str, str, RegimeMap]]:
    """Either region by itself, with its title and a note."""
    return [
        (half.title, f"{percent(half.share)} of it", regimes._replace(halves=(half,)))
        for half in regimes.halves
    ]


def figure(regimes: RegimeMap, theme: Theme) -> go.Figure:
    """The map of the first region."""
    axes = plane_axes(regimes.window, theme)
    return single_map(_traces(regimes, regimes.halves[0], theme), axes, Y_TITLE, theme)


def printed(regimes: RegimeMap, theme: Theme) -> go.Figure:
    """Both regions in one figure."""
    pictures = [
        (f"<b>{half.title}</b><br>{percent(half.share)}", _traces(regimes, half, theme))
        for half in regimes.halves
    ]
    figure = panels(pictures, plane_axes(regimes.window, theme), Y_TITLE, theme)
    return figure.update_layout(margin=PANEL_KEYS["margin"])


def alt(regimes: RegimeMap) -> str:
    """The picture in words, for those who cannot see it."""
    sentences = (f"{half.title}: {percent(half.share)} of it." for half in regimes.halves)
    return " ".join((f"The landscape {regimes.title}.", *sentences))


def _traces(regimes: RegimeMap, half: Half, theme: Theme) -> list[BaseTraceType]:
    fill = hatching if half.is_hatched else tint
    words = (
        "(%{x:.3~r}, %{y:.3~r})<br>ψ %{customdata[0]:.3~r}: one gradient is "
        "%{customdata[1]:.3~r} times as long<br>angle %{customdata[2]:.0f}°"
    )
    return [
        contour_lines(regimes.contours, theme),
        *hatching(regimes.undefined, theme),
        *fill(half.region, theme),
        *_rim(half.region, theme),
        *band_traces(regimes.pareto_set, theme),
        *_letters(half.letters, theme),
        clicks(regimes.x, regimes.y, regimes.known, [], regimes.measures, words),
    ]


def _rim(region: Region, theme: Theme) -> list[go.Contour]:
    """The line around the region; nothing if it is empty or everything."""
    if not region.mask.any() or region.mask.all():
        return []
    return [
        go.Contour(
            x=region.x,
            y=region.y,
            z=region.mask.astype(np.float32),
            autocontour=False,
            contours={"coloring": "none", "start": 0.5, "end": 0.5, "size": 1},
            line={"color": theme.text, "width": 1.5},
            showscale=False,
            hoverinfo="skip",
        )
    ]


def _letters(letters: tuple[Letter, ...], theme: Theme) -> list[go.Scatter]:
    return [
        go.Scatter(
            x=[letter.x],
            y=[letter.y],
            mode="markers+text",
            marker={"size": 22, "color": theme.page},
            text=[f"<b>{letter.text}</b>"],
            textfont={"size": TEXT_SIZE + 2, "color": theme.text},
            hoverinfo="skip",
            showlegend=False,
        )
        for letter in letters
    ]


def _letter(text: str, region: Region) -> tuple[Letter, ...]:
    """The letter at a point farthest from the region's rim; none if the region is thin."""
    depth, left, inner = -1, region.mask, region.mask
    while inner.any():
        depth, left = depth + 1, inner
        around = np.pad(left, 1)  # beyond the window nothing belongs to the region
        across, up = around[1:-1, :-2] & around[1:-1, 2:], around[:-2, 1:-1] & around[2:, 1:-1]
        inner = left & across & up
    if depth < LETTER_FROM:
        return ()
    row, column = np.argwhere(left)[0]
    return (Letter(text, float(region.x[column]), float(region.y[row])),)


def _measures(grads: np.ndarray) -> np.ndarray:
    """ψ, how many times the longer gradient is as long, and the angle: [n, 3] float32."""
    both = lengths(grads)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        ratio = both.max(-1) / both.min(-1)
        angle = np.degrees(np.arccos(pair_cosines(grads)[..., 0]))
    psi = pair_similarities(grads)[..., 0]
    return single(np.stack([psi, ratio, angle], axis=-1).reshape(-1, 3))
