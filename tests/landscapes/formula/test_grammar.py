"""From text to tree and back, to LaTeX, to numbers, and to the place of an error."""

import math
import unicodedata

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as some

from synthetic.formula import FormulaError, latex, parse, text, values
from synthetic.formula.cursor import MAX_DEPTH, MAX_SIZE
from synthetic.formula.functions import CONSTANTS, FUNCTIONS
from synthetic.formula.tokens import MAX_LENGTH
from synthetic.formula.tree import VARIABLES, Call, Name, Negative, Number, Operation
from tests.fuzz import examples


def value(formula, x=0.7, y=-1.3):
    at = torch.tensor([[x], [y]], dtype=torch.float64)
    return values(parse(formula), at[0], at[1]).item()


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("1 + 2*3", 7),
        ("(1 + 2)*3", 9),
        ("7 - 2 - 1", 4),
        ("16/4/2", 2),
        ("2^3^2", 512),
        ("2**3**2", 512),
        ("-2^2", -4),
        ("(-2)^2", 4),
        ("2^-2", 0.25),
        ("2^-2*3", 0.75),
        ("--3", 3),
        ("3 - -3", 6),
        ("+3", 3),
        ("2*-3", -6),
        ("6/-2*3", -9),
        (".5 + 1. + 5e-1 + 2E+1", 22),
        ("x + y", -0.6),
        ("theta1 + θ2", -0.6),
        ("θ₁·θ₂", -0.91),
        ("x − y", 2.0),
        ("max(x, y) - min(x, y)", 2.0),
        ("ln(e^x)", 0.7),
        ("cos(pi)", -1),
        ("abs(y) + sign(y)", 0.3),
        ("relu(y) + relu(x)", 0.7),
        ("sigmoid(0) + softplus(0)", 0.5 + math.log(2)),
        ("sqrt(16) + exp(0) + log(1)", 5),
        ("asin(1) - acos(0) + atan(0)", 0),
        ("sinh(x)^2 - cosh(x)^2 + tanh(0)", -1),
        ("tan(x) - sin(x)/cos(x)", 0),
    ],
)
def test_formulas_have_the_value_that_mathematics_gives_them(formula, expected):
    assert value(formula) == pytest.approx(expected, abs=1e-14)


@pytest.mark.parametrize(
    ("formula", "position", "message"),
    [
        ("", 0, "The formula is empty; write one in x and y."),
        ("x + ", 4, "A number, a name or a bracket is missing at the end."),
        ("x + * y", 4, "A number, a name or a bracket is missing before “*”."),
        ("x (2)", 2, "Is this an index? Coordinates are x1 and x2. Write * for a product."),
        ("sin + x", 4, "After sin a bracket is missing, as in sin(…)."),
        ("sin cos x sin y", 10, "How far does sin reach? Write brackets: sin(…)."),
        ("x² ³", 3, "Write brackets to raise a power to a power."),
        ("|x + (y|", 7, "This bar is never closed. Write abs(…) instead of bars."),
        ("x² + х", 5, "“х” (U+0445) is no character of a formula."),
        ("1e٣", 2, "“٣” (U+0663) is no character of a formula."),
        ("x + aardvark", 4, "“aardvark” is no name of a formula. There are x, y, pi, e, sin, cos"),
        ("log(x", 3, "This bracket is never closed."),
        ("x)", 1, "This bracket was never opened."),
        ("x, y", 1, "A comma belongs between the arguments of min or max."),
        ("max(x)", 0, "max takes 2 arguments; here it has 1."),
        ("y + sin(x, y)", 4, "sin takes one argument; here it has 2."),
        ("x + foo", 4, "“foo” is no name of a formula. There are x, y, pi, e, sin, cos"),
        ("x = 1", 2, "Write only the right-hand side: there is no “=” in a formula."),
        ("x.real", 1, "A point belongs between the digits of a number."),
        ("x % y", 2, "“%” (U+0025) is no character of a formula."),
        ("x + ｙ", 4, "“ｙ” (U+FF59) is no character of a formula."),
        ("x^1000", 1, "An exponent may be at most ±100; this one is 1000."),
        ("x²⁰⁰", 1, "An exponent may be at most ±100; this one is 200."),
        ("sin^200(x)", 3, "An exponent may be at most ±100; this one is 200."),
        ("x^-(50 + 51)", 1, "An exponent may be at most ±100; this one is -101."),
        ("x + 1e31", 4, "A number may be at most 1e+30; “1e31” is larger."),
        ("x" * 501, 500, "A formula may have at most 500 characters; this one has 501."),
        ("(" * 100, 40, "A formula may be nested at most 40 levels deep."),
        ("x+" * 200 + "x", 200, "A formula may hold at most 200 numbers, names and signs."),
    ],
)
def test_errors_name_the_place_and_the_rule(formula, position, message):
    with pytest.raises(FormulaError) as caught:
        parse(formula)
    assert caught.value.message.startswith(message) and str(caught.value) == caught.value.message
    assert caught.value.position == position


def test_the_pointer_stands_below_the_place():
    with pytest.raises(FormulaError) as caught:
        parse("1 + 2 * foo + 3")
    formula, caret = caught.value.pointer().split("\n")
    assert formula[len(caret) - 1 :].startswith("foo")
    with pytest.raises(FormulaError) as caught:
        parse("x + " * 60 + "foo" + " + x" * 20)
    formula, caret = caught.value.pointer().split("\n")
    assert formula[len(caret) - 1 :].startswith("foo") and len(formula) == 60


