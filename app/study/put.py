"""The one owner of the state: which study the session shows, and the only way to another.

Widgets hold what the study says (``hold``) and report what a person does with them (``report``).
The address says the same study as a link. It wins when a page is opened and on Back and Forward; in
between it follows, because a browser may send an address that is already old.
"""

from dataclasses import replace
from typing import Any, NamedTuple

import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from app.study import overtaken
from app.study.atlas_link import settled
from app.study.beside import fit
from app.study.comeback import UNHEARD, is_hearing, is_told
from app.study.lesson import NONE, PANEL
from app.study.link import decode, encode, with_setting
from app.study.remarks import cut, twice
from app.study.study import Study

KEY = "shown"
PARTS = "page-parts"
"""Where the session keeps which fragments the page has, once all of it has been drawn."""
CONFLICT, STARTS, PICTURES = "conflict", "starts-part", "pictures"
"""The fragments of a page that a number or a start can change: a sentence and a group of the
controls, and all beside."""
UNDO_SAYS = "undo-says"
"""Where the session keeps whether the button Undo was drawn as one to press."""
DIALOG = "had-a-dialog"
"""Where the session keeps whether a dialog was opened since all of the page was drawn."""
DRAFT = "draft."
"""How the keys of widgets begin that may hold what no study can say."""
KEPT = "kept."
"""How the keys begin of what a session keeps from page to page, such as a visitor's file."""
MAX_PAST = 50


class Shown(NamedTuple):
    """The study that a session shows, and how it came to it."""

    study: Study
    page: str
    notices: tuple[str, ...] = ()
    entry: int = 0
    """How many entries the session has added to the browser's history."""
    past: tuple[Study, ...] = ()
    """What was shown before, the newest last: one press of Undo goes back by one."""
    setting: str = ""
    """The setting that was changed last; further changes of it are undone together."""
    replaced: str = ""
    """What took the place of a study of the person's own, as a sentence."""
    is_followed: bool = False
    """Whether a widget or the scene changed it last, so that the scene may show it already."""


def arrive(page: str) -> None:
    """Begin a run of a page: take the address where it is news, else leave what is shown.

    An address that says nothing is that of a link to a page, which takes along what is shown.
    """
    st.session_state[DIALOG] = False
    shown = st.session_state.get(KEY)
    context = get_script_run_ctx()
    went = context is not None and context.is_history_navigation
    if shown is not None and not went:
        if not st.query_params and shown.study != Study():
            st.query_params.from_dict(encode(shown.study))
        if shown.page == page:
            return
    study, notices = decode(st.query_params)
    said = [(name, text) for name in st.query_params for text in st.query_params.get_all(name)]
    notices = (*twice(said), *notices, *cut(st.query_params, study))
    _forget_drafts()
    if shown is not None and shown.page != page:
        _forget_widgets()
    kept: dict[str, Any] = {} if shown is None else {"entry": shown.entry, "past": shown.past}
    if shown is not None and shown.study == study:  # what was put goes on on another page
        kept["replaced"] = shown.replaced
    st.session_state[KEY] = Shown(study, page, notices, **kept)


def current() -> Study:
    """The study that the page shows."""
    return st.session_state[KEY].study


def shown_page() -> str:
    """The address of the page that is shown."""
    return st.session_state[KEY].page


def notices() -> tuple[str, ...]:
    """A sentence for everything that the page's link said and that could not be used."""
    return st.session_state[KEY].notices


def put(
    study: Study,
    *,
    adds: bool = False,
    setting: str = "",
    replaced: str = "",
    is_followed: bool = False,
) -> None:
    """Show another study: the address follows at once, and every widget when it is drawn.

    ``adds`` makes an entry of the browser's history, else the present one is changed. ``setting``
    names what changed, if it is one; ``replaced`` says what took the place of the person's own.
    ``is_followed`` says that the scene may show it already, as it may whenever one setting changed.
    """
    shown = st.session_state[KEY]
    study = fit(replace(study, atlas=settled(study.atlas, study)))  # as its link says it
    study = replace(study, screen=study.screen.kept_from(shown.study.screen))
    if study == shown.study:
        return
    is_more_of_it = bool(setting) and setting == shown.setting
    past = shown.past if is_more_of_it else (*shown.past, shown.study)[-MAX_PAST:]
    shown = shown._replace(study=study, past=past, setting=setting, replaced=replaced)
    _show(shown._replace(is_followed=is_followed or bool(setting)), adds)


