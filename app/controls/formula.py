"""Two fields for a landscape of one's own: what was understood, or where it cannot be read."""

from html import escape

import streamlit as st

from app.study.overtaken import is_overtaken
from app.study.put import DRAFT, hold, put_setting
from samgs_core.params import Text
from synthetic.formula import CustomLandscape, FormulaError, latex, parse
from synthetic.formula.functions import FUNCTIONS
from synthetic.formula.tokens import MAX_LENGTH

HELP = (
    "In x and y, or x1 and x2, which stand for θ₁ and θ₂: as on paper (`2x² + 3xy`, `|x - 1|`), "
    "as code (`2*x**2`, `np.exp(x)`) or in LaTeX. So it is read: `-x^2` as −(x²), `x^2y` as x²·y, "
    "`x^1/2` as x/2, `sin 2x` as sin(2x), `sin²x` as (sin x)², `xy` as x·y, `x2` as θ₂, `1e-3` "
    "as 0.001, `log` as ln. What has two readings, like `1/2x`, `e^2x`, `sin x y` or `e x`, is "
    f"refused. There are pi, e and {', '.join(function.name for function in FUNCTIONS)}."
)
ROOM = 104
"""The height, in pixels, of the place below a field, whatever stands in it."""


def formula_controls(landscape: CustomLandscape) -> None:
    """Draw the fields; what cannot be read stays in its field, and the drawn formula drawn."""
    for field in _texts():
        drawn = getattr(landscape, field.name)
        typed = _field(field, drawn)
        with st.container(height=ROOM, border=False, key=f"formula-{field.name}"):
            try:
                st.latex(latex(parse(typed)))
            except FormulaError as error:
                _explain(field, error, drawn)


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
    key = f"{DRAFT}landscape.{name}"
    if not is_overtaken(key):
        put_setting(f"landscape.{name}", st.session_state[key], adds=True)


def is_readable(formula: str) -> bool:
    """Whether it can be read as a formula."""
    try:
        parse(formula)
    except FormulaError:
        return False
    return True


def _explain(field: Text, error: FormulaError, drawn: str) -> None:
    sentences = f"{error.message} The formula that is drawn stays: {field.label} = {drawn}"
    st.html(
        f'<div class="unread" role="alert"><pre>{escape(error.pointer())}</pre>'
        f"<p>{escape(sentences)}</p></div>"
    )
