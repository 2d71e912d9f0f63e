"""The factors of a formula: numbers, names, functions of something, and what stands in brackets."""

import math
from abc import abstractmethod

from synthetic.formula.cursor import Cursor
from synthetic.formula.errors import FormulaError, quoted
from synthetic.formula.functions import CONSTANTS, Function, function
from synthetic.formula.spelling import DIGITS, PAIRS, VULGAR
from synthetic.formula.tokens import Token
from synthetic.formula.tree import NEGATION, Call, Name, Number, Operation, Tree
from synthetic.formula.unclear import BARE, E, Unclear, after_bare
from synthetic.formula.values import constant
from synthetic.formula.words import no_such_name

MAX_EXPONENT = 100.0


class Factors(Cursor):
    """Reads one factor from the left; what is between signs and brackets, others read."""

    def __init__(self, formula: str) -> None:
        super().__init__(formula)
        self.opened: list[Token] = []
        self.coordinates: list[Token] = []
        self.unclear: dict[int, list[Unclear]] = {}

    @abstractmethod
    def expression(self, strength: int) -> Tree:
        """What is held together by signs stronger than ``strength``."""

    def factor(self) -> Tree:
        token = self.take()
        if token.kind in ("function", "root"):
            return self.called(function(token.means), token)
        if token.kind in ("|", "|<"):
            self.grow(token)
            return Call("abs", (self.inside(token),))
        if token.kind == "(":
            return self.inside(token)
        if token.kind == "frac":
            return self.fraction(token)
        if token.kind in ("number", "fraction", "name"):
            self.grow(token)
            return self.named(token) if token.kind == "name" else _number(token)
        if token.kind == "unknown":
            raise self.fail(no_such_name(token.text), token)
        if len(self.tokens) == 1:
            raise self.fail("The formula is empty; write one in x and y.", token)
        if token.kind == "end" and self.opened and self.opened[-1].kind != "(":
            raise self.never_closed(self.opened[-1])
        before = "at the end" if token.kind == "end" else f"before {quoted(token.text)}"
        raise self.fail(f"A number, a name or a bracket is missing {before}.", token)

    def named(self, token: Token) -> Tree:
        if token.means == "e":
            self.leave_unclear(E)
            if self.is_torn_number(token):
                raise self.fail("Write 2*e - x for a product, 2e-3 for a power of ten.", token)
        if token.means in CONSTANTS:
            return Name(token.means)
        self.coordinates.append(token)
        is_index = self.beyond.kind == "number" and self.tokens[self.next + 2].kind == ")"
        if self.ahead.text == "[" or (self.ahead.kind == "(" and is_index):
            message = "Is this an index? Coordinates are x1 and x2. Write * for a product."
            raise self.fail(message, self.ahead)
        return Name(token.means)

    def is_torn_number(self, e: Token) -> bool:
        """Whether it might be the power of ten of a number in pieces, as in 2e-x, 2e- 3, 2 e-3."""
        before = self.tokens[self.next - 2]
        holds = before.end == e.position or self.touches
        return before.kind == "number" and self.ahead.kind in ("+", "-") and holds

    def called(self, called: Function, token: Token) -> Tree:
        self.grow(token)
        power = self.power_of(called)
        tree = Call(called.name, self.arguments(called, token))
        return tree if power is None else Operation("^", tree, power)

    def power_of(self, called: Function) -> Number | None:
        """The power between a function and its argument, as in sin²x."""
        sign = self.ahead
        if sign.kind not in ("^", "power"):
            return None
        token = self.take()
        is_braced = sign.kind == "^" and self.ahead.kind == "("
        if is_braced:
            self.opened.append(self.take())
        token = token if sign.kind == "power" else self.take()
        digits = token.text.translate(DIGITS)
        if not digits.isdecimal():
            message = f"Write a power behind the bracket, {called.name}(x)^2; asin is an inverse."
            raise self.fail(message, sign)
        if is_braced:
            self.close(self.opened[-1])
        self.grow(token)
        power = Number(float(digits))
        self.expect_small(power, sign)
        return power

    def arguments(self, called: Function, token: Token) -> tuple[Tree, ...]:
        opening = self.ahead
        if called.n_arguments == 1 and opening.kind in BARE:
            return (self.bare(token),)
        if opening.kind != "(":
            message = f"After {called.name} a bracket is missing, as in {called.name}(…)."
            raise self.fail(message, opening)
        if token.kind == "root" and opening.text == "[":
            raise self.fail("Write (…)^(1/3) for a third root.", opening)
        self.opened.append(self.take())
        found = [self.expression(0)]
        while self.ahead.kind == ",":
            self.take()
            found.append(self.expression(0))
        self.close(opening)
        if len(found) != called.n_arguments:
            n = called.n_arguments
            wanted = "one argument" if n == 1 else f"{n} arguments"
            raise self.fail(f"{called.name} takes {wanted}; here it has {len(found)}.", token)
        return tuple(found)

    def bare(self, token: Token) -> Tree:
        """What a function is taken of without brackets: x, 2x, 2πx, xy or x^2; √ only of x."""
        is_root, is_of_function = token.kind == "root", self.ahead.kind == "function"
        goes_on = not is_root and self.ahead.kind in ("number", "fraction", "name")
        self.deeper()
        tree = part = self.factor() if is_root else self.expression(NEGATION)
        is_number = _is_number(part)
        while goes_on and self.ahead.kind == "name" and (is_number or self.touches):
            self.expect_clear()
            self.grow(self.ahead)
            part = self.expression(NEGATION)
            is_number = is_number and _is_number(part)
            tree = Operation("*", tree, part)
        self.depth -= 1
        self.leave_unclear(after_bare(token.text, is_number or is_of_function))
        return tree

    def fraction(self, token: Token) -> Tree:
        self.grow(token)
        parts = []
        for _ in range(2):
            if self.ahead.text != "{":
                raise self.fail(r"Write both parts of a fraction in braces: \frac{1}{2}.", token)
            parts.append(self.inside(self.take()))
        return Operation("/", parts[0], parts[1])

    def inside(self, opening: Token) -> Tree:
        """What stands between brackets or bars, the first of which was taken."""
        self.opened.append(opening)
        tree = self.expression(0)
        self.close(opening)
        return tree

    def close(self, opening: Token) -> None:
        wanted = {"(": ")", "|": "|", "|<": "|>"}[opening.kind]
        if self.ahead.kind == "end":
            raise self.never_closed(opening)
        if self.ahead.kind != wanted:
            raise self.fail(self.unexpected(), self.ahead)
        if wanted == ")" and self.ahead.text != PAIRS[opening.text]:
            message = f"Write {PAIRS[opening.text]} here: {opening.text} was opened."
            raise self.fail(message, self.ahead)
        self.opened.pop()
        self.take()

    def never_closed(self, opening: Token) -> FormulaError:
        if opening.kind == "(":
            return self.fail("This bracket is never closed.", opening)
        return self.fail("This bar is never closed. Write abs(…) instead of bars.", opening)

    def expect_small(self, exponent: Tree, sign: Token) -> None:
        value = constant(exponent)
        if value is not None and not abs(value) <= MAX_EXPONENT:
            shown = "" if math.isnan(value) else f"; this one is {value:g}"
            raise self.fail(f"An exponent may be at most ±{MAX_EXPONENT:g}{shown}.", sign)

    def leave_unclear(self, unclear: Unclear) -> None:
        """From here on some things may not follow."""
        self.unclear.setdefault(self.next, []).append(unclear)

    def expect_clear(self) -> None:
        is_before_function = self.ahead.kind in ("*", "/") and self.beyond.kind == "function"
        for unclear in self.unclear.get(self.next, ()):
            is_meant = is_before_function and "function" not in unclear.kinds  # sin x * cos y
            if self.ahead.kind in unclear.kinds and not is_meant:
                raise self.fail(unclear.sentence, self.ahead)

    def expect_end(self) -> None:
        if self.ahead.kind != "end":
            raise self.fail(self.unexpected(), self.ahead)
        plain = [each for each in self.coordinates if each.text in ("x", "y")]
        counted = [each for each in self.coordinates if each.text[0] == "x" and each.text != "x"]
        if plain and counted:
            message = "Is x2 a power? Write x and y in all of the formula, or x1 and x2."
            raise self.fail(message, max(plain[0], counted[0], key=lambda each: each.position))

    def unexpected(self) -> str:
        token, before = self.ahead, self.tokens[self.next - 1]
        if token.kind == ",":
            digits = self.beyond.text
            is_decimal = before.text.isdecimal() and digits.isdecimal() and self.touches
            is_thousand = is_decimal and len(digits) == 3 and before.text != "0"
            point = f" Write {before.text}.{digits} with a point." if is_decimal else ""
            point = f" Write {before.text}{digits} without one." if is_thousand else point
            return f"A comma belongs between the arguments of min or max.{point}"
        sentences = {
            ")": "This bracket was never opened.",
            "|>": "This bar was never opened.",
            "power": "Write brackets to raise a power to a power.",
        }
        missing = f"A sign is missing before {quoted(token.text)}; write * to multiply."
        return sentences.get(token.kind, missing)


def _number(token: Token) -> Tree:
    if token.kind == "number":
        return Number(float(token.means))
    above, below = map(float, VULGAR.get(token.means, token.means))
    return Operation("/", Number(above), Number(below))


def _is_number(tree: Tree) -> bool:
    """Whether it is a number, a constant or a fraction of two numbers."""
    match tree:
        case Number():
            return True
        case Name(name):
            return name in CONSTANTS
        case Operation("/", Number(), Number()):
            return True
    return False
