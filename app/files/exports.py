"""Exports as files: each is made when it is asked for, once for all who ask alike."""

from collections.abc import Callable, Mapping

from app.export.cite import bibtex
from app.export.code.notebook import notebook
from app.export.code.script import script
from app.export.code.snippet import focused, snippet
from app.export.order import Order
from app.export.tikz import tikz
from app.files.address import address
from app.files.link import STOPPED
from app.files.runs import runs
from app.files.waiting import waiting
from app.runs.shelf import Flight, Shelf
from app.study.link import link_of
from app.study.study import Study

PAGE, PANELS, WIDTH = "export.page", "export.panels", "export.width"
SECONDS, SIZE, LOOP = "export.seconds", "export.size", "export.loop"
OWN = (PAGE, PANELS, WIDTH, SECONDS, SIZE, LOOP, STOPPED)
"""What a question about an export says beside its study."""
WHOLE = ("explore", "vectors", "your-run")
"""The pages of which there is all or nothing."""
KINDS, PREVIEW = ("svg", "pdf", "png"), 110
"""Of figures; and dots per inch of one that is only looked at."""
TOLD = ("scores", "verdict", "curves", "ahead", "loss", "table")
"""The parts of a screen that exports tell."""
COVERED = "The link of this study leaves out what the file would say."
MAX_BYTES = 48 * 2**20
Said = Mapping[str, str]
Maker = Callable[[Study, Said], bytes]

MADE: Shelf[tuple[str, ...], Flight[bytes]] = Shelf(
    MAX_BYTES, lambda flight: len(flight.result()) if flight.is_finished else 0
)
"""The exports of this process: a full room asks alike."""


def once(name: str, make: Maker) -> Maker:
    """The maker of a file that is made once and kept, and for few at a time.

    It raises ``NotYet`` if too many wait already. What may be half done is made anew.
    """

    def maker(study: Study, said: Said) -> bytes:
        if not is_whole(study, said):
            with waiting():
                return make(study, said)
        question = (name, link_of(study), *(f"{key}={said[key]}" for key in sorted(said)))
        flight, is_own = MADE.claim(question, Flight)
        if is_own:
            try:
                with waiting():
                    flight.set_result(make(study, said))
            except BaseException as error:  # for whoever waits, too
                flight.set_exception(error)
        return flight.result()

    return maker


def is_whole(study: Study, said: Said) -> bool:
    """Whether all that a question asks for is there, or nothing: a network may be in training."""
    page = said.get(PAGE, "explore")
    return page in WHOLE and not (page == "your-run" and study.yours.source == "train")


def order_of(said: Said) -> Order:
    """Which figure a question is about."""
    panels = tuple(filter(None, said.get(PANELS, "").split(",")))
    page, width = said.get(PAGE, "explore"), said.get(WIDTH, "page")
    return Order(page, panels, width, is_stopped(said))


def is_stopped(said: Said) -> bool:
    """Whether the visitor stopped the work; raises ``ValueError`` for an unclear word."""
    text = said.get(STOPPED, "no")
    if text not in ("yes", "no"):
        raise ValueError(f"{STOPPED} must be yes or no; got {text[:40]!r}.")
    return text == "yes"


def figure_file(kind: str, dpi: int | None = None) -> Maker:
    """The maker of a figure of this kind."""

    def make(study: Study, said: Said) -> bytes:
        from app.export.figure import DPI, figure  # its library is loaded when first asked for

        return figure(study, kind, order_of(said), dpi or DPI)

    return make


def caption_file(study: Study, said: Said) -> bytes:
    """The caption of a figure."""
    from app.export.figure import caption

    return caption(study, order_of(said)).encode()


def data_file(study: Study, said: Said) -> bytes:
    """All data of a page."""
    from app.export.data.archive import data

    return data(study, order_of(said))


def tikz_file(study: Study, said: Said) -> bytes:
    """The study as TikZ with its points."""
    return tikz(study, address(study, "explore"))


def script_file(study: Study, said: Said) -> bytes:
    """The study as a program."""
    return script(study, runs(study), address(study, "explore")).encode()


def notebook_file(study: Study, said: Said) -> bytes:
    """The study as a notebook."""
    return notebook(study, runs(study), address(study, "explore")).encode()


def snippet_file(study: Study, said: Said) -> bytes:
    """The focused method in a training loop."""
    return snippet(study, focused(study)).encode()


def references_file(study: Study, said: Said) -> bytes:
    """The papers of the drawn methods, and this software."""
    page = order_of(said).page
    return bibtex(study, address(study, page), page).encode()


def replay_file(study: Study, said: Said) -> bytes:
    """The study as a page that plays it."""
    from app.export.replay.page import page

    return page(study, address(study, "explore")).encode()


def animation_file(kind: str) -> Maker:
    """The maker of an animation of this kind."""

    def make(study: Study, said: Said) -> bytes:
        from app.export.animation import Film, animation

        seconds, loop = said.get(SECONDS, "6"), said.get(LOOP, "yes")
        if not (seconds.isascii() and seconds.isdigit() and len(seconds) < 3):
            raise ValueError(f"{SECONDS} must be a whole number; got {seconds[:40]!r}.")
        if loop not in ("yes", "no"):
            raise ValueError(f"{LOOP} must be yes or no; got {loop[:40]!r}.")
        film = Film(int(seconds), said.get(SIZE, "slide"), loop == "yes")
        return animation(study, kind, film, address(study, "explore"))

    return make


def is_covered(study: Study) -> bool:
    """Whether the study's link leaves out what exports would say: then it offers none."""
    return not all(study.screen.shows(part) for part in TOLD)


def _uncovered(make: Maker) -> Maker:
    """The maker, which refuses what the study's link leaves out."""

    def maker(study: Study, said: Said) -> bytes:
        if is_covered(study):
            raise ValueError(COVERED)
        return make(study, said)

    return maker


FIGURES = {f"figure.{kind}": once(f"figure.{kind}", figure_file(kind)) for kind in KINDS}
EXPORTS: dict[str, Maker] = {
    **FIGURES,
    "preview.png": once("preview.png", figure_file("png", PREVIEW)),
    "caption.txt": caption_file,
    "data.zip": once("data.zip", data_file),
    "replay.html": once("replay.html", replay_file),
    "animation.gif": once("animation.gif", animation_file("gif")),
    "animation.webp": once("animation.webp", animation_file("webp")),
    "tikz.zip": tikz_file,
    "study.py": script_file,
    "study.ipynb": notebook_file,
    "training_loop.py": snippet_file,
    "references.bib": references_file,
}
EXPORTS = {name: _uncovered(make) for name, make in EXPORTS.items()}
"""All exports by their names."""
