"""Where people read a product without its sign in two ways, and what to write instead.

A product may go without its sign: 2x, 3xy, x y, (x - 1)(x + 1), 2|x|. After some things it is
unclear how far they reach, and what follows them there is refused:

    1/2x         half of x, or 1/(2x)?
    e^2x, 2^xy   a power times x, or an exponent 2x?     x^2y is read, as x²·y
    sin x y      sin(x)·y, or sin(xy)?                   sin 2x and sin xy are read
    sin x/2      sin(x)/2, or sin(x/2)?
    √2x          √2·x, or √(2x)?
    e x, ex      e·x, or eˣ?
"""

from typing import NamedTuple

from synthetic.formula.functions import CONSTANTS
from synthetic.formula.tree import Name, Negative, Number, Tree

FACTORS = frozenset({"number", "fraction", "name", "function", "root", "unknown"})
FACTORS |= {"(", "frac", "|", "|<"}
"""What a factor begins with."""
BARE = FACTORS - {"unknown", "("}
"""What a function may be taken of without brackets begins with."""
BUT_FUNCTIONS = FACTORS - {"function"}
SIGNS = frozenset({"*", "/", "^", "power"})
POWERS = frozenset({"^", "power"})


class Unclear(NamedTuple):
    """What may not follow, and the sentence if it does."""

    kinds: frozenset[str]
    sentence: str


DIVISION = Unclear(
    FACTORS,
    "Is this divided by, too? Write * before it if not, and brackets if so: 1/2*x or 1/(2x).",
)
E = Unclear(FACTORS, "Is this an exponent? Write ^ before it if so, and * if not: e^x or e*x.")
_EXPONENT = (
    "Is this in the exponent? Write * before it if not, and brackets if so: e^2*x or e^(2x)."
)
_BARE = "How far does {0} reach? Write brackets: {0}(…)."


def after_power(base: Tree, exponent: Tree) -> Unclear:
    """What may not follow a power whose exponent stands in no brackets."""
    is_fixed = isinstance(base, Number) or (isinstance(base, Name) and base.name in CONSTANTS)
    match exponent:
        case Number() | Negative(Number()) if not is_fixed:  # x^2y
            return Unclear(frozenset(), "")
        case Name() | Negative(Name()):  # e^x sin(y)
            return Unclear(BUT_FUNCTIONS, _EXPONENT)
    return Unclear(FACTORS, _EXPONENT)


def after_bare(name: str, is_open: bool) -> Unclear:
    """What may not follow a function of something in no brackets.

    ``is_open``: that is a number or a function, which one more function might belong to.
    """
    kinds = FACTORS if is_open else BUT_FUNCTIONS
    return Unclear(kinds | (POWERS if name == "√" else SIGNS), _BARE.format(name))
