"""Where the scene's cursor stands, which only the browser knows: asked for when one shares."""

from dataclasses import replace

import streamlit as st

from app.study.study import Study

KEY, BEGIN = "share.cursor", "share.begin"

# Told once for each place: the component is called again whenever the theme changes.
_component = st.components.v2.component(
    "gradient_surgery.cursor",
    html="<span></span>",
    js="""
export default function ({ parentElement, setStateValue }) {
  const scene = document.querySelector(".scene")?.scene;
  if (!scene?.view) return;
  const { index, isAtEnd } = scene.clock.cursor;
  const step = isAtEnd ? null : scene.view.runs.step(index);
  const place = parentElement.querySelector("span");
  if (place.dataset.told === String(step)) return;
  place.dataset.told = step;
  setStateValue("step", step);
}
""",
)


def from_the_cursor(study: Study) -> Study:
    """The study, or if one wishes, the same from the step at which the cursor stands.

    A step that is not among those of the study is left alone.
    """
    with st.container(key="share-cursor", height=1, border=False):
        said = _component(key=KEY, on_step_change=_nothing)
    step = said.get("step")
    if not isinstance(step, int) or not 0 <= step < study.steps:
        return study
    is_wanted = st.checkbox(f"Begin at step {step:,}, where the cursor stands", key=BEGIN)
    return replace(study, t=step, play="no") if is_wanted else study


def _nothing() -> None:
    """Streamlit tells of a value only if there is someone to hear of its changes."""
