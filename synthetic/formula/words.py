"""Names as people write them: coordinates, constants and functions, alone or side by side."""

import re
from typing import NamedTuple

from synthetic.formula.errors import quoted
from synthetic.formula.functions import CONSTANTS, FUNCTIONS
from synthetic.formula.tree import VARIABLES

COORDINATE = re.compile(r"(?:x|w|θ|ϑ|theta)(?:_\{([12])\}|_?([12₁₂]))|([xy])")
"""x and y, or the first and the second of x, w or θ: x1, x_1, x_{1}, x₁."""
CONSTANT = {"pi": "pi", "π": "pi", "e": "e", "ℯ": "e"}
FUNCTION = {each.name: each.name for each in FUNCTIONS} | {
    "ln": "log",
    "lg": "log10",
    "arcsin": "asin",
    "arccos": "acos",
    "arctan": "atan",
    "sgn": "sign",
    "maximum": "max",
    "minimum": "min",
    "σ": "sigmoid",
    "sigma": "sigmoid",
    "√": "sqrt",
}
BASES = {"log_10": "log10", "log_{10}": "log10", "log₁₀": "log10"}
BASES |= {"log_2": "log2", "log_{2}": "log2", "log₂": "log2"}
ALONE = {"log10", "log2", "min", "max", "minimum", "maximum"}
JOINED = sorted({*FUNCTION} - ALONE, key=len, reverse=True)
"""Functions that may be told from what stands right beside them: log2x is left unread."""
MULTIPLE = re.compile(r"[0-9]+")
ADVICE = {
    "pow": "Write a^b for a power.",
    "power": "Write a^b for a power.",
    "sec": "Write 1/cos(…).",
    "csc": "Write 1/sin(…).",
    "cot": "Write 1/tan(…).",
    "log1p": "Write log(1 + …).",
    "expm1": "Write exp(…) - 1.",
    "cbrt": "Write sign(…)*abs(…)^(1/3).",
    "square": "Write (…)^2.",
}


class Piece(NamedTuple):
    """A name in a word: its kind as a token's, what it means, and how many characters it has."""

    kind: str
    means: str
    length: int


def pieces(word: str) -> list[Piece]:
    """What a word says, as xsin in x sin(y), from the left; empty if any part of it says nothing.

    The word itself comes first: exp is a function and not e·x·p, x2 is a coordinate and not 2·x.
    """
    if word in FUNCTION or word in BASES:
        return [_function(word)]
    found: list[Piece] = []
    at = 0
    while at < len(word):
        piece = _piece(word, at, found[-1].means if found else "")
        if piece is None:
            return []
        found.append(piece)
        at += piece.length
    return found


def _piece(word: str, at: int, before: str) -> Piece | None:
    for name in JOINED:
        if word.startswith(name, at):
            return _function(name)
    if coordinate := COORDINATE.match(word, at):
        index = coordinate[1] or coordinate[2] or coordinate[3]
        return Piece("name", "x" if index in "1₁x" else "y", len(coordinate[0]))
    for name, constant in CONSTANT.items():
        if word.startswith(name, at):
            return Piece("name", constant, len(name))
    multiple = MULTIPLE.match(word, at)
    if multiple and before in ("sin", "cos", "tan"):  # as in sin2x
        return Piece("number", multiple[0], len(multiple[0]))
    return None


def _function(name: str) -> Piece:
    means = (FUNCTION | BASES)[name]
    return Piece("root" if means == "sqrt" else "function", means, len(name))


def no_such_name(word: str) -> str:
    """A sentence for a word that says nothing, with what can be written instead."""
    bare = word.lstrip("\\").lower()
    start = f"{quoted(word)} is no name of a formula."
    if bare in ADVICE:
        return f"{start} {ADVICE[bare]}"
    if re.fullmatch(r"(?:x|w|θ|theta)_?\{?[0-9₀-₉]+\}?", bare):
        return f"{start} There are two coordinates, x1 and x2, or x and y."
    if bare.startswith("log"):
        return f"{start} Write log(…), log10(…), log2(…) or, for a base b, log(…)/log(b)."
    if power := re.fullmatch(r"(x|y)_?([0-9])", bare):
        return f"{start} Write {power[1]}^{power[2]} or {power[2]}*{power[1]}."
    if bare != word.lstrip("\\") and pieces(bare):
        return f"{start} Names are written small: {bare}."
    if len(bare) == 1 or (word[0].isalpha() and pieces(word[1:])):  # as in ax
        return f"{quoted(word[:1])} has no value here. Write the number that it stands for."
    known = ", ".join([*VARIABLES, *CONSTANTS, *(each.name for each in FUNCTIONS)])
    return f"{start} There are {known}."
