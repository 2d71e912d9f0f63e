"""What does a method make of every pair of gradients, and whom does it harm?"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go
from plotly.basedatatypes import BaseTraceType

from app.figures.cells import ENDS, MIDDLE, single_map
from app.figures.panels import panels
from app.figures.recon.heat import STOPS
from app.look.theme import SMALL_TEXT_SIZE, Theme, axis
from samgs_core.method import Method

KEY = "fingerprint"
TITLE = "Fingerprints: every pair of gradients"
ANGLES = np.linspace(0, 180, 121)
RATIOS = np.logspace(-2, 2, 81)
"""Of the length of g₂ to that of g₁, the same steps up and down from 1."""
HATCH = 6
"""Cells between two lines of the hatching."""
Y_TITLE = "‖<i>g</i>₂‖ / ‖<i>g</i>₁‖"
TICKS = (0.01, 0.1, 1, 10, 100)


class Fingerprint(NamedTuple):
    """One method over all pairs: rows of equal ratio, columns of equal angle; NaN without a step.

    The maps are those of ``n_draws`` draws' mean; of one without chance.
    """

    method: type[Method]
    worst: np.ndarray  # [81, 121] the least of cos(d, gₖ), in [−1, 1]
    share: np.ndarray  # [81, 121] ‖g̃₁‖ / (‖g̃₁‖ + ‖g̃₂‖), in [0, 1]
    harmed: np.ndarray  # [81, 121] whether a step raises a loss
    threshold: float | None  # ψ at which the method changes its rule
    n_draws: int


class Fingerprints(NamedTuple):
    """The fingerprints of some methods, and which of the two quantities is coloured."""

    prints: tuple[Fingerprint, ...]
    colour: str  # worst or share


def pairs() -> np.ndarray:
    """The gradients [81, 121, 2, 2] of all pairs, whose lengths have the product 1.

    Their bisector is the first axis: which way a pair stands matters to methods that go coordinate
    by coordinate, and so the two tasks stand alike.
    """
    half, root = np.radians(ANGLES) / 2, np.sqrt(RATIOS)[:, None]
    unit = np.stack([np.cos(half), np.sin(half)], axis=-1)
    first, second = unit * (1, -1) / root[..., None], unit * root[..., None]
    return np.stack([first, second], axis=-2)


def figure(found: Fingerprints, theme: Theme) -> go.Figure:
    """One map for every method; a single one fills the figure."""
    x_axis, y_axis = _axes(theme, range(0, 181, 45) if len(found.prints) == 1 else (45, 90, 135))
    drawn = [
        _traces(found.colour, each, theme, not place) for place, each in enumerate(found.prints)
    ]
    if len(drawn) == 1:
        return _with_room(single_map(drawn[0], (x_axis, y_axis), Y_TITLE, theme))
    titles = [f"<b>{title(each)}</b>" for each in found.prints]
    made = panels(list(zip(titles, drawn, strict=True)), (x_axis, y_axis), Y_TITLE, theme)
    return _with_room(made)


def _with_room(made: go.Figure) -> go.Figure:
    """The figure with the title of its y axes clear of their numbers."""
    made.for_each_annotation(lambda each: each.update(xshift=-40), selector={"text": Y_TITLE})
    return made.update_layout(margin={"l": 106, "b": 46})


def title(each: Fingerprint) -> str:
    """The method's name, and how many draws its map is of."""
    return each.method.title + (f", {each.n_draws} draws" if each.n_draws > 1 else "")


def alt(found: Fingerprints) -> str:
    """The picture in words, for those who cannot see it."""
    harms = "; ".join(
        f"{each.method.title} harms a task on {each.harmed.mean():.0%} of them"
        for each in found.prints
    )
    what = "the worse-off task’s cosine" if found.colour == "worst" else "task 1’s share"
    return f"For all angles and ratios of two gradients, {what} of each method’s step: {harms}."


