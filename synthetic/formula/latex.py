"""A tree, written as LaTeX: what was understood of a formula."""

from synthetic.formula.functions import function
from synthetic.formula.text import holds
from synthetic.formula.tree import (
    STRENGTHS,
    Call,
    Name,
    Negative,
    Number,
    Operation,
    Tree,
)

NAMES = {"x": r"\theta_{1}", "y": r"\theta_{2}", "pi": r"\pi", "e": r"\mathrm{e}"}


def latex(tree: Tree) -> str:
    """The formula of a tree as LaTeX, with θ₁ and θ₂ for the coordinates."""
    match tree:
        case Number(value):
            return _number(value)
        case Name(name):
            return NAMES[name]
        case Negative(inner):
            return f"-{_after(inner, STRENGTHS['+'].right)}"
        case Call(name, arguments):
            return function(name).latex.format(*(latex(each) for each in arguments))
        case Operation("/", left, right):
            return rf"\frac{{{latex(left)}}}{{{latex(right)}}}"
        case Operation("^", base, exponent):
            return f"{_base(base)}^{{{latex(exponent)}}}"
        case Operation(sign, left, right):
            shown = r" \cdot " if sign == "*" else f" {sign} "
            written = _bracketed(left, STRENGTHS[sign].left - 1)
            return f"{written}{shown}{_after(right, STRENGTHS[sign].right)}"


def _after(tree: Tree, strength: int) -> str:
    """What stands to the right of a sign: a leading minus has to be in brackets there."""
    is_negative = isinstance(tree, Negative)
    return _in_brackets(tree) if is_negative else _bracketed(tree, strength)


def _base(tree: Tree) -> str:
    is_plain = isinstance(tree, Name) or (isinstance(tree, Number) and "e" not in repr(tree.value))
    return latex(tree) if is_plain else _in_brackets(tree)


def _bracketed(tree: Tree, strength: int) -> str:
    is_fraction = isinstance(tree, Operation) and tree.sign == "/"
    return latex(tree) if is_fraction or holds(tree) > strength else _in_brackets(tree)


def _in_brackets(tree: Tree) -> str:
    return rf"\left({latex(tree)}\right)"


def _number(value: float) -> str:
    digits, _, power = repr(value).partition("e")
    digits = digits.removesuffix(".0")
    return rf"{digits} \cdot 10^{{{int(power)}}}" if power else digits
