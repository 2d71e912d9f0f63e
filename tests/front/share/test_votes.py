"""Votes: what counts, what is refused with which sentence, and what is left after a day."""

import asyncio
import sqlite3
from contextlib import closing
from html import unescape

import pytest

from app.share import votes
from app.share.refused import Refused
from app.share.routes import COOKIE, FOREIGN, NO_BALLOT, NO_COOKIES, routes
from app.share.store import VOTE_LIFE, forgetting
from app.share.vote_panel import bars, question_of, summary
from app.share.votes import CLOSED, GONE, RULES, TWICE, UNKNOWN, Own, close, opened, tally, vote_of
from app.study.link import decode
from tests.front.asking import ask

QUESTION, CHOICES = "Which <b>ends</b> lowest?", ("LS & co", "PCGrad", "SAM-GS")
VOTER = "a" * 22


@pytest.fixture
def own(store):
    return opened(store, QUESTION, CHOICES, "maps?v=1&steps=200")


@pytest.fixture
def phone(store, own):
    """What a phone with its cookie is answered."""

    def asked(choice=None, voter=VOTER, code=own.code, cookie=VOTER, **said):
        headers = {"cookie": f"{COOKIE}={cookie}"} if cookie else {}
        headers |= {name.replace("_", "-"): value for name, value in said.items()}
        body = f"choice={choice}&voter={voter}".encode()
        how = {"method": "POST", "body": body} if choice is not None else {}
        answer = ask(routes(lambda: store), f"/v/{code}", headers=headers, **how)
        assert "<b>" not in answer.body.decode()
        return answer.status, unescape(answer.body.decode()), answer.headers

    return asked


def count(store, own):
    return tally(store, vote_of(store, own.code))


def test_a_phone_is_asked_votes_once_and_sees_its_vote(store, own, phone):
    status, page, headers = phone(cookie="")
    assert status == 200 and QUESTION in page
    assert all(f">{choice}</button>" in page for choice in CHOICES)
    cookie = headers["set-cookie"]
    assert "HttpOnly" in cookie and "samesite=lax" in cookie.lower() and "Max-Age=86400" in cookie
    voter = cookie.split("=")[1].split(";")[0]
    assert f'name="voter" value="{voter}"' in page
    status, _, headers = phone(2, voter, cookie=voter)
    assert (status, headers["location"]) == (303, f"./{own.code}")
    assert "Your vote: SAM-GS" in phone(cookie=voter)[1] and count(store, own) == (0, 0, 1)
    status, page, _ = phone(0, voter, cookie=voter)
    assert status == 409 and TWICE in page and count(store, own) == (0, 0, 1)


def test_the_page_of_a_vote_runs_nothing_and_stands_nowhere_else(phone):
    _, page, headers = phone(cookie="")
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
    assert "<script" not in page and headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("said", "status", "sentence"),
    [
        ({"choice": 3}, 400, UNKNOWN),
        ({"choice": 7}, 400, UNKNOWN),
        ({"choice": "-1"}, 400, UNKNOWN),
        ({"choice": "%C2%B2"}, 400, UNKNOWN),
        ({"choice": "1&choice=2"}, 400, NO_BALLOT),
        ({"choice": "1" * 500}, 413, NO_BALLOT),
        ({"choice": ""}, 400, NO_BALLOT),
        ({"choice": 1, "cookie": ""}, 400, NO_COOKIES),
        ({"choice": 1, "cookie": "x" * 9}, 400, NO_COOKIES),
        ({"choice": 1, "voter": "b" * 22}, 403, FOREIGN),
        ({"choice": 1, "voter": "%FF" * 9}, 403, FOREIGN),
        ({"choice": 1, "sec_fetch_site": "cross-site"}, 403, FOREIGN),
        ({"choice": 1, "code": "zzzz"}, 404, GONE),
        ({"choice": 1, "code": "k7f3333"}, 404, GONE),
    ],
)
def test_what_is_no_ballot_is_refused_with_a_sentence(store, own, phone, said, status, sentence):
    answered, page, _ = phone(**said)
    assert (answered, sentence in page) == (status, True)
    assert count(store, own) == (0, 0, 0)


