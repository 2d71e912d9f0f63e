"""A page of the app as a figure for a paper, with its caption."""

from app.export.caption import source_words
from app.export.order import Order
from app.export.paper.catalogue import paper_of
from app.export.paper.layout import WIDTHS, sheet
from app.export.paper.paper import Drawn
from app.export.paper.sheet import DPI, Words, drawing, written
from app.files.address import address
from app.study.study import Study

ALL = Order()
KINDS = ("svg", "pdf", "png")


def figure(study: Study, kind: str, order: Order = ALL, dpi: int = DPI) -> bytes:
    """The figure as ``svg``, ``pdf`` or ``png``; equal questions give equal bytes.

    Raises ``ValueError`` with the rule that the question breaks, and ``NotYet`` if others wait.
    """
    _check("kind", kind, KINDS)
    _check("width", order.width, tuple(WIDTHS))
    return printed(_drawn(study, order), kind, order.width, _source(study, order), dpi)


def printed(drawn: Drawn, kind: str, width: str, source: str, dpi: int = DPI) -> bytes:
    """A figure that is ready, as a file that says where it is from."""
    words = Words(drawn.title, _caption(drawn), source)
    with drawing():
        return written(sheet(drawn.drawing, width), kind, words, dpi)


def caption(study: Study, order: Order = ALL) -> str:
    """What the figure shows, everything that it was made from, the versions and the link."""
    return captioned(_drawn(study, order), _source(study, order))


def captioned(drawn: Drawn, source: str) -> str:
    """The caption of a figure that is ready."""
    return f"{_caption(drawn)} {source_words(source)}"


def _drawn(study: Study, order: Order) -> Drawn:
    paper = paper_of(order.page)
    choices = paper.choices(study)
    for key in order.panels:
        _check("panels", key, tuple(choices))
    return paper.drawn(study, order.panels or tuple(choices), order.is_stopped)


def _caption(drawn: Drawn) -> str:
    return f"{drawn.title}. {drawn.words}"


def _source(study: Study, order: Order) -> str:
    return order.link or address(study, order.page)


def _check(name: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise ValueError(f"{name} must be one of {', '.join(known)}; got {value[:40]!r}.")
