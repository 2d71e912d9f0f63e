"""Two fields for a landscape of one's own: what was understood, or where it cannot be read."""

from dataclasses import replace

import streamlit as st

from app.look.parts import literal
from samgs_core.landscape import Landscape
from samgs_core.params import Text
from synthetic.formula import CustomLandscape, FormulaError, latex, parse
from synthetic.formula.functions import FUNCTIONS
from synthetic.formula.tokens import MAX_LENGTH

HELP = (
    "In x and y, which stand for θ₁ and θ₂. There are + − * / ^, brackets, pi, e and "
    f"{', '.join(function.name for function in FUNCTIONS)}."
)


def formula_controls(drawn: CustomLandscape) -> CustomLandscape:
    """The landscape with every formula that can be read; of the others the drawn one stays."""
    landscape = drawn
    for field in _texts():
        typed = _field(field, getattr(drawn, field.name))
        try:
            landscape = replace(landscape, **{field.name: typed})  # type: ignore[arg-type]
        except FormulaError as error:
            _explain(field, error)
        else:
            st.latex(f"{latex(parse(typed))}")
    return landscape


def unread(landscape: Landscape) -> tuple[str, ...]:
    """A sentence for every formula whose field holds something that could not be read."""
    if not isinstance(landscape, CustomLandscape):
        return ()
    return tuple(
        f"What is typed for {field.label} cannot be read, as the field says; the last formula "
        f"that could stays drawn: {field.label} = {getattr(landscape, field.name)}"
        for field in _texts()
        if st.session_state.get(_key(field)) not in (None, getattr(landscape, field.name))
    )


def _texts() -> list[Text]:
    return [field for field in CustomLandscape.declared() if isinstance(field, Text)]


def _key(field: Text) -> str:
    return f"{CustomLandscape.key}.{field.name}"


def _field(field: Text, drawn: str) -> str:
    st.session_state.setdefault(_key(field), drawn)
    return st.text_input(
        f"{field.label} =",
        key=_key(field),
        max_chars=MAX_LENGTH,
        help=HELP,
        live="500ms",
        autocomplete="off",
    )


def _explain(field: Text, error: FormulaError) -> None:
    st.error(f"{field.label} must be {field.kind} in x and y. {literal(error.message)}")
    st.code(error.pointer(), language=None)
