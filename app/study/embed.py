"""The scene in a frame of another page, as in a lecturer's slides: its address and its HTML."""

from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode

from app.study.link import encode
from app.study.study import Study

EMBED = {"embed": "true"}
"""What Streamlit, and the page with it, takes for being in a frame."""


@dataclass(frozen=True)
class Size:
    """A frame's width and height in pixels."""

    width: int
    height: int

    @property
    def label(self) -> str:
        """As people write it."""
        return f"{self.width} × {self.height}"


SIZES = (Size(1200, 600), Size(800, 450))


def embedded_link(page: str, study: Study) -> str:
    """The address of a study's scene and transport alone; ``page`` is that of Explore."""
    return f"{page}?{urlencode(encode(study) | EMBED)}"


def snippet(page: str, study: Study, size: Size) -> str:
    """A frame with that scene, as HTML to paste into another page."""
    title = escape(f"Gradient surgery explorer: {study.landscape.title}")
    return (
        f'<iframe src="{escape(embedded_link(page, study))}" title="{title}"\n'
        f'  width="{size.width}" height="{size.height}" style="border: 0" loading="lazy"\n'
        '  allow="clipboard-write; fullscreen"></iframe>'
    )
