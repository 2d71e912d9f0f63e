"""A tree, written as text that reads back as the same tree."""

from synthetic.formula.tree import (
    NEGATION,
    STRENGTHS,
    Call,
    Name,
    Negative,
    Number,
    Operation,
    Tree,
)


def text(tree: Tree) -> str:
    """The formula of a tree, with as few brackets as its meaning allows."""
    match tree:
        case Number(value):
            return repr(value).removesuffix(".0")
        case Name(name):
            return name
        case Negative(inner):
            return f"-{_after(inner, NEGATION)}"
        case Call(name, arguments):
            return f"{name}({', '.join(text(each) for each in arguments)})"
        case Operation(sign, left, right):
            shown = f" {sign} " if sign in "+-" else sign
            return _before(left, sign) + shown + _after(right, STRENGTHS[sign].right)


def _before(tree: Tree, sign: str) -> str:
    if sign == "^":  # which is read from right to left
        return _bracketed(tree, STRENGTHS["^"].left)
    return _bracketed(tree, STRENGTHS[sign].left - 1)


def _after(tree: Tree, strength: int) -> str:
    # A leading minus may follow any sign: x*-y.
    return text(tree) if isinstance(tree, Negative) else _bracketed(tree, strength)


def _bracketed(tree: Tree, strength: int) -> str:
    """The text, in brackets unless it is held together by more than this strength."""
    written = text(tree)
    return f"({written})" if holds(tree) <= strength else written


def holds(tree: Tree) -> int:
    """How strongly the outermost sign of a tree binds; more than any sign if there is none."""
    match tree:
        case Operation(sign):
            return STRENGTHS[sign].left
        case Negative():
            return NEGATION
    return 99
