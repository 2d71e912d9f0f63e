"""One SQLite file for short links and votes, which all processes of a server share.

Nothing personal is kept, and nothing for ever: see ``app.share.links`` and ``app.share.votes``.
"""

import asyncio
import os
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from functools import lru_cache
from pathlib import Path

from app.share.refused import Refused

FOLDER = "SURGERY_SHARING"
"""The folder of the file, in the environment."""
FILE = "sharing.sqlite"
PATIENCE = 5.0
"""Seconds for which one process waits until another has written."""
PURGED_EVERY = 60.0
"""Seconds between two removals of what is over."""
LINK_LIFE, VOTE_LIFE = 180 * 86_400, 86_400
"""Seconds after which a link that nobody followed, and a vote, are removed."""
NOWHERE = (
    "This server has no place for short links, so the long link is the one to share: it does the "
    "same."
)
BUSY = "The server is busy with other short links and votes. Please try again in a moment."
SCHEMA = """
CREATE TABLE links (code TEXT PRIMARY KEY, target TEXT UNIQUE, made REAL, used REAL);
CREATE TABLE votes (code TEXT PRIMARY KEY, owner TEXT, question TEXT, choices TEXT, target TEXT,
                    opened REAL, closed REAL);
CREATE TABLE ballots (code TEXT, voter TEXT, choice INTEGER, PRIMARY KEY (code, voter))
                    WITHOUT ROWID;
PRAGMA user_version = 1;
"""


class Store:
    """The file in a folder; safe among threads and processes, for every use has its connection."""

    def __init__(self, folder: Path, now: Callable[[], float] = time.time) -> None:
        self.path = folder / FILE
        self.now = now
        self.purged = -PURGED_EVERY

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection to read by. Raises ``Refused`` if there is no place for the file."""
        with closing(self._connection()) as connection, _told():
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA secure_delete = ON")
            if not connection.execute("PRAGMA user_version").fetchone()[0]:
                _found(connection)
            self._purge(connection)
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A connection whose changes happen all or not at all, one process after another."""
        with self.reading() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    def forget(self) -> None:
        """Remove what is over, if there is anything."""
        if self.path.exists():
            with self.reading():
                pass  # it is removed on the way

    def _connection(self) -> sqlite3.Connection:
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            connection = sqlite3.connect(self.path, timeout=PATIENCE, isolation_level=None)
        except (OSError, sqlite3.Error) as error:
            raise Refused(NOWHERE, 503) from error
        return connection

    def _purge(self, connection: sqlite3.Connection) -> None:
        now = self.now()
        if abs(now - self.purged) < PURGED_EVERY:
            return
        self.purged = now
        connection.execute("DELETE FROM links WHERE used < ?", (now - LINK_LIFE,))
        connection.execute("DELETE FROM votes WHERE opened < ?", (now - VOTE_LIFE,))
        connection.execute("DELETE FROM ballots WHERE code NOT IN (SELECT code FROM votes)")


def _found(connection: sqlite3.Connection) -> None:
    """Make the tables, unless another process was first."""
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("BEGIN IMMEDIATE")
    if not connection.execute("PRAGMA user_version").fetchone()[0]:
        for statement in filter(None, map(str.strip, SCHEMA.split(";"))):
            connection.execute(statement)
    connection.execute("COMMIT")


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        is_busy = error.sqlite_errorname.startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))
        raise Refused(BUSY if is_busy else NOWHERE, 503) from error


def folder_of(environment: Mapping[str, str], home: Path) -> Path:
    """Where the file is: the folder that is said, else one for the state of programs."""
    if said := environment.get(FOLDER):
        return Path(said)
    state = environment.get("XDG_STATE_HOME") or home / ".local" / "state"
    return Path(state) / "gradient-surgery"


@lru_cache(maxsize=8)
def _store(folder: Path) -> Store:
    return Store(folder)


def the_store() -> Store:
    """The store of this server."""
    return _store(folder_of(os.environ, Path.home()))


async def forgetting(store: Store, every: float = 3_600.0) -> None:
    """Remove what is over now and again, also while nobody shares anything."""
    while True:
        with suppress(Refused):
            await asyncio.to_thread(store.forget)
        await asyncio.sleep(every)
