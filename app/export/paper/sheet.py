"""A sheet of paper as SVG, PDF or PNG: the same bytes every time, with all its words."""

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import matplotlib
from matplotlib.figure import Figure

from app.export.paper.marks import TEXT, Style
from app.files.waiting import BUSY, NotYet
from app.look.theme import LIGHT

DPI = 300
RULES: Style = {
    "font.family": ["DejaVu Sans"],  # comes with the library, so that all machines draw alike
    "font.size": TEXT,
    "hatch.linewidth": 0.4,
    "hatch.color": LIGHT.muted,
    "path.simplify": False,  # the points are those of the run
    "svg.fonttype": "none",
    "svg.hashsalt": "gradient-surgery",
    "pdf.fonttype": 42,
    "text.color": LIGHT.text,
    "axes.labelcolor": LIGHT.text,
    "axes.unicode_minus": True,
}
PATIENCE = 20.0
"""Seconds after which somebody does not wait for other drawings any longer."""
_turn = threading.Semaphore()


class Words(NamedTuple):
    """What a figure says of itself."""

    title: str
    caption: str
    source: str
    """The address of what is shown."""


@contextmanager
def drawing() -> Iterator[None]:
    """While something is drawn: the library's rules hold for all threads, so one at a time.

    Raises ``NotYet`` if others draw for too long.
    """
    if not _turn.acquire(timeout=PATIENCE):
        raise NotYet(BUSY)
    try:
        with matplotlib.rc_context(RULES):  # type: ignore[arg-type]
            yield
    finally:
        _turn.release()


def written(figure: Figure, kind: str, words: Words, dpi: int = DPI) -> bytes:
    """The figure as ``svg``, ``pdf`` or ``png``, without a date."""
    out = io.BytesIO()
    figure.savefig(out, format=kind, dpi=dpi, metadata=_told(kind, words))
    return out.getvalue()


def _told(kind: str, words: Words) -> dict[str, str | None]:
    """What the file says of itself, by the names of its kind."""
    title, caption, source = words
    if kind == "svg":
        return {"Title": title, "Description": caption, "Source": source, "Date": None}
    if kind == "pdf":
        dates = {"CreationDate": None, "ModDate": None}
        return {"Title": title, "Subject": caption, "Keywords": source, **dates}
    return {"Title": title, "Description": caption, "Source": source}
