"""A formula's text, cut into numbers, names and signs."""

from typing import NamedTuple

from synthetic.formula.errors import FormulaError, quoted

MAX_LENGTH = 500
MAX_NUMBER = 1e30
SIGNS = {"+": "+", "-": "-", "−": "-", "*": "*", "·": "*", "×": "*", "/": "/", "^": "^"}
SIGNS |= {"(": "(", ")": ")", ",": ","}
DIGITS = frozenset("0123456789")
LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZθ")
INNER = LETTERS | DIGITS | frozenset("₁₂_")


class Token(NamedTuple):
    """A piece of the text: what kind it is, what it says, and where it begins."""

    kind: str  # "number", "name", "end", or the sign itself
    text: str
    position: int


def tokens(formula: str) -> list[Token]:
    """The pieces of a formula, the last of them of the kind "end".

    Raises ``FormulaError`` at the first character that belongs to no piece.
    """
    if len(formula) > MAX_LENGTH:
        raise FormulaError(
            f"A formula may have at most {MAX_LENGTH} characters; this one has {len(formula)}.",
            MAX_LENGTH,
            formula,
        )
    kept, position = [], 0
    while position < len(formula):
        token = _token(formula, position)
        kept += [token] if token.kind != " " else []
        position += len(token.text)
    return [_plain(token) for token in kept] + [Token("end", "", len(formula))]


def _token(formula: str, start: int) -> Token:
    letter = formula[start]
    if letter in " \t\n\r":
        return Token(" ", letter, start)
    if formula.startswith("**", start):
        return Token("^", "**", start)
    if letter in SIGNS:
        return Token(SIGNS[letter], letter, start)
    if letter in DIGITS or (letter == "." and formula[start + 1 : start + 2] in DIGITS):
        return _number(formula, start)
    if letter in LETTERS:
        return Token("name", formula[start : _after(formula, start, INNER)], start)
    raise FormulaError(_unknown(letter), start, formula)


def _number(formula: str, start: int) -> Token:
    """Digits with at most one point, and a power of ten as in 5e-6, if one follows."""
    end = _after(formula, start, DIGITS)
    if formula[end : end + 1] == ".":
        end = _after(formula, end + 1, DIGITS)
    if formula[end : end + 1] in ("e", "E"):
        sign = formula[end + 1 : end + 2] in ("+", "-")
        power = _after(formula, end + 1 + sign, DIGITS)
        end = power if power > end + 1 + sign else end
    text = formula[start:end]
    if float(text) > MAX_NUMBER:
        raise FormulaError(
            f"A number may be at most {MAX_NUMBER:g}; {quoted(text)} is larger.", start, formula
        )
    return Token("number", text, start)


def _after(formula: str, start: int, letters: frozenset[str]) -> int:
    """Where the run of these letters that begins at ``start`` is over."""
    while start < len(formula) and formula[start] in letters:
        start += 1
    return start


def _unknown(letter: str) -> str:
    if letter == "=":
        return "Write only the right-hand side: there is no “=” in a formula."
    if letter == ".":
        return "A point belongs between the digits of a number."
    return f"{quoted(letter)} (U+{ord(letter):04X}) is no character of a formula."


def _plain(token: Token) -> Token:
    return token if token.kind in ("number", "name") else token._replace(text=token.kind)
