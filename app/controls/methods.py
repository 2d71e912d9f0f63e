"""Which methods are drawn, and the settings of those that are.

The best known are buttons in the sidebar; all others wait behind one button, family by family.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import streamlit as st

from app.controls.fields import fields
from app.controls.groups import closed_group
from app.study.overtaken import is_overtaken
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
    pick_methods("drawn", study.drawn, _draw)
    if sentence := _positive(study.drawn_methods):
        st.caption(sentence)
    method_settings(study.drawn_methods)


def method_settings(methods: Sequence[Method], prefix: str = "") -> None:
    """The settings of some methods, those of SAM-GS open; so begin their names in the link."""
    for method in methods:
        own = f"{prefix}{method.key}."
        if isinstance(method, SAMGS):
            with st.expander(method.title, expanded=True, key=f"of-{method.key}"):
                fields(method, prefix=own)
        elif method.declared():
            closed_group(method.title, partial(fields, method, prefix=own), method.key)


Methods = tuple[type[Method], ...]


def pick_methods(key: str, drawn: Methods, draw: Callable[[Methods], None]) -> None:
    """Buttons for all methods, those that are drawn pressed; ``draw`` hears which are to be."""
    _pills(key, "Drawn methods", BEST_KNOWN, drawn, draw)
    others = [method for methods in OTHERS.values() for method in methods]
    n_drawn = sum(method in drawn for method in others)
    label = f"{len(others)} more" + (f", {n_drawn} drawn" if n_drawn else "")
    with st.popover(label, key=f"more-methods-{key}", width="stretch"):
        for family, methods in OTHERS.items():
            st.markdown(f"**{family.value}**")
            _pills(f"{key}.{family.name.lower()}", family.value, methods, drawn, draw)


def _pills(
    key: str, label: str, methods: Methods, drawn: Methods, draw: Callable[[Methods], None]
) -> None:
    """A button for each of the methods, pressed if it is drawn."""
    titles = {method.key: method.title for method in methods}
    hold(key, [method.key for method in methods if method in drawn])

    def pressed() -> None:
        kept = tuple(method for method in drawn if method not in methods)
        picked = tuple(method for method in methods if method.key in st.session_state[key])
        if not is_overtaken(key):
            draw((*kept, *picked))

    st.pills(
        label,
        tuple(titles),
        key=key,
        format_func=titles.__getitem__,
        selection_mode="multi",
        label_visibility="collapsed",
        on_change=pressed,
    )


def _draw(methods: Methods) -> None:
    put(replace(current(), drawn=methods))


def _positive(methods: Sequence[Method]) -> str:
    """A sentence on the methods that are not given the losses as they are; empty without one."""
    titles = [method.title for method in methods if method.needs_positive_losses()]
    if not titles:
        return ""
    use = "uses" if len(titles) == 1 else "use"
    return f"{', '.join(titles)} {use} losses minus their lower bounds."
