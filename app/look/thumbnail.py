"""A landscape as a small picture: its relief, its contours and its Pareto set.

Written as a PNG with a palette, a few kilobytes each, without a plotting library.
"""

from functools import lru_cache

import numpy as np

from app.figures.contours import N_LEVELS, contours
from app.look.png import address_of, png
from app.look.theme import Theme
from app.runs.records import survey_of
from samgs_core.landscape import Landscape, Window

LINE, SET, UNDEFINED = N_LEVELS + 1, N_LEVELS + 2, N_LEVELS + 3
"""The palette's entries behind those of the relief, which count the contours below a pixel."""
LINES_EVERY = 2
"""Of so many contours one is drawn as a line; in a small picture all of them would be a fill."""
HATCH = 10
"""Pixels from one line of the hatching to the next."""


@lru_cache(maxsize=128)
def thumbnail(landscape: Landscape, theme: Theme) -> str:
    """The picture of the sum of the losses over the window, as an address that holds it."""
    return address_of(png(pixels(landscape)[::-1], _palette(theme)))


def pixels(landscape: Landscape) -> np.ndarray:
    """Entries of the palette, [ny, nx] uint8, from the lowest row of the window upwards."""
    survey = survey_of(landscape)
    heights = contours(survey.x, survey.y, survey.losses, "sum").heights
    is_undefined = np.isnan(heights)
    relief = np.where(is_undefined, 0, np.clip(np.ceil(heights), 0, N_LEVELS)).astype(np.uint8)
    shown = np.where(_is_line(relief), LINE, relief).astype(np.uint8)
    across, up = np.indices(shown.shape)
    shown[is_undefined] = np.where((across + up) % HATCH < 2, LINE, UNDEFINED)[is_undefined]
    rows, columns = _cells(survey.pareto_set, landscape.window, shown.shape)
    shown[rows, columns] = SET
    return shown


def _is_line(relief: np.ndarray) -> np.ndarray:
    """Where the number of contour lines below a pixel is not that of the pixel before."""
    steps = relief // LINES_EVERY
    across, up = np.diff(steps, axis=1, prepend=steps[:, :1]), np.diff(steps, axis=0)
    return (across != 0) | np.pad(up != 0, ((1, 0), (0, 0)))


def _cells(points: np.ndarray, window: Window, shape: tuple[int, ...]) -> tuple[np.ndarray, ...]:
    """Rows and columns of the 3 × 3 pixels around each of the points [m, 2]."""
    low, high = np.array(window.corners)
    last = np.array(shape[::-1]) - 1
    own = points[~np.isnan(points).any(-1)]
    centres = np.rint((own - low) / (high - low) * last).astype(int)
    around = np.stack(np.meshgrid((-1, 0, 1), (-1, 0, 1)), axis=-1).reshape(-1, 2)
    columns, rows = np.clip(centres[:, None] + around, 0, last).reshape(-1, 2).T
    return rows, columns


def _palette(theme: Theme) -> np.ndarray:
    """The colours [k, 3]: from low to high, then the lines, the Pareto set, and no value."""
    low, high, line, text, page = (
        _rgb(each) for each in (theme.surface, theme.contour, theme.muted, theme.text, theme.page)
    )
    shares = np.linspace(0, 1, N_LEVELS + 1)[:, None]
    relief = low + shares * (high - low)
    return np.rint([*relief, (line + high) / 2, text, page]).astype(np.uint8)


def _rgb(colour: str) -> np.ndarray:
    return np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)], dtype=float)
