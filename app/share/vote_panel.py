"""The lecturer's side of a vote: the question, what came in so far, and the run in the end."""

from collections.abc import Sequence
from dataclasses import replace
from html import escape

import streamlit as st
from streamlit.navigation.page import Page

from app.look.parts import literal
from app.share.address import FIRST, Here, Target, read_target
from app.share.allowance import ALLOWANCE
from app.share.refused import Refused
from app.share.remembered import remember, remembered
from app.share.show import address, qr_code
from app.share.store import Store
from app.share.votes import (
    GONE,
    MAX_CHOICE,
    MAX_QUESTION,
    MOST,
    Own,
    Vote,
    close,
    opened,
    tally,
    vote_of,
)
from app.study.link import encode
from app.study.put import KEPT, put, session, shown_page
from app.study.study import Study

OWN = f"{KEPT}vote"
"""Where a session keeps the code and the key of its vote."""
EVERY = 2.0
"""Seconds between two looks at what came in."""


def own_vote() -> Own | None:
    """The vote that this session opened last, or this browser before its page was loaded anew."""
    if OWN not in st.session_state:
        st.session_state[OWN] = remembered()
    own: Own | None = st.session_state[OWN]
    return own


def vote_panel(place: Here, target: Target, store: Store, pages: Sequence[Page]) -> None:
    """A vote in the making, or the one that is open or closed.

    The two have a place each: in one place the parts of one could reach the browser before what
    they are parts of.
    """
    form, spot, own = st.empty(), st.empty(), own_vote()
    if own is None or vote_of(store, own.code) is None:
        _forget()
        with form.container():
            own = _asked(target, store)
    vote = vote_of(store, own.code) if own else None
    if own and vote:
        form.empty()
        with spot.container():
            _told(place, own, vote, store, pages)


def question_of(study: Study) -> tuple[str, tuple[str, ...]]:
    """The question that a study asks by itself, and its choices."""
    goal, names = study.landscape.goal, [method.title for method in study.drawn_methods]
    end = f"{{}} the {goal.title}" if goal else "{} on the Pareto front"
    if len(names) > 1:
        wanted = end.format("reaches" if goal else "ends")
        return f"Which of the drawn methods {wanted} most often?", tuple(names[:MOST])
    wanted = end.format("reach" if goal else "end")
    return f"Will {names[0]} {wanted} from most starts?" if names else "", ("Yes", "No")


def _asked(target: Target, store: Store) -> Own | None:
    """The form; the vote, once it is opened."""
    question, choices = question_of(target.study)
    with st.form("share-vote", border=False):
        asked = st.text_input("Question", question, max_chars=MAX_QUESTION, key="share.question")
        lines = st.text_area(
            "Choices, one in each line",
            "\n".join(choices),
            max_chars=MOST * (MAX_CHOICE + 1),
            height=180,
            key="share.choices",
        )
        is_sent = st.form_submit_button("Open the vote", type="primary")
    st.caption(
        "Students vote on their phones, once each, without names. All of it is deleted after a day."
    )
    if is_sent:
        own_choices = [line for line in (lines or "").splitlines() if line.strip()]
        ALLOWANCE.take(session())
        st.session_state[OWN] = opened(store, asked or "", own_choices, str(target))
    return own_vote()


def _told(place: Here, own: Own, vote: Vote, store: Store, pages: Sequence[Page]) -> None:
    picture, words = st.columns([1, 1], vertical_alignment="center")
    with picture:
        if vote.is_closed:
            st.markdown("**The vote is closed.**")
        else:
            remember(own)
            qr_code(place.vote(vote.code))
            address(place.vote(vote.code))
    with words:
        st.html(f'<h3 class="share-question">{escape(vote.question)}</h3>')
        st.fragment(_came_in, run_every=None if vote.is_closed else EVERY)(vote, store)
        if vote.is_closed:
            st.button("Ask something else", key="new-vote", on_click=_forget)
        elif st.button("Reveal", key="reveal", type="primary", help="Close it, and show the run."):
            answer = revealed(read_target(vote.target))
            close(store, own, str(answer))
            st.toast(literal(summary(vote, tally(store, vote))), duration="long")
            _show(answer, pages)


def _forget() -> None:
    st.session_state[OWN] = None


def _came_in(vote: Vote, store: Store) -> None:
    """How many chose what, looked up again and again while the vote is open."""
    try:
        if vote_of(store, vote.code) is None:
            raise Refused(GONE, 404)
        st.html(bars(vote, tally(store, vote)))
    except Refused as refused:
        st.warning(str(refused))


def bars(vote: Vote, counts: tuple[int, ...]) -> str:
    """The tally as a table with a bar in each row."""
    most, n = max(*counts, 1), sum(counts)
    rows = "".join(
        f'<tr><th scope="row">{escape(choice)}</th><td><i style="width:{100 * count / most:.1f}%">'
        f"</i></td><td>{count}</td></tr>"
        for choice, count in zip(vote.choices, counts, strict=True)
    )
    return f'<table class="share-tally"><caption>{_votes(n)}</caption>{rows}</table>'


def summary(vote: Vote, counts: tuple[int, ...]) -> str:
    """The tally as a sentence."""
    each = ", ".join(f"{choice} {n}" for choice, n in zip(vote.choices, counts, strict=True))
    return f"{_votes(sum(counts))}: {each}."


def _votes(n: int) -> str:
    return "1 vote" if n == 1 else f"{n} votes"


def revealed(target: Target) -> Target:
    """Where the answer is seen: nothing waits to be revealed, and the runs play from step 0."""
    study = replace(target.study, screen=replace(target.study.screen, predict="no"))
    if target.page == FIRST:
        study = replace(study, t=0, play="yes")
    return target._replace(study=study)


def _show(target: Target, pages: Sequence[Page]) -> None:
    """Show a place in the app, on this page or on another."""
    if target.page == shown_page():
        put(target.study, adds=True)
        st.rerun("app")
    page = next(each for each in pages if (each.url_path or FIRST) == target.page)
    st.switch_page(page, query_params=encode(target.study))
