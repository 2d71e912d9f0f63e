"""The screen's part of the link: what is left out and in which form, as query parameters, and back.

What a link hides stays hidden if other parts of the link cannot be used; of a list with unknown
names, the known ones are hidden.
"""

from dataclasses import replace

from app.study.reader import Reader, differences
from app.study.screen import HIDEABLE, LOCKABLE, Screen

PREFIX = "screen."
"""How the names of these query parameters begin."""
PLAIN = Screen()
HIDE, LOCK, BESIDE = f"{PREFIX}hide", f"{PREFIX}lock", f"{PREFIX}beside"


def encode_screen(screen: Screen) -> dict[str, str]:
    """The query parameters of a screen; whatever equals the default is left out."""
    if screen == PLAIN:
        return {}
    query = differences(PREFIX, screen, PLAIN)
    if screen.hide:
        query[HIDE] = ",".join(screen.hide)
    if screen.lock:
        query[LOCK] = ",".join(screen.lock)
    if screen.beside is not None:
        query[BESIDE] = ",".join(screen.beside)
    return query


def read_screen(reader: Reader) -> Screen:
    """The screen that a link says, but for what stands beside, which depends on the study."""
    screen = reader.fields(PREFIX, PLAIN)
    hide, lock = reader.words(HIDE, HIDEABLE), reader.words(LOCK, LOCKABLE)
    return replace(screen, hide=hide, lock=lock) if hide or lock else screen
