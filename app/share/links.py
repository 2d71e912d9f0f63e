"""Short links: a code for each place in the app that somebody shared."""

from app.share.codes import new_code, read_code
from app.share.refused import Refused
from app.share.store import LINK_LIFE, Store

MAX_LINKS, MAX_TARGET = 10_000, 6_000
"""The most links, and the most characters of what one stands for."""
MAX_AN_HOUR = 1_000
"""The most links that all visitors together make in an hour."""
REFRESHED = 86_400
"""Seconds after which it is noted again that somebody follows a link."""
LONG = (
    f"What is shown takes a link of more than {MAX_TARGET:,} characters, which no short link "
    "stands for. The long link works."
)
MANY = "Many short links were made within the last hour. The long link works meanwhile."
FULL = "All short links of this server are taken. The long link works."


def known(store: Store, target: str) -> str | None:
    """The code that a target has already; raises ``Refused`` if nothing can be kept."""
    with store.reading() as db:
        row = db.execute("SELECT code FROM links WHERE target = ?", (target,)).fetchone()
    return None if row is None else str(row[0])


def shortened(store: Store, target: str) -> str:
    """The code of a target, which it keeps until nobody has followed it for half a year.

    ``target`` is a page of the app with its query. Raises ``Refused`` with a sentence if there is
    no room, or no place to keep it.
    """
    if len(target) > MAX_TARGET:
        raise Refused(LONG)
    now = store.now()
    with store.writing() as db:
        row = db.execute("SELECT code FROM links WHERE target = ?", (target,)).fetchone()
        if row is not None:
            db.execute("UPDATE links SET used = ? WHERE code = ?", (now, row[0]))
            return str(row[0])
        taken = {code for (code,) in db.execute("SELECT code FROM links")}
        if len(taken) >= MAX_LINKS:
            raise Refused(FULL, 503)
        lately = db.execute("SELECT count(*) FROM links WHERE made > ?", (now - 3_600,))
        if lately.fetchone()[0] >= MAX_AN_HOUR:
            raise Refused(MANY, 429)
        code = new_code(taken)
        db.execute("INSERT INTO links VALUES (?, ?, ?, ?)", (code, target, now, now))
        return code


def target_of(store: Store, text: str) -> str | None:
    """What a code stands for; None if it stands for nothing, or does no more."""
    code, now = read_code(text), store.now()
    if code is None:
        return None
    with store.reading() as db:
        asked = "SELECT target, used FROM links WHERE code = ? AND used >= ?"
        row = db.execute(asked, (code, now - LINK_LIFE)).fetchone()
        if row is not None and now - row[1] > REFRESHED:
            db.execute("UPDATE links SET used = ? WHERE code = ?", (now, code))
    return None if row is None else str(row[0])
