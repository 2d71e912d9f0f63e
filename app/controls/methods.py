"""Which methods are drawn, and the settings of those that are.

The best known are buttons in the sidebar; all others wait behind one button, family by family.
"""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from app.controls.fields import fields
from app.study.study import Study
from samgs_core import Method
from samgs_core.method import Family
from samgs_core.methods import LS, METHODS, MGDA, SAMGS, UW, CAGrad, NashMTL, PCGrad

BEST_KNOWN: tuple[type[Method], ...] = (LS, UW, PCGrad, MGDA, CAGrad, NashMTL, SAMGS)
OTHERS = {
    family: tuple(m for m in METHODS if m.family is family and m not in BEST_KNOWN)
    for family in Family
}


def method_controls(study: Study) -> Study:
    """The study with the methods that are picked, and with their settings."""
    groups = {_key(family): methods for family, methods in OTHERS.items()}
    for key, methods in {_key(None): BEST_KNOWN, **groups}.items():
        st.session_state.setdefault(key, [m.title for m in methods if m in study.drawn])
    picked = _pills(None, BEST_KNOWN)
    n_drawn = sum(len(st.session_state[key]) for key in groups)
    label = f"{sum(map(len, groups.values()))} more" + (f", {n_drawn} drawn" if n_drawn else "")
    with st.popover(label, key="more-methods", width="stretch"):
        for family, methods in OTHERS.items():
            st.markdown(f"**{family.value}**")
            picked |= _pills(family, methods)
    note = st.empty()
    settings = tuple(_settings(method, type(method) in picked) for method in study.methods)
    study = replace(study, drawn=tuple(m for m in METHODS if m in picked), methods=settings)
    if told := _positive(study.drawn_methods):
        note.caption(told)
    return study


def _key(family: Family | None) -> str:
    return "drawn" if family is None else f"drawn.{family.name.lower()}"


def _pills(family: Family | None, methods: Sequence[type[Method]]) -> set[type[Method]]:
    """A button for each of the methods; those that are pressed."""
    pressed = st.pills(
        "Drawn methods" if family is None else family.value,
        [method.title for method in methods],
        key=_key(family),
        selection_mode="multi",
        label_visibility="collapsed",
    )
    return {method for method in methods if method.title in pressed}


def _settings(method: Method, is_drawn: bool) -> Method:
    if not is_drawn or not method.declared():
        return method
    with st.expander(method.title, expanded=isinstance(method, SAMGS), key=f"of-{method.key}"):
        return fields(method)


def _positive(methods: Sequence[Method]) -> str:
    """A sentence on the methods that are not given the losses as they are; empty without one."""
    titles = [method.title for method in methods if method.needs_positive_losses()]
    if not titles:
        return ""
    use = "uses" if len(titles) == 1 else "use"
    return f"{', '.join(titles)} {use} losses minus their lower bounds."
