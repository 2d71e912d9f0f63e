"""Where does every start end, and on which part of the front?"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go
from plotly.basedatatypes import BaseTraceType

from app.figures.bands import Band, band, thin_line
from app.figures.cells import (
    Y_TITLE,
    clicks,
    cross_hatched,
    dotted,
    front_scale,
    image,
    plain,
    plane_axes,
    single_map,
)
from app.figures.panels import PANEL_KEYS, WIDE_GAP, folded, panels
from app.figures.paths import single
from app.look.theme import SMALL_TEXT_SIZE, Theme
from app.words.legend import percent
from samgs_core.landscape import Landscape, Window
from samgs_core.method import Method
from samgs_core.survey import Survey
from samgs_core.sweep import Ends
from samgs_core.yardsticks import is_on_front, place_on_front

KEY = "basins"
TITLE = "Basins"
TICKS = ("task 1 end", "balanced", "task 2 end")
WORDS = ("not run yet", "at the goal", "on the front", "not on the front", "diverged")
"""What became of a start, by its class in ``Basin.kinds``."""
NOT_RUN, GOAL, FRONT, OFF, DIVERGED = range(5)


class Shares(NamedTuple):
    """How many of the starts that were run ended where; the parts add up to ``n``."""

    n: int
    goal: int
    front: int
    off: int
    diverged: int


class Basin(NamedTuple):
    """One method's ends over the grid of starts, row by row from the lowest."""

    method: type[Method]
    kinds: np.ndarray  # [ny, nx] int8, places in WORDS
    place: np.ndarray  # [ny, nx] −1 at task 1's end, 1 at task 2's; NaN off the front
    losses: np.ndarray  # [ny, nx, T]
    steps_taken: np.ndarray  # [ny, nx]
    shares: Shares


class Basins(NamedTuple):
    """The basins of several methods on the same starts."""

    title: str
    goal: str
    """What the goal is called; empty without one."""
    window: Window
    x: np.ndarray  # [nx]
    y: np.ndarray  # [ny]
    pareto_set: Band
    goals: np.ndarray  # [g, 2]
    basins: tuple[Basin, ...]


def data(
    landscape: Landscape,
    survey: Survey,
    x: np.ndarray,
    y: np.ndarray,
    steps: int,
    results: Sequence[tuple[type[Method], Ends]],
) -> Basins:
    """``results`` holds the ends [1, ny · nx] of every method, from the starts x × y."""
    goal = landscape.goal
    return Basins(
        title=landscape.title,
        goal="" if goal is None else goal.title,
        window=_window(x, y),
        x=x,
        y=y,
        pareto_set=band(survey.pareto_set),
        goals=np.array(() if goal is None else goal.points, dtype=np.float32).reshape(-1, 2),
        basins=tuple(
            basin(method, ends, survey, steps, (len(y), len(x))) for method, ends in results
        ),
    )


def one_by_one(basins: Basins) -> list[tuple[str, str, Basins]]:
    """Every method's map by itself, with its title and a note."""
    return [
        (each.method.title, shares_text(basins, each), basins._replace(basins=(each,)))
        for each in basins.basins
    ]


def figure(basins: Basins, theme: Theme) -> go.Figure:
    """The map of the first method."""
    axes = plane_axes(basins.window, theme)
    return single_map(_traces(basins, basins.basins[0], theme), axes, Y_TITLE, theme)


def printed(basins: Basins, theme: Theme) -> go.Figure:
    """All methods in one figure, with a key."""
    n = len(basins.basins)
    titles = [folded(shares_text(basins, each), n) for each in basins.basins]
    pictures = [
        (f"<b>{each.method.title}</b><br>{title}", _traces(basins, each, theme))
        for each, title in zip(basins.basins, titles, strict=True)
    ]
    figure = panels(pictures, plane_axes(basins.window, theme), Y_TITLE, theme, WIDE_GAP)
    return figure.add_traces(_key(basins, theme)).update_layout(**PANEL_KEYS)


def alt(basins: Basins) -> str:
    """The picture in words, for those who cannot see it."""
    n = len(basins.x) * len(basins.y)
    first = f"Where {n} starts on the landscape {basins.title} end."
    sentences = (f"{basin.method.title}: {shares_text(basins, basin)}." for basin in basins.basins)
    return " ".join((first, *sentences))


def shares_text(basins: Basins, basin: Basin) -> str:
    """The shares of the starts that were run, the empty ones left out."""
    n, all_ = basin.shares.n, basin.kinds.size
    if not n:
        return WORDS[NOT_RUN]
    parts = zip(WORDS[1:], basin.shares[1:], strict=True)
    text = ", ".join(f"{percent(k / n)} {words}" for words, k in parts if k)
    return text if n == all_ else f"of {n:,} of {all_:,} starts {text}"


