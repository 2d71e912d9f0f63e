"""A formula's text, read into a tree.

    expression = term {sign term},  by the strength of the signs + − * / ^
    term       = number | name | function ( expression , ... ) | ( expression ) | − term | + term

Nothing is evaluated: what is not in this grammar and in the catalogue of functions is an error.
"""

import math

from synthetic.formula.errors import FormulaError, quoted
from synthetic.formula.functions import ALIASES, CONSTANTS, FUNCTIONS, Function
from synthetic.formula.tokens import Token, tokens
from synthetic.formula.tree import (
    NEGATION,
    STRENGTHS,
    VARIABLES,
    Call,
    Name,
    Negative,
    Number,
    Operation,
    Tree,
)
from synthetic.formula.values import constant

MAX_DEPTH = 40
"""Signs, brackets and functions inside one another."""
MAX_SIZE = 200
"""Numbers, names, signs and functions in all."""
MAX_EXPONENT = 100.0


def parse(formula: str) -> Tree:
    """The tree of a formula. Raises ``FormulaError``, which names the place, if it is none."""
    reader = _Reader(formula)
    tree = reader.expression(0)
    reader.expect_end()
    return tree


class _Reader:
    """Reads a list of tokens from the left, by the strength of the signs."""

    def __init__(self, formula: str) -> None:
        self.formula = formula
        self.tokens = tokens(formula)
        self.next, self.depth, self.size = 0, 0, 0

    def fail(self, message: str, token: Token) -> FormulaError:
        return FormulaError(message, token.position, self.formula)

    @property
    def ahead(self) -> Token:
        return self.tokens[self.next]

    def take(self) -> Token:
        token = self.ahead
        self.next += token.kind != "end"
        return token

    def grow(self, token: Token) -> None:
        self.size += 1
        if self.size > MAX_SIZE:
            raise self.fail(
                f"A formula may hold at most {MAX_SIZE} numbers, names and signs.", token
            )

    def expression(self, strength: int) -> Tree:
        """What is held together by signs stronger than ``strength``."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.fail(f"A formula may be nested at most {MAX_DEPTH} levels deep.", self.ahead)
        tree = self.term()
        while self.ahead.kind in STRENGTHS and STRENGTHS[self.ahead.kind].left > strength:
            sign = self.take()
            self.grow(sign)
            right = self.expression(STRENGTHS[sign.kind].right)
            tree = Operation(sign.kind, tree, self.exponent(right, sign))
        self.depth -= 1
        return tree

    def exponent(self, right: Tree, sign: Token) -> Tree:
        value = constant(right) if sign.kind == "^" else 0.0
        if value is not None and not abs(value) <= MAX_EXPONENT:
            shown = "" if math.isnan(value) else f"; this one is {value:g}"
            raise self.fail(f"An exponent may be at most ±{MAX_EXPONENT:g}{shown}.", sign)
        return right

    def term(self) -> Tree:
        token = self.take()
        if token.kind == "-":
            self.grow(token)
            return Negative(self.expression(NEGATION))
        if token.kind == "+":
            return self.expression(NEGATION)
        if token.kind == "(":
            tree = self.expression(0)
            self.close(token)
            return tree
        if token.kind == "number":
            self.grow(token)
            return Number(float(token.text))
        if token.kind == "name":
            return self.named(token)
        if len(self.tokens) == 1:
            raise self.fail("The formula is empty; write one in x and y.", token)
        before = "at the end" if token.kind == "end" else f"before {quoted(token.text)}"
        raise self.fail(f"A number, a name or a bracket is missing {before}.", token)

    def named(self, token: Token) -> Tree:
        name = ALIASES.get(token.text, token.text)
        self.grow(token)
        for function in FUNCTIONS:
            if function.name == name:
                return self.call(function, token)
        if name not in VARIABLES and name not in CONSTANTS:
            raise self.fail(_no_such_name(token.text), token)
        if self.ahead.kind == "(":
            raise self.fail(
                f"{quoted(token.text)} is no function; write * to multiply.", self.ahead
            )
        return Name(name)

    def call(self, function: Function, token: Token) -> Tree:
        bracket = self.take()
        if bracket.kind != "(":
            message = f"After {function.name} a bracket is missing, as in {function.name}(…)."
            raise self.fail(message, bracket)
        arguments = [self.expression(0)]
        while self.ahead.kind == ",":
            self.take()
            arguments.append(self.expression(0))
        self.close(bracket)
        if len(arguments) != function.n_arguments:
            wanted = (
                "one argument" if function.n_arguments == 1 else f"{function.n_arguments} arguments"
            )
            raise self.fail(f"{function.name} takes {wanted}; here it has {len(arguments)}.", token)
        return Call(function.name, tuple(arguments))

    def close(self, opened: Token) -> None:
        if self.ahead.kind == "end":
            raise self.fail("This bracket is never closed.", opened)
        if self.ahead.kind != ")":
            raise self.fail(self.unexpected(), self.ahead)
        self.take()

    def expect_end(self) -> None:
        if self.ahead.kind != "end":
            raise self.fail(self.unexpected(), self.ahead)

    def unexpected(self) -> str:
        token = self.ahead
        if token.kind == ")":
            return "This bracket was never opened."
        if token.kind == ",":
            return "A comma belongs between the arguments of min or max."
        return f"A sign is missing before {quoted(token.text)}; write * to multiply."


def _no_such_name(name: str) -> str:
    known = ", ".join([*VARIABLES, *CONSTANTS, *(each.name for each in FUNCTIONS)])
    return f"{quoted(name)} is no name of a formula. There are {known}."