def test_a_closed_vote_takes_no_ballot_and_leads_to_the_run(store, own, phone):
    phone(1)
    with pytest.raises(Refused, match=GONE):
        close(store, Own(own.code, "another's"), "?v=1")
    assert not vote_of(store, own.code).is_closed
    close(store, own, "maps?v=1&steps=300")
    late = "b" * 22
    status, page, _ = phone(0, late, cookie=late)
    assert status == 410 and CLOSED in page and count(store, own) == (0, 1, 0)
    for voter in (VOTER, late):
        page = phone(cookie=voter)[1]
        assert CLOSED in page and 'href="../maps?v=1&steps=300"' in page
    assert "Your vote: PCGrad" in phone()[1]


def test_after_a_day_nothing_is_left_of_a_vote(store, own, phone, clock):
    phone(1)
    clock.at += VOTE_LIFE + 1
    status, page, _ = phone(0)
    assert status == 404 and GONE in page
    with closing(sqlite3.connect(store.path)) as db:
        left = db.execute("SELECT (SELECT count(*) FROM votes), (SELECT count(*) FROM ballots)")
        assert left.fetchone() == (0, 0)


def test_what_is_over_is_removed_while_nobody_asks(store, own, phone, clock):
    phone(1)
    clock.at += VOTE_LIFE + 1
    with pytest.raises(TimeoutError):
        asyncio.run(asyncio.wait_for(forgetting(store, every=60.0), 0.5))
    with closing(sqlite3.connect(store.path)) as db:
        assert db.execute("SELECT count(*) FROM ballots").fetchone() == (0,)


def test_nothing_personal_is_kept(store, own, phone):
    phone(1)
    with closing(sqlite3.connect(store.path)) as db:
        ((code, voter, choice),) = db.execute("SELECT * FROM ballots")
        ((key,),) = db.execute("SELECT owner FROM votes")
    assert (code, choice) == (own.code, 1)
    assert VOTER not in voter and own.key not in key


@pytest.mark.parametrize(
    ("question", "choices"),
    [
        ("", CHOICES),
        ("   \n", CHOICES),
        ("x" * 161, CHOICES),
        ("Which?", ("one",)),
        ("Which?", ()),
        ("Which?", tuple("abcdefg")),
        ("Which?", ("same", " same ")),
        ("Which?", ("one", "\x00")),
        ("Which?", ("one", "x" * 61)),
    ],
)
def test_a_vote_that_cannot_be_asked_is_refused(store, question, choices):
    with pytest.raises(Refused) as refused:
        opened(store, question, choices, "?v=1")
    assert str(refused.value) == RULES


def test_there_is_an_end_to_votes_and_ballots(store, own, phone, monkeypatch):
    monkeypatch.setattr(votes, "MAX_BALLOTS", 1)
    monkeypatch.setattr(votes, "MAX_VOTES", 1)
    phone(0)
    late = "b" * 22
    status, page, _ = phone(0, late, cookie=late)
    assert status == 503 and votes.FULL in page
    with pytest.raises(Refused, match="as many votes"):
        opened(store, QUESTION, CHOICES, "?v=1")


def test_the_question_is_about_the_methods_that_are_drawn():
    question, choices = question_of(decode({"methods": "ls,pcgrad"}).study)
    assert question == "Which of the drawn methods reaches the balanced optimum most often?"
    assert choices == ("LS (sum)", "PCGrad")
    many = "ls,pcgrad,mgda,cagrad,famo,uw,si,gls"
    assert len(question_of(decode({"methods": many}).study)[1]) == 6
    question, choices = question_of(decode({"methods": "ls"}).study)
    assert question == "Will LS (sum) reach the balanced optimum from most starts?"
    assert choices == ("Yes", "No")


def test_the_tally_is_told_as_bars_and_as_a_sentence(store, own, phone):
    for place, voter in enumerate("bcd"):
        phone(min(place, 1), voter * 22, cookie=voter * 22)
    counts, vote = count(store, own), vote_of(store, own.code)
    assert counts == (1, 2, 0)
    told = bars(vote, counts)
    assert "LS &amp; co" in told and "<caption>3 votes</caption>" in told
    assert told.count("width:100.0%") == 1 and told.count("width:50.0%") == 1
    assert summary(vote, counts) == "3 votes: LS & co 1, PCGrad 2, SAM-GS 0."