def basin(
    method: type[Method], ends: Ends, survey: Survey, steps: int, shape: tuple[int, int]
) -> Basin:
    """One method's ends [1, ny · nx], from a grid of starts of this shape."""
    on_front = is_on_front(ends, survey, steps)
    kinds = np.select(
        [~ends.done, ends.diverged(steps), ends.at_goal == 1, on_front],
        [NOT_RUN, DIVERGED, GOAL, FRONT],
        OFF,
    )
    counts = np.bincount(kinds.reshape(-1), minlength=len(WORDS))[1:].tolist()
    return Basin(
        method,
        kinds.reshape(shape).astype(np.int8),
        np.where(on_front, place_on_front(ends.losses, survey.front), np.nan).reshape(shape),
        ends.losses.reshape(*shape, -1),
        ends.steps_taken.reshape(shape),
        Shares(sum(counts), *counts),
    )


def _traces(basins: Basins, basin: Basin, theme: Theme) -> list[BaseTraceType]:
    """From the ground up: cells and dots, the Pareto set, the goals, what the pointer finds."""
    x, y = basins.x, basins.y
    on = np.isin(basin.kinds, (GOAL, FRONT))
    place = np.where(on, np.nan_to_num(basin.place), np.nan)  # a front of one point has no ends
    scale = front_scale(theme)
    return [
        image(x, y, place, colorscale=scale, zmin=-1, zmax=1, showscale=False),
        *cross_hatched(x, y, basin.kinds == OFF, theme),
        *plain(x, y, basin.kinds == DIVERGED, theme.text),
        *dotted(x, y, basin.kinds == GOAL, theme),
        *thin_line(basins.pareto_set.points, "solid", theme),
        *_goals(basins.goals, theme),
        _pointer(basins, basin),
    ]


def _goals(points: np.ndarray, theme: Theme) -> list[go.Scatter]:
    marker = {"symbol": "star", "size": 12, "color": theme.text}
    line = {"color": theme.page, "width": 1.2}
    return [
        go.Scatter(
            x=points[:, 0],
            y=points[:, 1],
            mode="markers",
            marker={**marker, "line": line},
            hoverinfo="skip",
            showlegend=False,
        )
    ] * bool(len(points))


def _pointer(basins: Basins, basin: Basin) -> go.Scatter:
    """What the pointer is told of every cell that was run."""
    goal = basins.goal or WORDS[GOAL]
    places = zip(basin.kinds.reshape(-1).tolist(), basin.place.reshape(-1).tolist(), strict=True)
    text = [
        (goal if kind == GOAL else WORDS[kind])
        + (f", place {place:+.2f}".replace("-", "−") if place == place else "")
        for kind, place in places
    ]
    words = (
        f"<b>{basin.method.title}</b> from (%{{x:.3~r}}, %{{y:.3~r}})"
        "<br>%{text}<br>L₁ %{customdata[0]:.4~r}, L₂ %{customdata[1]:.4~r}"
        "<br>%{customdata[2]:,} steps"
    )
    numbers = np.column_stack([single(basin.losses.reshape(-1, 2)), basin.steps_taken.reshape(-1)])
    return clicks(basins.x, basins.y, basin.kinds != NOT_RUN, text, numbers, words)


def _window(x: np.ndarray, y: np.ndarray) -> Window:
    """The starts' window, with the half cells that stick out of it."""
    half_x, half_y = (x[1] - x[0]) / 2, (y[1] - y[0]) / 2
    edges = (x[0] - half_x, x[-1] + half_x, y[0] - half_y, y[-1] + half_y)
    return Window(*(float(edge) for edge in edges))


def _key(basins: Basins, theme: Theme) -> list[go.Scatter]:
    """Traces without points that explain the colours and the hatching."""
    small = {"size": SMALL_TEXT_SIZE}
    bar = {
        "orientation": "h",
        "thickness": 10,
        "len": 0.4,
        "x": 0,
        "xanchor": "left",
        "y": -0.16,
        "yanchor": "top",
        "tickvals": [-1, 0, 1],
        "ticktext": list(TICKS),
        "tickfont": small,
        "outlinewidth": 0,
    }
    scale = {"colorscale": front_scale(theme), "cmin": -1, "cmax": 1, "color": [0]}
    goal = {"symbol": "square-open-dot", "size": 12, "color": theme.text}
    looks = [
        ("", {**scale, "showscale": True, "colorbar": bar}),
        *([(WORDS[GOAL], goal)] if basins.goal else []),
        (WORDS[OFF], {"symbol": "square-x-open", "size": 12, "color": theme.muted}),
        (WORDS[DIVERGED], {"symbol": "square", "size": 12, "color": theme.text}),
    ]
    return [
        go.Scatter(
            x=[None], y=[None], mode="markers", marker=look, name=name, showlegend=bool(name)
        )
        for name, look in looks
    ]
