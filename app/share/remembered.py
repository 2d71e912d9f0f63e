"""The browser remembers whose vote it is: a page that is loaded anew begins a new session."""

import re

import streamlit as st

from app.share.refused import Refused
from app.share.store import VOTE_LIFE, the_store
from app.share.votes import Own, is_own

COOKIE = "surgery-vote"
FORM = re.compile(r"(\w{4})\.([\w-]{22})", re.ASCII)


def remember(own: Own) -> None:
    """Have the browser keep the code and the key as long as the vote is there."""
    said = f"{COOKIE}={own.code}.{own.key}; path=/; max-age={VOTE_LIFE}; samesite=lax"
    st.html(f"<script>document.cookie = '{said}'</script>", unsafe_allow_javascript=True)


def remembered() -> Own | None:
    """The vote that the browser remembers, if it is there and its own."""
    found = FORM.fullmatch(str(st.context.cookies.get(COOKIE)))
    if not found:
        return None
    own = Own(*found.groups())
    try:
        return own if is_own(the_store(), own) else None
    except Refused:
        return None
