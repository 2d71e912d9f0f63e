"""Panels in rows on a sheet, with a key and a scale of colours below them."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.gridspec import GridSpec
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from app.export.paper.marks import SMALL_TEXT, TEXT, Style, quiet
from app.look.theme import LIGHT

WIDTHS = {"column": 3.25, "page": 7.0}
"""In inches: a column of a paper, and its whole width."""
ROOM, LEFT = 0.42, 0.42
"""Inches for what is written above and below the axes of a row, and on the left of them."""
TALLEST = 3.4
"""Inches that no axes are higher than."""
LINE = 0.17
"""Inches of a line of the key."""
BAR = 0.06
"""Inches of a scale of colours without its words."""
LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Panel(NamedTuple):
    """One picture: ``draw`` draws it into axes whose height is ``aspect`` widths."""

    key: str
    title: str
    aspect: float
    draw: Callable[[Axes], None]
    is_small: bool = False
    """Whether it is one of many that stand close together."""


class Bar(NamedTuple):
    """A scale of colours below the panels: its stops, and ticks in [0, 1] with their words."""

    title: str
    colours: Sequence[str]
    ticks: Sequence[float]
    words: Sequence[str]


class Drawing(NamedTuple):
    """What a figure is made of: panels, the entries of its key, and perhaps a scale of colours."""

    panels: tuple[Panel, ...]
    key: Sequence[Line2D | Patch]
    bar: Bar | None = None


class Row(NamedTuple):
    """Panels side by side, with room for ``n`` of them, and the height of their axes in inches."""

    panels: list[Panel]
    n: int
    height: float


def sheet(drawing: Drawing, width: str) -> Figure:
    """The panels in rows, ``width`` one of ``WIDTHS``; the height follows from them."""
    panels, key, bar = drawing
    inches, rows = WIDTHS[width], list(_rows(panels, width))
    columns = _columns(key, inches)
    below = LINE * -(-len(key) // columns) + 0.08 if key else 0.0
    total = sum(row.height + ROOM for row in rows) + below + (BAR + ROOM if bar else 0.0)
    close = ConstrainedLayoutEngine(w_pad=0.03, h_pad=0.03, wspace=0.02, hspace=0.02)
    figure = Figure(figsize=(inches, total), layout=close, facecolor=LIGHT.page)
    # Each block has a grid of its own: in one grid the margins of all would add up.
    blocks = [list(block) for _, block in groupby(rows, key=lambda row: row.n)]
    heights = [sum(row.height for row in block) for block in blocks] + ([BAR] if bar else [])
    grid = GridSpec(len(heights), 1, figure, height_ratios=heights)
    letters = iter(LETTERS if len(panels) > 1 and not any(p.is_small for p in panels) else "")
    for n, block in enumerate(blocks):
        ratios = [row.height for row in block]
        inner = grid[n].subgridspec(len(block), block[0].n, height_ratios=ratios)
        for line, row in enumerate(block):
            for column, panel in enumerate(row.panels):
                _draw(figure.add_subplot(inner[line, column]), panel, next(letters, ""), column)
    if bar:
        _draw_bar(figure.add_subplot(grid[-1]), bar)
    if key:
        look: Style = {"fontsize": SMALL_TEXT, "frameon": False, "handlelength": 2.6}
        look |= {"columnspacing": 1.2, "labelspacing": 0.25, "handletextpad": 0.5}
        place_of_key: Style = {"loc": "outside lower center", "borderpad": 0.1, "ncols": columns}
        figure.legend(handles=list(key), **place_of_key, **look)
    figure.draw_without_rendering()  # axes of equal scales find their place the second time
    return figure


def _draw(ax: Axes, panel: Panel, letter: str, column: int) -> None:
    quiet(ax)
    panel.draw(ax)
    if panel.is_small and column:  # the numbers are those of the first one
        ax.set_ylabel("")
        ax.tick_params(labelleft=False)
    size = SMALL_TEXT if panel.is_small else TEXT
    title = f"{letter}  {panel.title}" if letter else panel.title
    ax.set_title(title, loc="left", fontsize=size, pad=3)


def _rows(panels: Sequence[Panel], width: str) -> Iterator[Row]:
    """As many in a row as have room; small ones of one kind together."""
    row: list[Panel] = []
    for panel in panels:
        if row and (not _is_alike(row[0], panel) or len(row) == _n_across(panel, panels, width)):
            yield _row(row, panels, width)
            row = []
        row.append(panel)
    if row:
        yield _row(row, panels, width)


def _row(row: list[Panel], panels: Sequence[Panel], width: str) -> Row:
    n = _n_across(row[0], panels, width)
    room = WIDTHS[width] / n - LEFT
    return Row(row, n, min(room * max(panel.aspect for panel in row), TALLEST))


def _n_across(panel: Panel, panels: Sequence[Panel], width: str) -> int:
    """How many panels like this one have room in a row."""
    n = 1 if width == "column" else 2
    alike = sum(_is_alike(panel, each) for each in panels)
    return min(2 * n if panel.is_small else n, alike)


def _is_alike(one: Panel, other: Panel) -> bool:
    """Whether two panels may share a row: small ones only with those of their kind."""
    return one.is_small == other.is_small and (not one.is_small or one.key == other.key)


def _columns(key: Sequence[Line2D | Patch], inches: float) -> int:
    """How many entries of the key stand in a row."""
    longest = max((len(str(each.get_label())) for each in key), default=1)
    return max(1, min(len(key), int(inches / (0.42 + 0.055 * longest))))


def _draw_bar(ax: Axes, bar: Bar) -> None:
    colours = LinearSegmentedColormap.from_list("scale", list(bar.colours))
    ax.imshow(np.linspace(0, 1, 256)[None], cmap=colours, aspect="auto", extent=(0, 1, 0, 1))
    quiet(ax)
    ax.set_xticks(list(bar.ticks), labels=list(bar.words))
    ax.set_yticks([])
    ax.set_xlabel(bar.title, fontsize=SMALL_TEXT, labelpad=1)
