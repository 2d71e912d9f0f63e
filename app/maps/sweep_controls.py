"""The controls of a sweep: one or two numbers that vary, and what is shown of the ends."""

from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from app.study.atlas import MAX_VALUES, Atlas, Span, fit, span_of
from app.study.quantities import Quantity, quantities
from app.study.study import Study
from samgs_core.yardsticks import YARDSTICKS, yardstick_of

NOTHING = "nothing"
FIRST_N = 9
"""How many values a number that was just picked begins with."""


def sweep_controls(study: Study, atlas: Atlas) -> Atlas:
    """One or two numbers that vary, and what is shown of the ends."""
    atlas = fit(atlas, study)
    found = {each.name: each for each in quantities(study)}
    left, right, last = st.columns([5, 5, 4])
    with left:
        across = _span("map.x", "Varies", found, atlas.across, tuple(found))
    others = (NOTHING, *(name for name in found if across is None or name != across.name))
    with right:
        up = _span("map.y", "and", found, atlas.up, others)
    keys = tuple(each.key for each in YARDSTICKS)
    st.session_state.setdefault("map.metric", atlas.metric)
    metric = last.selectbox(
        "Shown", keys, key="map.metric", format_func=lambda key: yardstick_of(key).label
    )
    return replace(atlas, across=across, up=up, metric=metric)


def _span(
    key: str,
    label: str,
    found: dict[str, Quantity],
    linked: Span | None,
    options: tuple[str, ...],
) -> Span | None:
    """A number that varies, from where to where, and in how many steps; None for nothing."""
    st.session_state.setdefault(key, NOTHING if linked is None else linked.name)
    if st.session_state[key] not in options:  # its method is no longer drawn
        st.session_state[key] = options[0] if linked is None else linked.name
    name = st.selectbox(
        label,
        options,
        key=key,
        format_func=lambda name: found[name].label if name in found else NOTHING,
    )
    if name not in found:
        return None
    quantity = found[name]
    span = linked if linked is not None and linked.name == name else span_of(quantity, FIRST_N)
    low, high, n = st.columns(3)
    first = _number(low, f"{key}.low.{name}", "from", span.low, quantity)
    last = _number(high, f"{key}.high.{name}", "to", span.high, quantity)
    st.session_state.setdefault(f"{key}.n.{name}", span.n)
    count = n.number_input("values", 2, MAX_VALUES, step=1, key=f"{key}.n.{name}")
    if first >= last:
        st.caption(f"“from” must be below “to”; {span.low:g} to {span.high:g} is shown.")
        first, last = span.low, span.high
    return Span(name, first, last, count)


def _number(
    place: DeltaGenerator,
    key: str,
    label: str,
    value: float,
    quantity: Quantity,
) -> float:
    field = quantity.field
    st.session_state.setdefault(key, float(value))
    return place.number_input(
        label, float(field.low), float(field.high), key=key, format="%g", step=None
    )