def undo() -> None:
    """Show what was shown before the last change."""
    shown = st.session_state[KEY]
    if shown.past:
        *past, study = shown.past
        shown = shown._replace(study=study, past=tuple(past), setting="", replaced="")
        _show(shown._replace(is_followed=False), adds=True)


def n_entries() -> int:
    """How many entries the session has added to the browser's history."""
    return st.session_state[KEY].entry


def can_undo() -> bool:
    """Whether something was shown before."""
    return bool(st.session_state[KEY].past)


def replaced() -> str:
    """What took the place of the person's own study, until the next change; else nothing."""
    return st.session_state[KEY].replaced


def is_followed() -> bool:
    """Whether the scene may have followed the last change by itself."""
    return bool(st.session_state[KEY].is_followed)


def session() -> str:
    """A name for the session, which nobody else has."""
    context = get_script_run_ctx()
    return "" if context is None else context.session_id


def is_there(session: str) -> bool:
    """Whether the browser of a session is connected; without a server nobody can leave."""
    return not runtime.exists() or runtime.get_instance().is_active_session(session)


def hold(key: str, value: object) -> None:
    """Give a widget the value that the study says; nothing happens if it has it already.

    Nor does it if the browser told a new session what the widget says: see ``app.study.comeback``.
    """
    if is_told(key, value):
        return
    if key not in st.session_state or st.session_state[key] != value:
        overtaken.note(key)
        st.session_state[key] = value


def report(name: str, is_alone: bool = False) -> None:
    """Put what the widget says whose key is the name of a setting in the link.

    All of the page is drawn again. If the setting ``is_alone``, no other control depends on it:
    where a page has fragments, only these are drawn.
    """
    if name not in st.session_state or overtaken.is_overtaken(name):  # or its page was left
        return
    gamma = current().gamma
    put_setting(name, st.session_state[name])
    sentence = (CONFLICT,) if current().gamma != gamma else ()
    redraw(*((*sentence, PICTURES) if is_alone else ()))


def told(key: str, name: str) -> Any:
    """What a component tells under a name; None if its page was left before it was heard."""
    return (st.session_state.get(key) or {}).get(name)


def note_dialog() -> None:
    """A dialog is opened."""
    st.session_state[DIALOG] = True


def redraw(*parts: str) -> None:
    """Draw all of the page again, or only such parts as it has once all of it is there.

    All is drawn where the button Undo becomes one to press, and after a dialog: one that stays on
    the page, though it was closed, a browser may open again.
    """
    if st.session_state.get(DIALOG) or st.session_state.get(UNDO_SAYS) != can_undo():
        parts = ()
    parts = tuple(part for part in parts if part in st.session_state.get(PARTS, ()))
    if parts and current().lesson.name != NONE:
        parts = (*parts, PANEL)
    if not is_hearing():  # then all of it is drawn when everything is heard
        st.rerun(parts or "app")


def put_setting(name: str, value: object, *, adds: bool = False) -> None:
    """Put the study with one setting changed, named as in the link.

    ``adds`` makes an entry of the browser's history for the first of a row of changes.
    """
    study = with_setting(current(), name, value)
    is_first = st.session_state[KEY].setting != name
    put(replace(study, t=None, play="no"), setting=name, adds=adds and is_first)


def _show(shown: Shown, adds: bool) -> None:
    if adds:
        shown = shown._replace(entry=shown.entry + 1)
        if not shown.setting:  # who changes one draft keeps the others
            _forget_drafts()
    st.session_state[KEY] = shown._replace(notices=())
    st.query_params.from_dict(encode(shown.study))


def _forget_widgets() -> None:
    """Let widgets of another page forget their values: some would come back as their least."""
    for key in [key for key in map(str, st.session_state) if not key.startswith(KEPT)]:
        if key not in (KEY, UNHEARD):
            del st.session_state[key]


def _forget_drafts() -> None:
    for key in [key for key in st.session_state if str(key).startswith(DRAFT)]:
        del st.session_state[key]
