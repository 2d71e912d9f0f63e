"""What the kinds of maps have in common.

Each is a module with ``KEY``, ``TITLE`` and the functions ``controls``, ``layers``, ``shown``,
``told``, ``table``, ``study_at`` and ``key``; ``app.maps.basins`` says what they do.
"""

from collections.abc import Sequence
from types import ModuleType
from typing import NamedTuple


class Point(NamedTuple):
    """A mark that was clicked: which of a picture's traces, and its place there."""

    trace: int
    place: int


class Shown(NamedTuple):
    """A plot of ``app.figures``, its values, and how often each of its parts has changed."""

    plot: ModuleType
    values: tuple
    versions: Sequence[int]
    height: int = 560
    """At most, in pixels."""
