"""The scene on a page: its declaration, what it is given, and what it reports."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st

from app.controls.starts import put_starts
from app.runs.records import MethodResult
from app.scene.files import version
from app.scene.payload import study_link
from app.scene.routes import PLACE
from app.study.contoured import CONTOURED
from app.study.put import current, put, put_setting
from app.study.study import MAX_COORDINATE, MAX_STARTS, Study
from samgs_core.methods import METHODS, SAMGS
from samgs_core.params import Declared, Param

KEY = "scene"
QUICK = 0.6
"""Seconds; runs that take less are worth waiting for without a sign."""

# A few lines that fetch the real modules: this text travels again with every message.
LOADER = """
const place = new URL("./%s/%s/", document.baseURI).href;
let modules;
export default function (component) {
  const host = component.parentElement.querySelector(".scene");
  modules ??= import(place + "main.js");
  modules.then((main) => main.show(component, host, place))
    .catch((error) => component.setStateValue("failed", String(error)));
  return () => modules.then((main) => main.leave(host));
}
"""

_component = st.components.v2.component(
    "gradient_surgery.scene",
    html='<div class="scene-place"><div class="scene"></div></div>',
    js=LOADER % (PLACE, version()),
    isolate_styles=False,
)


def draw_scene(study: Study, results: Sequence[MethodResult]) -> None:
    """The scene of a study whose results are in memory, in the current place."""
    _component(
        key=KEY,
        data=told(study, results),
        on_starts_change=_on("starts", _take_starts),
        on_focus_change=_on("focus", _take_focus),
        on_contours_change=_on("contours", _take_contours),
        on_failed_change=_nothing,
    )


def told(study: Study, results: Sequence[MethodResult]) -> dict[str, object]:
    """What the browser is told of a study: its link, by which it fetches the runs.

    ``sliders`` has the names of settings in a link, by the keys of their sliders. The scene follows
    these by itself, before Streamlit has heard of a change, and if ``isQuick`` a start that is
    moved: all that only where the runs are done almost at once.
    """
    is_quick = sum(each.seconds for each in results) < QUICK
    names = [
        name
        for each in results
        if each.seconds < QUICK
        for name in _slider_names(each.method, f"{each.method.key}.")
    ]
    if is_quick:
        names += [*_slider_names(study.optimizer, "optimizer."), *_slider_names(study, "")]
    return {
        "link": study_link(study),
        "method": study.focused.key,
        "start": study.focus - 1,
        "isQuick": is_quick,
        "sliders": {name: name for name in names},
    }


def _slider_names(settings: Declared, prefix: str) -> list[str]:
    """The names in the link of those settings that have sliders."""
    numbers = [field for field in settings.declared() if isinstance(field, Param)]
    return [f"{prefix}{field.name}" for field in numbers if not field.whole]


def failure() -> str:
    """Why the browser cannot show a scene, as it said itself; nothing if it can."""
    told = st.session_state.get(KEY)
    return str(told.get("failed") or "") if told else ""


def _nothing() -> None:
    """Streamlit tells of a value only if there is someone to hear of its changes."""


def _on(name: str, take: Callable[[object], None]) -> Callable[[], None]:
    def changed() -> None:
        told = st.session_state[KEY].get(name)
        if told is not None:
            take(told)

    return changed


def _take_starts(told: object) -> None:
    """New starts from the browser, cut to what a study allows; anything else is left alone."""
    try:
        points = [(float(x), float(y)) for x, y in told]  # type: ignore[attr-defined]
    except (TypeError, ValueError):
        return
    near = all(abs(value) <= MAX_COORDINATE for point in points for value in point)
    if near and 1 <= len(points) <= MAX_STARTS:
        put_starts(tuple(points))


def _take_focus(told: object) -> None:
    match told:
        case {"method": str(key), "start": int(start)} if 1 <= start <= MAX_STARTS:
            focused = next((each for each in METHODS if each.key == key), SAMGS)
            put(replace(current(), focused=focused, focus=start), setting="focus")


def _take_contours(told: object) -> None:
    if told in [each.key for each in CONTOURED]:
        put_setting("contours", told)
