"""The scene on a page: its declaration, what it is given, and what it reports."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from urllib.parse import urlencode

import streamlit as st

from app.runs.records import MethodResult
from app.scene.loader import loader
from app.scene.payload import in_scene
from app.study.beside import setting_of
from app.study.link import FOCUSED, decode, encode, plain_optimizer, starts_text, study_beside
from app.study.put import PICTURES, STARTS, current, put, redraw, told
from app.study.reader import as_text
from app.study.screen import Screen
from app.study.screen_link import PREFIX
from app.study.study import Study
from app.vectors.presets import from_explore
from app.words.caption import score_text
from samgs_core.params import Declared, Param

KEY = "scene"
QUICK = 0.6
"""Seconds; runs that take less are worth waiting for without a sign."""
OPENED = "opened-in-vectors"
EYES = ("t", "focus", FOCUSED)
"""The names of what tells which gradients are meant."""
FORM = tuple(f"{PREFIX}{name}" for name in ("predict", "projector", "picture"))
CHANGED = ("starts", "focus", FOCUSED, "contours", *FORM)
"""The names of what the scene may change: ``FORM`` is the form in which it shows itself."""

_component = st.components.v2.component(
    "gradient_surgery.scene",
    html='<div class="scene-place"><div class="scene"></div></div>',
    js=loader("scene", "main.js"),
    isolate_styles=False,
)


def draw_scene(
    study: Study, results: Sequence[MethodResult], second: Sequence[MethodResult] = ()
) -> None:
    """The scene of a study whose results are in memory, in the current place.

    ``second`` are the results of the study that stands beside it, if one does.
    """
    _component(
        key=KEY,
        data=scene_props(study, results) | pair_props(study, results, second),
        on_changes_change=_take_changes,
        on_opened_change=_note_opened,
        on_failed_change=_nothing,
    )


def scene_props(study: Study, results: Sequence[MethodResult]) -> dict[str, object]:
    """What the browser is told of a study: its link, by which it fetches the runs, and the focus.

    ``sliders`` are the settings, by their names in the link, that the scene follows by itself,
    before Streamlit has heard of a change, and if ``isQuick`` a start that is moved: all that only
    where the runs are done almost at once. ``defaults`` are the values that a link leaves out.
    """
    is_quick = sum(each.seconds for each in results) < QUICK
    defaults = {
        f"{each.method.key}.{name}": text
        for each in results
        if each.seconds < QUICK
        for name, text in _plain_numbers(type(each.method)())
    }
    if is_quick:
        plain = plain_optimizer(type(study.optimizer))
        defaults |= {f"optimizer.{name}": text for name, text in _plain_numbers(plain)}
        defaults |= dict(_plain_numbers(Study()))
    eyes = {"focus": study.focus, FOCUSED: study.focused.key}
    if study.t is not None:
        eyes |= {"t": study.t, "play": study.play}
    return {
        "link": urlencode(encode(_as_seen(study)) | eyes),
        "sliders": list(defaults),
        "defaults": {
            **defaults,
            "starts": starts_text(study.landscape.starts[0].points),
            "contours": Study().contours,
            **{name: getattr(Screen(), name.removeprefix(PREFIX)) for name in FORM},
        },
        "isQuick": is_quick,
        "isEmbedded": bool(st.context.is_embedded),
        "canMoveStarts": study.screen.allows("starts"),
        "canOpenVectors": study.screen.shows("pages"),
    }


def pair_props(
    study: Study, results: Sequence[MethodResult], second: Sequence[MethodResult]
) -> dict[str, object]:
    """What the browser is told of a second scene: nothing unless one stands beside the study's.

    It is told as the first one is. ``differsIn`` is the name of the setting in which they differ;
    both say its value, and the scores that it leads to.
    """
    beside, other = study.screen.beside, study_beside(study)
    if beside is None or other is None:
        return {}
    props = scene_props(other, second) | _label(other, beside.name, second)
    return {**_label(study, beside.name, results), "differsIn": beside.name, "second": props}


def _label(study: Study, name: str, results: Sequence[MethodResult]) -> dict[str, str]:
    setting = setting_of(study, name)
    scores = results if study.screen.shows("scores") else ()
    return {
        "label": "" if setting is None else setting.told(),
        "scores": " · ".join(f"{each.method.title} {score_text(each)}" for each in scores),
    }


def _as_seen(study: Study) -> Study:
    """What a scene shows of a study, and in which form."""
    shown, screen = in_scene(study), study.screen
    form = replace(shown.screen, projector=screen.projector, picture=screen.picture)
    return replace(shown, screen=form)


def _plain_numbers(settings: Declared) -> Iterator[tuple[str, str]]:
    """Name and value, as a link writes it, of those settings that have sliders."""
    for field in settings.declared():
        if isinstance(field, Param) and not field.whole:
            yield field.name, as_text(getattr(settings, field.name))


def failure() -> str:
    """Why the browser cannot show a scene, as it said itself; nothing if it can."""
    return str(told(KEY, "failed") or "")


def opened() -> dict[str, str] | None:
    """The link to the gradients that were asked for on the page Vectors, once."""
    return st.session_state.pop(OPENED, None)


def _note_opened() -> None:
    """Keep the study with the gradients of the run and the step that the scene names."""
    eyes = told(KEY, "opened")
    if isinstance(eyes, dict) and current().screen.shows("pages"):
        texts = {name: str(value) for name, value in eyes.items() if name in EYES}
        study, notices = decode({**encode(current()), **texts})
        if not notices:
            study = replace(study, vectors=from_explore(study))
            st.session_state[OPENED] = encode(study)


def _nothing() -> None:
    """Streamlit tells of a value only if there is someone to hear of its changes."""


def _take_changes() -> None:
    """Take over what the scene has changed, values by their names in the link, all at once.

    What a study does not allow is left alone.
    """
    changes = told(KEY, "changes")
    if not isinstance(changes, dict):
        return
    texts = {name: str(value) for name, value in changes.items() if name in CHANGED}
    if not current().screen.allows("starts"):
        texts.pop("starts", None)
    study, notices = decode({**encode(current()), **texts})
    if notices or not texts:
        return
    if "starts" in texts:
        study = replace(study, t=None, play="no")
    if not texts.keys().isdisjoint(FORM):
        put(study, adds=f"{PREFIX}predict" in texts)
        redraw()  # the controls, too
    elif "starts" in texts:
        put(study, is_followed=True)
        redraw(STARTS, PICTURES)
    else:
        put(study, setting="focus" if "focus" in texts else "contours")
