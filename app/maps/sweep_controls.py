"""The controls of a sweep: one or two numbers that vary, and what is shown of the ends."""

from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from app.study.atlas import Atlas, Span
from app.study.atlas_link import MAX_VALUES, fit, span_of
from app.study.overtaken import is_overtaken
from app.study.put import DRAFT, current, hold, put, report
from app.study.quantities import Quantity, quantities
from app.study.study import Study
from samgs_core.yardsticks import YARDSTICKS, yardstick_of

NOTHING = "nothing"
KEYS = {"across": "map.x", "up": "map.y"}
"""The names of both axes in the link."""
FIRST_N = 9
"""How many values a number that was just picked begins with."""


def sweep_controls(study: Study, atlas: Atlas) -> None:
    """Draw them in the current container; the atlas has axes that the study has."""
    names = {each.name: each for each in quantities(study)}
    left, right, last = st.columns([5, 5, 4])
    with left:
        _axis("across", "Varies", names, atlas.across, tuple(names))
    others = (NOTHING, *(name for name in names if atlas.across and name != atlas.across.name))
    with right:
        _axis("up", "and", names, atlas.up, others)
    hold("map.metric", atlas.metric)
    last.selectbox(
        "Shown",
        tuple(each.key for each in YARDSTICKS),
        key="map.metric",
        format_func=lambda key: yardstick_of(key).label,
        on_change=report,
        args=("map.metric",),
    )


def _axis(
    axis: str,
    label: str,
    names: dict[str, Quantity],
    span: Span | None,
    options: tuple[str, ...],
) -> None:
    """A number that varies, from where to where, and in how many steps."""
    key = KEYS[axis]
    hold(key, NOTHING if span is None else span.name)
    st.selectbox(
        label,
        options,
        key=key,
        format_func=lambda name: names[name].label if name in names else NOTHING,
        on_change=_pick,
        args=(axis,),
    )
    if span is None:
        return
    low, high, n = st.columns(3)
    _end(low, axis, "low", "from", span, names[span.name])
    _end(high, axis, "high", "to", span, names[span.name])
    hold(_draft(axis, "n"), span.n)
    n.number_input(
        "values", 2, MAX_VALUES, step=1, key=_draft(axis, "n"), on_change=_change, args=(axis,)
    )
    if st.session_state[_draft(axis, "low")] >= st.session_state[_draft(axis, "high")]:
        st.caption(f"“from” must be below “to”; {span.low:g} to {span.high:g} is shown.")


def _end(
    place: DeltaGenerator, axis: str, end: str, label: str, span: Span, quantity: Quantity
) -> None:
    """One end of the span; while “from” is not below “to” the fields keep what is typed."""
    key = _draft(axis, end)
    low, high = (st.session_state.get(_draft(axis, each)) for each in ("low", "high"))
    if low is None or high is None or low < high:
        hold(key, getattr(span, end))
    field = quantity.field
    place.number_input(
        label,
        float(field.low),
        float(field.high),
        key=key,
        format="%g",
        step=None,
        on_change=_change,
        args=(axis,),
    )


def _pick(axis: str) -> None:
    """Another number varies, over a span that makes a useful first map."""
    if is_overtaken(KEYS[axis]):
        return
    study, name = current(), st.session_state[KEYS[axis]]
    quantity = next((each for each in quantities(study) if each.name == name), None)
    _put(axis, None if quantity is None else span_of(quantity, FIRST_N), adds=True)


def _change(axis: str) -> None:
    """The span has other ends or another number of values, if it still runs upwards."""
    span = getattr(fit(current().atlas, current()), axis)
    low, high, n = (st.session_state[_draft(axis, each)] for each in ("low", "high", "n"))
    if span is not None and low < high:
        _put(axis, replace(span, low=low, high=high, n=n), setting=KEYS[axis])


def _draft(axis: str, part: str) -> str:
    return f"{DRAFT}{KEYS[axis]}.{part}"


def _put(axis: str, span: Span | None, setting: str = "", adds: bool = False) -> None:
    study = current()
    atlas = replace(fit(study.atlas, study), **{axis: span})  # type: ignore[arg-type]
    put(replace(study, atlas=atlas), setting=setting, adds=adds)
