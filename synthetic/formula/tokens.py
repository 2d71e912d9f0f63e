"""A formula's text, cut into numbers, names and signs."""

import re
from typing import NamedTuple

from synthetic.formula.characters import unknown
from synthetic.formula.errors import FormulaError, quoted
from synthetic.formula.spelling import BLANK, FRACTIONS, KINDS, NUMBER, OPENS, POWERS, PREFIX, WORD
from synthetic.formula.words import pieces

MAX_LENGTH = 500
MAX_NUMBER = 1e30


class Token(NamedTuple):
    """A piece of the text: what kind it is, what it says, where it begins, and what it means."""

    kind: str  # "number", "name", "function", "power", "end" ..., or the sign itself
    text: str
    position: int
    means: str = ""

    @property
    def end(self) -> int:
        """Where it is over."""
        return self.position + len(self.text)


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
    found: list[Token] = []
    prefix = PREFIX.match(formula)
    position, end = prefix.end() if prefix else 0, len(formula)
    if opened := OPENS.match(formula):  # $…$
        position, end = max(position, opened.end(1)), opened.start(2)
    while position < end:
        if blank := BLANK.match(formula, position, end):
            position = blank.end()
            continue
        found += _next(formula, position, end)
        position = found[-1].end
    return [*found, Token("end", "", len(formula))]


def _next(formula: str, at: int, end: int) -> list[Token]:
    if number := NUMBER.match(formula, at, end):
        return [_number(formula, number[0], at)]
    if fraction := FRACTIONS.match(formula, at, end):
        means = "".join(each for each in fraction.groups() if each) or fraction[0]
        return [Token("fraction", fraction[0], at, means)]
    if power := POWERS.match(formula, at, end):
        return [Token("power", power[0], at)]
    for kind, written in KINDS:
        if sign := written.match(formula, at, end):
            return [Token(kind, sign[0], at)]
    if word := WORD.match(formula, at, end):
        return _words(word, at)
    raise FormulaError(unknown(formula[at]), at, formula)


def _number(formula: str, text: str, at: int) -> Token:
    means = re.sub("[−–]", "-", text)
    if float(means) > MAX_NUMBER:
        raise FormulaError(
            f"A number may be at most {MAX_NUMBER:g}; {quoted(text)} is larger.", at, formula
        )
    return Token("number", text, at, means)


def _words(word: re.Match[str], at: int) -> list[Token]:
    """The names in a word; the whole word as one of the kind "unknown" if it says nothing."""
    named = word["upright"] or word[0].lstrip("\\")
    found = pieces(named)
    if not found:
        return [Token("unknown", word[0], at)]
    result, begins = [], at
    after = at + len(word[0]) - (0 if word["upright"] else len(named))
    for kind, means, length in found:
        after += 0 if word["upright"] else length
        result.append(Token(kind, word[0][begins - at : after - at], begins, means))
        begins = after
    return result