@pytest.mark.parametrize(
    "before", ["", "é", "日本", "(２", "e\u0301", "😀", "नमस्ते", "\t", "\u200b"]
)
def test_the_pointer_stands_below_the_place_behind_characters_of_any_width(before):
    """A blank of full width stands below each wide character."""
    formula, caret = FormulaError("", len(before), f"{before}#").pointer().split("\n")
    assert formula.index("#") == caret.index("^") == len(before)
    for shown, blank in zip(formula[:-1], caret[:-1], strict=True):
        assert blank == ("\u3000" if shown in "日本２😀" else " ")
        assert shown.isprintable() and unicodedata.category(shown)[0] != "M"


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("x^2 + y^2/2", r"\theta_{1}^{2} + \frac{\theta_{2}^{2}}{2}"),
        ("-(x - y)*3", r"-\left(\theta_{1} - \theta_{2}\right) \cdot 3"),
        ("sin(x)^2", r"\left(\sin\left(\theta_{1}\right)\right)^{2}"),
        ("(x/y)^-1", r"\left(\frac{\theta_{1}}{\theta_{2}}\right)^{-1}"),
        ("max(sqrt(x), pi)", r"\max\left(\sqrt{\theta_{1}}, \pi\right)"),
        ("x*-y", r"\theta_{1} \cdot \left(-\theta_{2}\right)"),
        ("5e-6", r"5 \cdot 10^{-6}"),
        ("e^(2*x)", r"\mathrm{e}^{2 \cdot \theta_{1}}"),
        ("abs(x - (y - 1))", r"\left|\theta_{1} - \left(\theta_{2} - 1\right)\right|"),
    ],
)
def test_latex_shows_what_was_understood(formula, expected):
    assert latex(parse(formula)) == expected


def test_latex_of_every_function_has_its_braces_in_pairs():
    for function in FUNCTIONS:
        shown = latex(Call(function.name, (Name("x"), Name("y"))[: function.n_arguments]))
        assert shown.count("{") == shown.count("}") and r"\theta_{1}" in shown
        assert shown.count(r"\left") == shown.count(r"\right")


@pytest.mark.parametrize(
    ("formula", "shortest"),
    [
        ("((x))+(((y)))", "x + y"),
        ("x-(y+1)", "x - (y + 1)"),
        ("(x-y)+1", "x - y + 1"),
        ("(x*y)/2", "x*y/2"),
        ("x*(y/2)", "x*(y/2)"),
        ("(x^2)^3", "(x^2)^3"),
        ("x^(2^3)", "x^2^3"),
        ("(-x)^2", "(-x)^2"),
        ("-(x^2)", "-x^2"),
        ("x^(-2)", "x^-2"),
        ("(-x)*y", "-x*y"),
        ("-(x*y)", "-(x*y)"),
        ("θ1**2.50", "x^2.5"),
    ],
)
def test_text_has_as_few_brackets_as_its_meaning_allows(formula, shortest):
    assert text(parse(formula)) == shortest


numbers = some.floats(0, 1e30, allow_subnormal=False).map(Number)
names = some.sampled_from([*VARIABLES, *CONSTANTS]).map(Name)


def larger(trees):
    calls = some.sampled_from(FUNCTIONS).flatmap(
        lambda function: some.tuples(*[trees] * function.n_arguments).map(
            lambda arguments: Call(function.name, arguments)
        )
    )
    operations = some.builds(Operation, some.sampled_from("+-*/"), trees, trees)
    powers = some.builds(Operation, some.just("^"), trees, names | some.just(Number(2.0)))
    return trees.map(Negative) | calls | operations | powers


trees = some.recursive(numbers | names, larger, max_leaves=25)


def is_small(tree):
    return len(text(tree)) <= MAX_LENGTH


@given(trees.filter(is_small))
@examples(250)
def test_a_tree_comes_back_from_its_text(tree):
    try:
        back = parse(text(tree))
    except FormulaError as error:
        assert "nested" in error.message or "exponent" in error.message.lower()
        return
    assert back == tree
    assert text(back) == text(tree)


@given(trees.filter(is_small))
@examples(100)
def test_text_means_what_its_tree_means(tree):
    try:
        back = parse(f"({text(tree)}) + 0")
    except FormulaError:
        return
    x = torch.tensor([0.3, -1.7, 0.0], dtype=torch.float64)
    y = torch.tensor([1.1, 0.4, -2.0], dtype=torch.float64)
    torch.testing.assert_close(
        values(back, x, y), values(tree, x, y) + 0, rtol=0, atol=0, equal_nan=True
    )


def test_a_formula_at_its_limits_is_read():
    assert text(parse("(" * (MAX_DEPTH - 1) + "x" + ")" * (MAX_DEPTH - 1))) == "x"
    longest = "+".join("x" * (MAX_SIZE // 2))
    assert value(longest, x=1.0) == MAX_SIZE // 2
    assert value("x" + " " * (MAX_LENGTH - 1), x=2.0) == 2
    nested = "sin(" * (MAX_DEPTH - 1) + "x" + ")" * (MAX_DEPTH - 1)
    assert parse(text(parse(nested))) == parse(nested)
