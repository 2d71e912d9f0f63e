"""Votes: a question with a few choices, ballots without names, and how many chose what."""

import json
import secrets
from collections.abc import Sequence
from hashlib import sha256
from sqlite3 import Connection
from typing import NamedTuple

from app.share.codes import new_code, read_code
from app.share.refused import Refused
from app.share.store import VOTE_LIFE, Store

FEWEST, MOST = 2, 6
"""How many choices a vote has."""
MAX_QUESTION, MAX_CHOICE = 160, 60
MAX_VOTES, MAX_BALLOTS = 500, 2_000
"""The most votes at a time, and the most ballots of one."""
GONE = "There is no vote with this code. It may be misspelt, or over: votes are kept for a day."
CLOSED = "This vote is closed."
TWICE = "You have voted already: one vote each."
FULL = f"This vote has {MAX_BALLOTS:,} ballots, and takes no more."
NO_ROOM = "There are as many votes on this server as it keeps. Please try again later."
UNKNOWN = "That is none of the choices."
RULES = (
    f"A vote needs a question of up to {MAX_QUESTION} characters, and {FEWEST} to {MOST} different "
    f"choices of up to {MAX_CHOICE} characters."
)


class Vote(NamedTuple):
    """A vote as everybody may see it; ``target`` is the place in the app that it is about."""

    code: str
    question: str
    choices: tuple[str, ...]
    target: str
    is_closed: bool


class Own(NamedTuple):
    """The vote that somebody opened, and the key that only they have."""

    code: str
    key: str


def opened(store: Store, question: str, choices: Sequence[str], target: str) -> Own:
    """Open a vote for a day. Raises ``Refused`` with a sentence for nonsense or lack of room."""
    question, choices = _line(question), [_line(each) for each in choices]
    lengths = [len(choice) for choice in choices]
    is_question = 1 <= len(question) <= MAX_QUESTION
    is_choice = FEWEST <= len(set(choices)) == len(choices) <= MOST
    if not (is_question and is_choice and min(lengths) and max(lengths) <= MAX_CHOICE):
        raise Refused(RULES)
    key, now = secrets.token_urlsafe(16), store.now()
    with store.writing() as db:
        taken = {code for (code,) in db.execute("SELECT code FROM votes")}
        if len(taken) >= MAX_VOTES:
            raise Refused(NO_ROOM, 503)
        code = new_code(taken)
        row = (code, _hashed(code, key), question, json.dumps(choices), target, now, None)
        db.execute("INSERT INTO votes VALUES (?, ?, ?, ?, ?, ?, ?)", row)
    return Own(code, key)


def vote_of(store: Store, text: str) -> Vote | None:
    """The vote of a code; None if there is none, or none any more."""
    code = read_code(text)
    if code is None:
        return None
    with store.reading() as db:
        asked = "SELECT question, choices, target, closed FROM votes WHERE code = ? AND opened >= ?"
        row = db.execute(asked, (code, store.now() - VOTE_LIFE)).fetchone()
    if row is None:
        return None
    question, choices, target, closed = row
    return Vote(code, question, tuple(json.loads(choices)), target, closed is not None)


def cast(store: Store, code: str, voter: str, choice: int) -> None:
    """One ballot of a voter, who is a random text; raises ``Refused`` if it does not count."""
    vote = vote_of(store, code)
    if vote is None:
        raise Refused(GONE, 404)
    if not 0 <= choice < len(vote.choices):
        raise Refused(UNKNOWN)
    name = _hashed(vote.code, voter)
    with store.writing() as db:
        row = db.execute("SELECT closed FROM votes WHERE code = ?", (vote.code,)).fetchone()
        if row is None:
            raise Refused(GONE, 404)
        if row != (None,):
            raise Refused(CLOSED, 410)
        if _choice(db, vote.code, name) is not None:
            raise Refused(TWICE, 409)
        count = db.execute("SELECT count(*) FROM ballots WHERE code = ?", (vote.code,))
        if count.fetchone()[0] >= MAX_BALLOTS:
            raise Refused(FULL, 503)
        db.execute("INSERT INTO ballots VALUES (?, ?, ?)", (vote.code, name, choice))


def choice_of(store: Store, vote: Vote, voter: str) -> int | None:
    """What a voter has chosen; None if nothing."""
    with store.reading() as db:
        return _choice(db, vote.code, _hashed(vote.code, voter))


def tally(store: Store, vote: Vote) -> tuple[int, ...]:
    """How many chose what, in the order of the choices."""
    with store.reading() as db:
        asked = "SELECT choice, count(*) FROM ballots WHERE code = ? GROUP BY choice"
        counts = dict(db.execute(asked, (vote.code,)))
    return tuple(counts.get(place, 0) for place in range(len(vote.choices)))


def close(store: Store, own: Own, target: str) -> None:
    """No more ballots, and a way to where the answer is seen.

    Only who opened the vote can close it; raises ``Refused`` for others.
    """
    if not is_own(store, own):
        raise Refused(GONE, 404)
    with store.writing() as db:
        asked = "UPDATE votes SET closed = ?, target = ? WHERE code = ?"
        db.execute(asked, (store.now(), target, own.code))


def is_own(store: Store, own: Own) -> bool:
    """Whether this is the key of a vote that is still there."""
    with store.reading() as db:
        owner = db.execute("SELECT owner FROM votes WHERE code = ?", (own.code,)).fetchone()
    return owner == (_hashed(own.code, own.key),)


def _choice(db: Connection, code: str, name: str) -> int | None:
    asked = "SELECT choice FROM ballots WHERE code = ? AND voter = ?"
    row = db.execute(asked, (code, name)).fetchone()
    return None if row is None else int(row[0])


def _hashed(code: str, secret: str) -> str:
    """What is kept of a random text: it says nothing, and in another vote something else."""
    return sha256(f"{code} {secret}".encode()).hexdigest()[:32]


def _line(text: str) -> str:
    """A text in one line, without signs that cannot be seen."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
