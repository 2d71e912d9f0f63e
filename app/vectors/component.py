"""The pictures of the Vectors page: their declaration, what they are given, what they report."""

from dataclasses import replace

import streamlit as st

from app.scene.loader import loader
from app.study.link import FOCUSED, decode, encode
from app.study.put import current, put
from app.study.study import Study
from app.study.vectors import VectorsSettings
from app.study.vectors_link import GRADS, PREFIX, vector_text
from app.vectors.message import vectors_link

KEY = "vectors-arrows"
SHOWN = ("lengths", "operated", "turned")
"""Settings that the picture changes by itself, beside the gradients and the focus."""
ARROWS = "vectors.arrows"
"""The one setting that all changes of the picture count as: Undo goes back by a row of them."""

_arrows = st.components.v2.component(
    "gradient_surgery.vectors",
    html='<div class="vectors-place"><div class="vectors"></div></div>',
    js=loader("vectors", "vectors/main.js"),
    isolate_styles=False,
)


def draw_arrows(study: Study) -> None:
    """The gradients in the hand, with the numbers beside them, in the current place."""
    data = {"kind": "arrows", "link": vectors_link(study), "defaults": defaults()}
    _arrows(key=KEY, data=data, on_changes_change=_take_changes, on_failed_change=_nothing)


def defaults() -> dict[str, str]:
    """What the settings that the picture changes are where a link says nothing of them."""
    plain = VectorsSettings()
    said = {name: str(getattr(plain, name)) for name in SHOWN if name != "turned"}
    said |= {name: vector_text(getattr(plain, name)) for name in GRADS}
    named = {PREFIX + name: text for name, text in said.items()}
    return named | {f"{PREFIX}turned": "0", FOCUSED: Study().focused.key}


def failure() -> str:
    """Why the browser cannot show the picture, as it said itself; nothing if it can."""
    told = st.session_state.get(KEY)
    return str(told.get("failed") or "") if told else ""


def _nothing() -> None:
    """Streamlit tells of a value only if there is someone to hear of its changes."""


def _take_changes() -> None:
    """Take over what the picture has changed, by names of the link, all at once."""
    changes = st.session_state[KEY].get("changes")
    if isinstance(changes, dict):
        put_changes({name: str(value) for name, value in changes.items() if name in defaults()})


def put_changes(texts: dict[str, str]) -> None:
    """Put the study with some settings changed; what it does not allow is left alone."""
    study, notices = decode({**encode(current()), **texts})
    if not notices and texts:
        put(replace(study, t=current().t), setting=ARROWS)
