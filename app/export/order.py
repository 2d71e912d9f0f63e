"""Which figure is wanted of a page."""

from collections.abc import Collection
from typing import NamedTuple


class Order(NamedTuple):
    """Which figure of a study is wanted."""

    page: str = "explore"
    panels: Collection[str] = ()
    """Keys of panels; none for all."""
    width: str = "page"
    is_stopped: bool = False
    """Whether the visitor stopped the work: it is drawn as far as it came."""
    link: str = ""
    """The address that the caption says; the app's own if left out."""
