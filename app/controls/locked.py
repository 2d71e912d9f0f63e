"""The settings that a link locks: what they are, in place of what changes them."""

from collections.abc import Sequence

import streamlit as st

from app.controls.picker import current_landscape
from app.look.parts import literal
from app.look.theme import Theme
from app.study.reader import as_text
from app.study.study import Study
from samgs_core import Method
from samgs_core.params import Declared
from synthetic.formula import CustomLandscape, latex, parse


def values(settings: Declared, *names: str) -> None:
    """Every declared setting and its value, or the named ones; draws nothing if there are none."""
    told = [
        f"{field.label}: **{literal(as_text(getattr(settings, field.name)))}**"
        for field in settings.declared()
        if not names or field.name in names
    ]
    if told:
        st.caption(" · ".join(told))


def locked_landscape(study: Study, theme: Theme) -> None:
    """The landscape, its formulas and its parameters."""
    landscape = study.landscape
    current_landscape(landscape, theme)
    if isinstance(landscape, CustomLandscape):
        for formula in (landscape.l1, landscape.l2):
            st.latex(latex(parse(formula)))
        values(landscape, "reach")
    else:
        values(landscape)


def locked_methods(methods: Sequence[Method]) -> None:
    """The drawn methods and their settings."""
    for method in methods:
        st.markdown(literal(method.title))
        values(method)


def locked_optimizer(study: Study) -> None:
    """The outer optimiser, the number of steps and the clip norm."""
    st.markdown(literal(study.optimizer.title))
    values(study.optimizer)
    values(study, "steps", "clip")


def locked_starts(study: Study) -> None:
    """Where the runs begin."""
    starts = (f"({as_text(x)}, {as_text(y)})" for x, y in study.points)
    st.caption(literal("; ".join(starts).replace("-", "−")))
