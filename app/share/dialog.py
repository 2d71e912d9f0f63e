"""Share: a dialog with the link of what is shown, a short one with its QR code, and the vote."""

from collections.abc import Sequence

import streamlit as st
from streamlit.navigation.page import Page

from app.controls.embed import embed_snippet
from app.controls.screen import student_picker
from app.look.styles import sheet
from app.share.address import FIRST, Here, Target, here
from app.share.allowance import ALLOWANCE
from app.share.cursor import from_the_cursor
from app.share.links import known, shortened
from app.share.refused import Refused
from app.share.show import address, qr_code
from app.share.store import Store, the_store
from app.share.vote_panel import own_vote, vote_panel
from app.study.put import current, note_dialog, session, shown_page

PART = "share"
WHAT = "share.what"
LINK, STUDENTS, SLIDES, VOTE = "Link", "Student link", "Slides", "Vote"
MAKE = "Make a short link with a QR code"
KEPT_FOR = "Good until nobody has followed it for half a year."


@st.fragment(key=PART)
def share(pages: Sequence[Page]) -> None:
    """The button, and beside it that of the vote which this session has open."""
    if st.context.is_embedded:
        return
    with st.container(horizontal=True, width="content", key="share-buttons"):
        told = "A link, a short one with a QR code, one for students, a frame for slides, a vote."
        is_asked = st.button(
            "Share",
            key="share",
            icon=":material/share:",
            type="tertiary",
            help=told,
            on_click=_pick,
            args=(LINK,),
        )
        if own_vote():
            icon = ":material/how_to_vote:"
            is_asked |= st.button("Vote", key="own-vote", icon=icon, on_click=_pick, args=(VOTE,))
    if is_asked:
        note_dialog()
        _dialog(pages)


def _pick(what: str) -> None:
    st.session_state[WHAT] = what


def _closed() -> None:
    st.rerun(PART)  # a vote may have been opened


@st.dialog("Share", width="large", on_dismiss=_closed)
def _dialog(pages: Sequence[Page]) -> None:
    parts(pages)


def parts(pages: Sequence[Page]) -> None:
    """What can be shared, of which one is picked."""
    st.markdown(sheet("share"), unsafe_allow_html=True)
    whats = (LINK, STUDENTS, SLIDES, VOTE)
    what = st.segmented_control(
        "What to share", whats, key=WHAT, required=True, label_visibility="collapsed"
    )
    target = Target(shown_page(), current())
    try:
        if what == LINK:
            link_part(here(), _begun(target), the_store())
        elif what == STUDENTS:
            picked = target._replace(study=student_picker(target.study))
            link_part(here(), picked, the_store(), is_wanted=False)
        elif what == SLIDES:
            embed_snippet(target.study)
        else:
            vote_panel(here(), target, the_store(), pages)
    except Refused as refused:
        st.warning(str(refused))


def _begun(target: Target) -> Target:
    """The same place, on Explore from the cursor's step if one wishes."""
    if target.page != FIRST:
        return target
    return target._replace(study=from_the_cursor(target.study))


def link_part(place: Here, target: Target, store: Store, *, is_wanted: bool = True) -> None:
    """The links of a study: short, as a QR code, and long.

    A short one that nobody has made yet is made at once if it ``is_wanted``, else on request.
    """
    code = _code(target, store, is_wanted)
    if code:
        picture, words = st.columns([3, 2], vertical_alignment="center")
        with picture:
            qr_code(place.short(code))
        with words:
            st.markdown("**Short link**")
            address(place.short(code))
            st.caption(KEPT_FOR)
            _long(place, target)
    else:
        _long(place, target)


def _long(place: Here, target: Target) -> None:
    st.markdown("**Long link**")
    st.code(place.long(target), language=None, wrap_lines=True, height=110)
    st.caption("It says everything itself, and works for ever.")


def _code(target: Target, store: Store, is_wanted: bool) -> str:
    """The code of what is shown; nothing where none is wanted, and a sentence where none is had."""
    try:
        if code := known(store, str(target)):
            return code
        if not (is_wanted or st.button(MAKE, key="share.make", type="primary")):
            return ""
        ALLOWANCE.take(session())
        return shortened(store, str(target))
    except Refused as refused:
        st.info(str(refused))
        return ""
