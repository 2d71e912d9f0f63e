"""Exports without the app: each takes a study, as ``study(link)`` reads it from a link.

Maps and networks are run here, for at most ``app.files.waiting.PATIENCE`` seconds at a time.
"""

from collections.abc import Callable
from urllib.parse import parse_qsl, urlsplit

from app.export import cite
from app.export.animation import Film, animation
from app.export.code import notebook as notebooks
from app.export.code import script as scripts
from app.export.code.snippet import focused
from app.export.code.snippet import snippet as snippet_of
from app.export.data.archive import data
from app.export.figure import ALL, caption, figure
from app.export.order import Order
from app.export.replay import page as replay
from app.files.address import address
from app.files.runs import runs
from app.study.link import decode
from app.study.study import Study

__all__ = [
    *("ENDINGS", "Film", "Order", "animation", "bibtex", "caption", "data", "exported"),
    *("figure", "notebook", "page", "script", "snippet", "study"),
]


def study(link: str) -> Study:
    """The study of a link, an address or its query alone; ``ValueError`` for what it cannot say."""
    place = urlsplit(link)
    query = place.query if place.netloc else link.removeprefix("?")
    found, notices = decode(dict(parse_qsl(query, keep_blank_values=True)))
    if notices:
        raise ValueError(" ".join(notices))
    return found


def order(link: str, panels: tuple[str, ...] = (), width: str = "page") -> Order:
    """What a link asks for: its page is the last part of its path, Explore if it has none."""
    place = urlsplit(link)
    page = place.path.rpartition("/")[2] if place.netloc else ""
    return Order(page or "explore", panels, width, link=link if place.netloc else "")


def page(study: Study, order: Order = ALL) -> str:
    """A page of its own that plays the study offline."""
    return replay.page(study, _link(study, order))


def script(study: Study, order: Order = ALL) -> str:
    """The study as a plain program on samgs_core."""
    return scripts.script(study, runs(study), _link(study, order))


def notebook(study: Study, order: Order = ALL) -> str:
    """The same as a notebook."""
    return notebooks.notebook(study, runs(study), _link(study, order))


def snippet(study: Study) -> str:
    """The focused method in a training loop of one's own."""
    return snippet_of(study, focused(study))


def bibtex(study: Study, order: Order = ALL) -> str:
    """The papers of the drawn methods, and this software with its version and link."""
    return cite.bibtex(study, _link(study, order), order.page)


ENDINGS: dict[str, Callable[[Study, Order], bytes]] = {
    "svg": lambda study, order: figure(study, "svg", order),
    "pdf": lambda study, order: figure(study, "pdf", order),
    "png": lambda study, order: figure(study, "png", order),
    "txt": lambda study, order: caption(study, order).encode(),
    "zip": data,
    "gif": lambda study, order: animation(study, "gif", Film(), _link(study, order)),
    "webp": lambda study, order: animation(study, "webp", Film(), _link(study, order)),
    "html": lambda study, order: page(study, order).encode(),
    "py": lambda study, order: script(study, order).encode(),
    "ipynb": lambda study, order: notebook(study, order).encode(),
    "bib": lambda study, order: bibtex(study, order).encode(),
}
"""What a file is made by, by the end of its name."""


def exported(study: Study, name: str, order: Order) -> bytes:
    """What belongs into a file of this name; raises ``ValueError`` for an unknown ending."""
    ending = name.rpartition(".")[2]
    if ending not in ENDINGS:
        raise ValueError(f"A file must end in {', '.join(ENDINGS)}; got {name!r}.")
    return ENDINGS[ending](study, order)


def _link(study: Study, order: Order) -> str:
    return order.link or address(study, order.page)
