"""Which methods are drawn, and the settings of those that are.

The best known are buttons in the sidebar; all others wait behind one button, family by family.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import streamlit as st

from app.controls.fields import fields
from app.controls.groups import closed_group
from app.study.put import current, hold, put
from app.study.study import Study
from samgs_core import Method
from samgs_core.method import Family
from samgs_core.methods import LS, METHODS, MGDA, SAMGS, UW, CAGrad, NashMTL, PCGrad

BEST_KNOWN: tuple[type[Method], ...] = (LS, UW, PCGrad, MGDA, CAGrad, NashMTL, SAMGS)
OTHERS = {
    family: tuple(m for m in METHODS if m.family is family and m not in BEST_KNOWN)
    for family in Family
}


def method_controls(study: Study) -> None:
    """Draw the controls: which methods are drawn, and the settings of those that are."""
    _pills(study, "drawn", "Drawn methods", BEST_KNOWN)
    others = [method for methods in OTHERS.values() for method in methods]
    n_drawn = sum(method in study.drawn for method in others)
    label = f"{len(others)} more" + (f", {n_drawn} drawn" if n_drawn else "")
    with st.popover(label, key="more-methods", width="stretch"):
        for family, methods in OTHERS.items():
            st.markdown(f"**{family.value}**")
            _pills(study, f"drawn.{family.name.lower()}", family.value, methods)
    if sentence := _positive(study.drawn_methods):
        st.caption(sentence)
    for method in study.drawn_methods:
        if isinstance(method, SAMGS):
            with st.expander(method.title, expanded=True, key=f"of-{method.key}"):
                fields(method, prefix=f"{method.key}.")
        elif method.declared():
            closed_group(method.title, partial(fields, method, prefix=f"{method.key}."), method.key)


def _pills(study: Study, key: str, label: str, methods: Sequence[type[Method]]) -> None:
    """A button for each of the methods, pressed if it is drawn."""
    titles = {method.key: method.title for method in methods}
    hold(key, [method.key for method in methods if method in study.drawn])
    st.pills(
        label,
        tuple(titles),
        key=key,
        format_func=titles.__getitem__,
        selection_mode="multi",
        label_visibility="collapsed",
        on_change=_draw,
        args=(key, methods),
    )


def _draw(key: str, methods: Sequence[type[Method]]) -> None:
    """Draw those of the methods that are pressed, and of all others what was drawn."""
    study, pressed = current(), st.session_state[key]
    picked = tuple(method for method in methods if method.key in pressed)
    kept = tuple(method for method in study.drawn if method not in methods)
    put(replace(study, drawn=(*kept, *picked)))


def _positive(methods: Sequence[Method]) -> str:
    """A sentence on the methods that are not given the losses as they are; empty without one."""
    titles = [method.title for method in methods if method.needs_positive_losses()]
    if not titles:
        return ""
    use = "uses" if len(titles) == 1 else "use"
    return f"{', '.join(titles)} {use} losses minus their lower bounds."
