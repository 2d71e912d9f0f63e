"""The scene on a page: its declaration, what it is given, and what it reports."""

from collections.abc import Callable, Sequence

import streamlit as st

from app.controls.starts import put_starts
from app.runs.records import MethodResult
from app.scene.files import version
from app.scene.payload import study_link
from app.scene.routes import PLACE
from app.study.contoured import CONTOURED
from app.study.study import MAX_COORDINATE, MAX_STARTS, Study
from samgs_core.methods import SAMGS
from samgs_core.params import Declared, Param

KEY = "scene"
QUICK = 0.6
"""Seconds; runs that take less are worth waiting for without a sign."""
FOCUS = "scene.method"

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
        data=told(study, results, st.session_state.get(FOCUS, SAMGS.key)),
        on_starts_change=_on("starts", _take_starts),
        on_focus_change=_on("focus", _take_focus),
        on_contours_change=_on("contours", _take_contours),
        on_failed_change=_nothing,
    )


def told(study: Study, results: Sequence[MethodResult], focus_method: str) -> dict[str, object]:
    """What the browser is told of a study: its link, by which it fetches the runs.

    ``sliders`` has the names of settings in a link, by the keys of their sliders. The scene follows
    these by itself, before Streamlit has heard of a change, and if ``isQuick`` a start that is
    moved: all that only where the runs are done almost at once.
    """
    is_quick = sum(each.seconds for each in results) < QUICK
    sliders = {
        name: name
        for each in results
        if each.seconds < QUICK
        for name in _slider_names(each.method)
    }
    if is_quick:
        optimizer = study.optimizer
        sliders |= {
            name: name.replace(optimizer.key, "optimizer", 1) for name in _slider_names(optimizer)
        }
        sliders |= {name: name.removeprefix("study.") for name in _slider_names(study)}
    return {
        "link": study_link(study),
        "method": focus_method,
        "start": study.focus - 1,
        "isQuick": is_quick,
        "sliders": sliders,
    }


def _slider_names(settings: Declared) -> list[str]:
    """The keys of the sliders of some settings, as ``app.controls.fields`` makes them."""
    numbers = [field for field in settings.declared() if isinstance(field, Param)]
    return [f"{settings.key}.{field.name}" for field in numbers if not field.whole]


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
        case {"method": str(method), "start": int(start)} if start >= 1:
            st.session_state[FOCUS] = method or SAMGS.key
            st.query_params["focus"] = str(start)


def _take_contours(told: object) -> None:
    if told in [each.key for each in CONTOURED]:
        st.query_params["contours"] = str(told)
