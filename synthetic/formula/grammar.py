"""A formula's text, read into a tree.

    expression = term {sign term},  by the strength of the signs + − * / ^
    term       = factor [superscript] | − term | + term
    factor     = number | name | function ( expression , ... ) | function factor
               | ( expression ) | "|" expression "|" | \\frac { expression } { expression }

Between factors a * may be left out where it is clear what is meant (``synthetic.formula.unclear``).
A minus is weaker than a power, -x^2 = -(x^2), and powers are read from the right, 2^3^2 = 2^9. A
bar closes the bar that was opened last, if a value stands before it, so |x||y| is |x|·|y| and
x|y|x is x·|y|·x. A power between a function and its argument is one of its value: sin²x = (sin x)².

Nothing is evaluated: what is not in this grammar and in the catalogue of functions is an error.
"""

from synthetic.formula.errors import quoted
from synthetic.formula.factors import Factors
from synthetic.formula.spelling import DIGITS
from synthetic.formula.tree import NEGATION, STRENGTHS, Negative, Number, Operation, Tree
from synthetic.formula.unclear import DIVISION, FACTORS, after_power


def parse(formula: str) -> Tree:
    """The tree of a formula. Raises ``FormulaError``, which names the place, if it is none."""
    reader = _Reader(formula)
    tree = reader.expression(0)
    reader.expect_end()
    return tree


class _Reader(Factors):
    """Reads signs, and the factors between them, by the strength of the signs."""

    def expression(self, strength: int) -> Tree:
        """What is held together by signs stronger than ``strength``."""
        self.deeper()
        tree = self.term()
        while (sign := self.sign()) and STRENGTHS[sign].left > strength:
            tree = self.operation(sign, tree)
        self.depth -= 1
        return tree

    def sign(self) -> str:
        """The sign between what was read and what follows: * if it is left out, or none."""
        kind = self.ahead.kind
        is_closing = kind == "|" and bool(self.opened) and self.opened[-1].kind == "|"
        return kind if kind in STRENGTHS else "*" if kind in FACTORS and not is_closing else ""

    def operation(self, sign: str, left: Tree) -> Tree:
        at = self.ahead
        self.expect_clear()
        if at.kind in STRENGTHS:
            self.take()
        elif at.kind in ("number", "fraction"):
            raise self.fail(f"Write * or ^ before {quoted(at.text)}.", at)
        elif "\n" in self.formula[self.tokens[self.next - 1].end : at.position]:
            raise self.fail("A new line begins here; write one formula, with a sign.", at)
        self.grow(at)
        start = self.next
        right = self.expression(STRENGTHS[sign].right)
        is_bracketed = self.tokens[start].kind == "(" and self.tokens[self.next - 1].kind == ")"
        if at.kind == "^":
            self.expect_small(right, at)
        if at.kind == "^" and not is_bracketed:
            self.leave_unclear(after_power(left, right))
        if at.kind == "/":
            self.leave_unclear(DIVISION)
        return Operation(sign, left, right)

    def term(self) -> Tree:
        if self.ahead.kind == "-":
            self.grow(self.take())
            return Negative(self.expression(NEGATION))
        if self.ahead.kind == "+":
            self.take()
            return self.expression(NEGATION)
        return self.raised(self.factor())

    def raised(self, base: Tree) -> Tree:
        """What was read, to the power of the superscript that follows, if one does."""
        if self.ahead.kind != "power":
            return base
        self.expect_clear()
        token = self.take()
        self.grow(token)
        power: Tree = Number(abs(float(token.text.translate(DIGITS))))
        power = Negative(power) if token.text[0] == "⁻" else power
        if self.ahead.kind == "^":
            raise self.fail("Write brackets to raise a power to a power.", self.ahead)
        self.expect_small(power, token)
        return Operation("^", base, power)