def hatching(mask: np.ndarray) -> np.ndarray:
    """Rising lines over the cells of the mask, as (angle, ratio) [m, 2], NaN after each line."""
    n_rows, n_columns = mask.shape
    lines = []
    for offset in range(-n_rows + HATCH // 2, n_columns, HATCH):
        rows = np.arange(max(0, -offset), min(n_rows, n_columns - offset))
        inside = np.pad(mask[rows, rows + offset], 1).astype(np.int8)
        for begin, end in zip(
            *(np.flatnonzero(np.diff(inside) == s) for s in (1, -1)), strict=True
        ):
            ends = rows[[begin, end - 1]]
            lines.append(np.column_stack([ANGLES[ends + offset], RATIOS[ends]]))
            lines.append(np.full((1, 2), np.nan))
    return np.concatenate(lines) if lines else np.empty((0, 2))


def _traces(colour: str, each: Fingerprint, theme: Theme, is_scaled: bool) -> list[BaseTraceType]:
    lines = hatching(each.harmed)
    quiet = {"mode": "lines", "hoverinfo": "skip", "showlegend": False}
    traces: list[BaseTraceType] = [_heat(colour, each, theme, is_scaled)]
    if len(lines):
        look = {"color": theme.text, "width": 0.8}
        x, y = lines.T.astype(np.float32)
        traces.append(go.Scatter(x=x, y=y, line=look, opacity=0.55, **quiet))
    edge = {"color": theme.text, "width": 1.2, "dash": "dash"}
    for x, y in edges(each.threshold):
        ends = np.array([x, y], dtype=np.float32)
        traces.append(go.Scatter(x=ends[0], y=ends[1], line=edge, **quiet))
    return traces


def edges(threshold: float | None) -> Sequence[tuple[Sequence[float], Sequence[float]]]:
    """Where a rule may change: at a right angle, and where the lengths are as similar as ψ = γ."""
    ends = (float(ANGLES[0]), float(ANGLES[-1]))
    edges = [((90.0, 90.0), (float(RATIOS[0]), float(RATIOS[-1])))]
    if threshold is not None and 0 < threshold <= 1:
        ratio = (1 + (1 - threshold**2) ** 0.5) / threshold
        edges += [(ends, (each, each)) for each in {ratio, 1 / ratio} if each <= RATIOS[-1]]
    return edges


def _heat(colour: str, each: Fingerprint, theme: Theme, is_scaled: bool) -> go.Heatmap:
    is_worst = colour == "worst"
    colours = STOPS[theme.name] if is_worst else (ENDS[1], MIDDLE[theme.name], ENDS[0])
    words = "worse-off task: cos %{z:.3f}" if is_worst else "task 1’s share %{z:.3f}"
    return go.Heatmap(
        x=ANGLES.astype(np.float32),
        y=RATIOS.astype(np.float32),
        z=np.round(each.worst if is_worst else each.share, 3).astype(np.float32),
        zmin=-1 if is_worst else 0,
        zmax=1,
        colorscale=[[place / (len(colours) - 1), stop] for place, stop in enumerate(colours)],
        showscale=is_scaled,
        colorbar=_bar(is_worst, theme),
        hovertemplate=f"<b>{each.method.title}</b> %{{x:.1f}}°, ratio %{{y:.3~g}}<br>{words}"
        "<br>Click: set the arrows<extra></extra>",
    )


def _bar(is_worst: bool, theme: Theme) -> dict[str, object]:
    ticks = (-1, 0, 1) if is_worst else (0, 0.5, 1)
    words = ("−1", "0", "1") if is_worst else ("task 2", "½", "task 1")
    font = {"size": SMALL_TEXT_SIZE, "color": theme.muted}
    look = {"thickness": 10, "outlinewidth": 0, "tickfont": font, "xpad": 6}
    return {**look, "tickvals": ticks, "ticktext": words}


def _axes(theme: Theme, marked: Sequence[int]) -> tuple[dict[str, object], dict[str, object]]:
    """Both axes; the marked angles are not at the ends where another map stands beside."""
    texts = [f"{angle}°" for angle in marked]
    angles = {"range": (-0.75, 180.75), "tickvals": [*marked], "ticktext": texts}
    x_axis = axis(theme, "angle φ") | angles
    words = ("1/100", "1/10", "1", "10", "100")
    span = {"type": "log", "range": (-2.025, 2.025), "tickvals": TICKS, "ticktext": words}
    return x_axis, axis(theme) | span
