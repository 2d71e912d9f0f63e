"""Files of visitors: read once, kept by the session alone, refused with a sentence."""

import io
from typing import NamedTuple

import streamlit as st

from app.study.put import KEPT, put
from app.yours.changes import changed
from app.yours.opened import Opened
from samgs_core.recorder import Recording

MAX_MB = 64
FILE, REFUSED, ROUND = f"{KEPT}run-file", f"{KEPT}run-refused", f"{KEPT}run-round"
UPLOAD = "run-upload-"


class Refusal(NamedTuple):
    """A file that could not be opened, and why."""

    name: str
    reason: str


def uploader() -> None:
    """Where a file is given; what it held is read and then forgotten."""
    key = f"{UPLOAD}{st.session_state.get(ROUND, 0)}"
    st.file_uploader(
        "Open a recording of yours",
        type=["npz", "csv"],
        key=key,
        max_upload_size=MAX_MB,
        help="A file of a Recorder, or a table of lengths and cosines. It is kept in memory "
        "for this session alone, and nothing in it is executed.",
        on_change=_take,
        args=(key,),
    )


def uploaded() -> Opened | None:
    """The recording that the visitor opened in this session."""
    return st.session_state.get(FILE)


def refusal() -> Refusal | None:
    """The last file, if it could not be opened."""
    return st.session_state.get(REFUSED)


def opened(name: str, content: bytes) -> Opened | Refusal:
    """The recording in a file's content, or why there is none."""
    if len(content) > MAX_MB * 2**20:
        return Refusal(name, f"It is larger than {MAX_MB} MB.")
    is_table = name.lower().endswith(".csv")
    try:
        read = Recording.from_csv if is_table else Recording.load
        return Opened(read(io.BytesIO(content)), name)
    except ValueError as error:
        return Refusal(name, str(error))


def _take(key: str) -> None:
    """Read the file, and let another widget take the place of the one that holds it."""
    given = st.session_state.get(key)
    if given is None:
        return
    found = opened(given.name, given.getvalue())
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
    st.session_state[REFUSED] = found if isinstance(found, Refusal) else None
    if isinstance(found, Opened):
        st.session_state[FILE] = found
        put(changed(source="file", step=None, pair=1, gamma=None), adds=True)
