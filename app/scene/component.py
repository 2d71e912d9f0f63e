"""The scene on a page: its declaration, what it is given, and what it reports."""

from collections.abc import Sequence

import streamlit as st

from app.controls.starts import put_starts
from app.runs.records import MethodResult
from app.scene.files import version
from app.scene.routes import PLACE
from app.study.link import decode, link_of, plain_optimizer, starts_text
from app.study.study import Study
from samgs_core import Optimizer
from samgs_core.methods import SAMGS
from samgs_core.params import Declared, Param

KEY = "scene"
QUICK = 0.6
"""Seconds; runs that take less are worth waiting for without a sign."""
FOCUS = "scene.method"
METHOD = "focus-method"
CHANGED = ("starts", "focus", METHOD, "contours")
"""The names of what the scene may change."""

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
        data=scene_props(study, results, st.session_state.get(FOCUS, SAMGS.key)),
        on_changes_change=_take_changes,
        on_failed_change=_nothing,
    )


def scene_props(
    study: Study, results: Sequence[MethodResult], focus_method: str
) -> dict[str, object]:
    """What the browser is told of a study: its link, by which it fetches the runs.

    ``sliders`` has the names of settings in a link, by the keys of their sliders. The scene follows
    these by itself, before Streamlit has heard of a change, and if ``isQuick`` a start that is
    moved: all that only where the runs are done almost at once. ``defaults`` are the values of
    names that a link leaves out.
    """
    is_quick = sum(each.seconds for each in results) < QUICK
    followed: list[tuple[str, Declared]] = [
        (f"{each.method.key}.", each.method) for each in results if each.seconds < QUICK
    ]
    if is_quick:
        followed += [("optimizer.", study.optimizer), ("", study)]
    sliders: dict[str, str] = {}
    defaults = {
        "starts": starts_text(study.landscape.starts[0].points),
        "contours": Study().contours,
        "focus": str(Study().focus),
        METHOD: SAMGS.key,
    }
    for prefix, settings in followed:
        for field in settings.declared():
            if isinstance(field, Param) and not field.whole:
                name = f"{prefix}{field.name}"
                sliders[f"{settings.key}.{field.name}"] = name
                defaults[name] = _default(settings, field)
    return {
        "link": f"{link_of(study)}&{METHOD}={focus_method}",
        "defaults": defaults,
        "isQuick": is_quick,
        "sliders": sliders,
    }


def _default(settings: Declared, field: Param) -> str:
    """The value that a link leaves out, as text."""
    plain = plain_optimizer(type(settings)) if isinstance(settings, Optimizer) else type(settings)()
    value = getattr(plain, field.name)
    return "none" if value is None else str(value)


def failure() -> str:
    """Why the browser cannot show a scene, as it said itself; nothing if it can."""
    told = st.session_state.get(KEY)
    return str(told.get("failed") or "") if told else ""


def _nothing() -> None:
    """Streamlit tells of a value only if there is someone to hear of its changes."""


def _take_changes() -> None:
    """Take over what the scene has changed, values by their names in a link, all at once."""
    changes = st.session_state[KEY].get("changes")
    if not isinstance(changes, dict):
        return
    texts = {name: str(value) for name, value in changes.items() if name in CHANGED}
    study, notices = decode({**st.query_params, **texts})
    if "starts" in texts and not notices:
        put_starts(study.points)
    for name in {"focus", "contours"} & texts.keys():
        st.query_params[name] = texts[name]
    if METHOD in texts:
        st.session_state[FOCUS] = texts[METHOD]
