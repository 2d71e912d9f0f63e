"""Two fields for a landscape of one's own: what was understood, or where it cannot be read."""

import streamlit as st

from app.look.parts import literal
from app.study.put import DRAFT, hold, put_setting
from samgs_core.landscape import Landscape
from samgs_core.params import Text
from synthetic.formula import CustomLandscape, FormulaError, latex, parse
from synthetic.formula.functions import FUNCTIONS
from synthetic.formula.tokens import MAX_LENGTH

HELP = (
    "In x and y, which stand for θ₁ and θ₂. There are + − * / ^, brackets, pi, e and "
    f"{', '.join(function.name for function in FUNCTIONS)}."
)


def formula_controls(landscape: CustomLandscape) -> None:
    """Draw the fields; what cannot be read stays in its field, and the drawn formula drawn."""
    for field in _texts():
        typed = _field(field, getattr(landscape, field.name))
        try:
            tree = parse(typed)
        except FormulaError as error:
            _explain(field, error)
        else:
            st.latex(f"{latex(tree)}")


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
    return f"{DRAFT}landscape.{field.name}"


def _field(field: Text, drawn: str) -> str:
    """What is typed: the drawn formula, unless a draft cannot be read yet."""
    key = _key(field)
    if is_readable(st.session_state.get(key, drawn)):
        hold(key, drawn)
    return st.text_input(
        f"{field.label} =",
        key=key,
        max_chars=MAX_LENGTH,
        help=HELP,
        live="500ms",
        autocomplete="off",
        on_change=_typed,
        args=(field.name,),
    )


def _typed(name: str) -> None:
    put_setting(f"landscape.{name}", st.session_state[f"{DRAFT}landscape.{name}"])


def is_readable(formula: str) -> bool:
    """Whether it can be read as a formula."""
    try:
        parse(formula)
    except FormulaError:
        return False
    return True


def _explain(field: Text, error: FormulaError) -> None:
    st.error(f"{field.label} must be {field.kind} in x and y. {literal(error.message)}")
    st.code(error.pointer(), language=None)
