"""The pictures of the Vectors page: their declaration, what they are given, what they report."""

from dataclasses import replace

import numpy as np
import streamlit as st

from app.scene.loader import loader
from app.study.link import FOCUSED, decode, encode
from app.study.put import current, put, told
from app.study.study import Study
from app.study.vectors import VectorsSettings
from app.study.vectors_link import GRADS, PREFIX, vector_text
from app.vectors.fingerprint import fingerprints_link, pair_at
from app.vectors.message import vectors_link
from app.vectors.presets import with_grads
from samgs_core.measures import lengths, pair_cosines

KEY = "vectors-arrows"
SHOWN = ("lengths", "operated", "turned")
"""Settings that the picture changes by itself, beside the gradients and the focus."""
ARROWS = "vectors.arrows"
"""The one setting that all changes of the picture count as: Undo goes back by a row of them."""

PRINTS = "vectors-fingerprints"
OF_PRINTS = (f"{PREFIX}big", f"{PREFIX}colour")
"""The settings that the fingerprints change."""

_arrows = st.components.v2.component(
    "gradient_surgery.vectors",
    html='<div class="vectors-place"><div class="vectors"></div></div>',
    js=loader("vectors", "vectors/main.js"),
    isolate_styles=False,
)


_fingerprints = st.components.v2.component(
    "gradient_surgery.fingerprints",
    html='<div class="vectors-place"><div class="fingerprints"></div></div>',
    js=loader("fingerprints", "vectors/main.js"),
    isolate_styles=False,
)


def draw_arrows(study: Study) -> None:
    """The gradients in the hand, with the numbers beside them, in the current place."""
    data = {"kind": "arrows", "link": vectors_link(study), "defaults": defaults()}
    _arrows(key=KEY, data=data, on_changes_change=_take_changes, on_failed_change=_nothing)


def draw_fingerprints(study: Study) -> None:
    """The fingerprints of the drawn methods, in the current place; a cell is pressed to see it."""
    data = {
        "kind": "fingerprints",
        "link": fingerprints_link(study),
        "here": place_of(study.vectors),
    }
    _fingerprints(key=PRINTS, data=data, on_changes_change=_take_prints, on_failed_change=_nothing)


def place_of(settings: VectorsSettings) -> tuple[float, float] | None:
    """The angle and the ratio of two gradients; None for three, or where one is zero."""
    grads = np.array(settings.grads)
    if len(grads) > 2 or not grads.any(1).all():
        return None
    angle = float(np.degrees(np.arccos(pair_cosines(grads)[0])))
    return angle, float(np.divide(*lengths(grads)[::-1]))


def defaults() -> dict[str, str]:
    """What the settings that the picture changes are where a link says nothing of them."""
    plain = VectorsSettings()
    said = {name: str(getattr(plain, name)) for name in SHOWN if name != "turned"}
    said |= {name: vector_text(getattr(plain, name)) for name in GRADS}
    named = {PREFIX + name: text for name, text in said.items()}
    return named | {f"{PREFIX}turned": "0", FOCUSED: Study().focused.key}


def failure() -> str:
    """Why the browser cannot show the picture, as it said itself; nothing if it can."""
    return str(told(KEY, "failed") or "")


def _nothing() -> None:
    """Streamlit tells of a value only if there is someone to hear of its changes."""


def _take_changes() -> None:
    """Take over what the picture has changed, by names of the link, all at once."""
    changes = told(KEY, "changes")
    if isinstance(changes, dict):
        put_changes({name: str(value) for name, value in changes.items() if name in defaults()})


def _take_prints() -> None:
    """Take over a pressed cell, and what the fingerprints are to show."""
    changes = told(PRINTS, "changes")
    if not isinstance(changes, dict):
        return
    pair = changes.get("pair")
    if isinstance(pair, list) and len(pair) == 2:
        settings = current().vectors
        grads = pair_at(float(pair[0]), float(pair[1]))
        put(replace(current(), vectors=with_grads(settings, grads)), setting=ARROWS)
    else:
        put_changes({name: str(value) for name, value in changes.items() if name in OF_PRINTS})


def put_changes(texts: dict[str, str]) -> None:
    """Put the study with some settings changed; what it does not allow is left alone."""
    study, notices = decode({**encode(current()), **texts})
    if not notices and texts:
        put(replace(study, t=current().t), setting=ARROWS)
