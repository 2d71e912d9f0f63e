"""How a method looks, as a small picture beside its name: a piece of its line, and its marker.

Plotly's figures know the dashes and markers by name; here they are as lengths and corners, for
this picture and for the scene.
"""

from math import cos, pi, sin
from urllib.parse import quote

from app.look.theme import Dash, Look

HEIGHT = 16
RADIUS = 4.6
LEAST_DASH = 3
"""Dashes of thinner lines are those of a line this wide, as in Plotly."""
DASHES: dict[Dash, tuple[int, ...]] = {
    "solid": (),
    "dot": (1, 1),
    "dash": (3, 3),
    "longdash": (5, 5),
    "dashdot": (3, 1, 1, 1),
    "longdashdot": (5, 2, 1, 2),
}
"""Lengths of dashes and gaps in widths of the line."""

Corners = tuple[tuple[float, float], ...]


def swatch(look: Look, colour: str, page: str, width: int = 40) -> str:
    """The line and its marker as an HTML image, ``width`` pixels wide on the colour ``page``."""
    end, middle = width - 8, HEIGHT / 2
    dash = " ".join(f"{part:g}" for part in dashes(look))
    picture = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{HEIGHT}">'
        f'<path d="M0 {middle}H{end}" stroke="{colour}" stroke-width="{look.width}" fill="none" '
        f'stroke-dasharray="{dash or "none"}"/>'
        f'<path d="{_path(look.marker, end, middle)}" {_fill(look.marker, colour, page)}/></svg>'
    )
    return (
        f'<img class="swatch" alt="" width="{width}" height="{HEIGHT}" '
        f'src="data:image/svg+xml,{quote(picture)}">'
    )


def dashes(look: Look) -> tuple[float, ...]:
    """Lengths of the dashes and gaps of a method's line in pixels; none if it is solid."""
    return tuple(part * max(look.width, LEAST_DASH) for part in DASHES[look.dash])


def outline(marker: str) -> Corners:
    """The corners of a marker in units of its radius, y downwards."""
    return SHAPES[marker.removesuffix(OPEN)]


def is_open(marker: str) -> bool:
    """Whether a marker is a line around the colour of the page."""
    return marker.endswith(OPEN)


def _fill(marker: str, colour: str, page: str) -> str:
    if is_open(marker):
        return f'fill="{page}" stroke="{colour}" stroke-width="1.5"'
    return f'fill="{colour}" stroke="{page}" stroke-width="1"'


def _path(marker: str, x: float, y: float) -> str:
    points = (f"{x + RADIUS * dx:.2f} {y + RADIUS * dy:.2f}" for dx, dy in outline(marker))
    return f"M{'L'.join(points)}Z"


def _regular(n: int, turn: float = 0.0, size: float = 1.0) -> Corners:
    """A regular polygon that stands on its tip's opposite; ``turn`` in whole turns."""
    angles = [2 * pi * (i / n + turn) for i in range(n)]
    return tuple((size * sin(angle), -size * cos(angle)) for angle in angles)


def _star(n: int, outer: float, inner: float, turn: float = 0.0) -> Corners:
    """A star of n tips."""
    tips, dents = _regular(n, turn, outer), _regular(n, turn + 0.5 / n, inner)
    return tuple(corner for pair in zip(tips, dents, strict=True) for corner in pair)


def _cross(turn: float) -> Corners:
    arm, half = 1.2, 0.4
    corners = [(half, -arm), (half, -half), (arm, -half)]
    quarter = list(corners)
    turned = []
    for _ in range(4):
        turned += quarter
        quarter = [(-y, x) for x, y in quarter]
    c, s = cos(2 * pi * turn), sin(2 * pi * turn)
    return tuple((c * x - s * y, s * x + c * y) for x, y in turned)


OPEN = "-open"
SQUARE: Corners = ((1, 1), (1, -1), (-1, -1), (-1, 1))
SHAPES: dict[str, Corners] = {
    "circle": _regular(24),
    "square": SQUARE,
    "diamond": _regular(4, 0, 1.3),
    "diamond-tall": ((0, -1.4), (0.7, 0), (0, 1.4), (-0.7, 0)),
    "diamond-wide": ((0, -0.7), (1.4, 0), (0, 0.7), (-1.4, 0)),
    "cross": _cross(0),
    "x": _cross(1 / 8),
    "triangle-up": _regular(3, 0, 1.15),
    "triangle-down": _regular(3, 1 / 2, 1.15),
    "triangle-left": _regular(3, 3 / 4, 1.15),
    "triangle-right": _regular(3, 1 / 4, 1.15),
    "pentagon": _regular(5, 0, 1.1),
    "hexagon": _regular(6, 0, 1.1),
    "star": _star(5, 1.4, 0.55),
    "star-triangle-up": _star(3, 1.6, 0.45),
    "star-triangle-down": _star(3, 1.6, 0.45, 1 / 2),
    "star-square": _star(4, 1.5, 0.6, 1 / 8),
    "star-diamond": _star(4, 1.5, 0.6),
    "hourglass": ((1, 1), (-1, 1), (1, -1), (-1, -1)),
    "bowtie": ((1, 1), (1, -1), (-1, 1), (-1, -1)),
}
"""The corners of every marker, in units of its radius, y downwards."""
