"""Whatever is typed into a formula ends in a sentence or in a landscape, soon, and runs nothing."""

import ast
import builtins
import os
import time
from pathlib import Path

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as some

import synthetic.formula
from synthetic.formula import CustomLandscape, FormulaError, latex, parse, text
from synthetic.formula.functions import FUNCTIONS
from synthetic.formula.landscape import parse_once
from synthetic.formula.tokens import MAX_LENGTH
from tests.fuzz import examples
from tests.landscapes.formula.attacks import ATTACKS
from tests.landscapes.formula.people import READ

FORBIDDEN = {"eval", "exec", "compile", "ast", "sympy", "getattr", "globals", "locals", "vars"}
FORBIDDEN |= {"__import__", "importlib", "open", "pickle", "subprocess", "os", "sys"}


def outcome(formula):
    """The landscape of a formula, or the error that says what is wrong with it."""
    try:
        return CustomLandscape(l1=formula, l2="x")
    except FormulaError as error:
        return error


def seconds(formula):
    """How long it takes to read a formula for the first time."""
    parse_once.cache_clear()
    began = time.process_time()
    outcome(formula)
    return time.process_time() - began


def check(formula):
    found = outcome(formula)
    if isinstance(found, FormulaError):
        assert found.message.endswith(".") and len(found.message) < 250
        assert found.message.isprintable()
        assert 0 <= found.position <= min(len(formula), MAX_LENGTH)
        shown, caret = found.pointer().split("\n")
        assert shown.isprintable() and caret.endswith("^") and len(caret) <= len(shown) + 1
        return
    x = torch.tensor([[0.5, 2.0], [-1.0, 0.0], [0.0, 0.0]], dtype=torch.float64)
    losses, grads = found.losses_and_grads(x)
    assert losses.shape == (3, 2) and grads.shape == (3, 2, 2)
    tree, _ = found.trees
    assert len(text(tree)) > MAX_LENGTH or parse(text(tree)) == tree
    assert latex(tree).isprintable()


def test_there_are_hundreds_of_attacks():
    assert len(set(ATTACKS)) > 500


def test_every_attack_ends_in_a_sentence_or_a_landscape():
    for attack in ATTACKS:
        assert min(seconds(attack), seconds(attack)) < 0.1  # one may hold a garbage collection
        check(attack)


def test_most_attacks_are_refused_and_some_are_formulas():
    refused = [isinstance(outcome(attack), FormulaError) for attack in ATTACKS]
    assert sum(refused) > 450
    assert sum(refused) < len(refused) - 30


def test_nothing_is_executed(monkeypatch):
    def caught(*args, **kwargs):
        raise AssertionError(f"called with {args}")

    outcomes = [type(outcome(attack)) for attack in ATTACKS[:300]]
    with monkeypatch.context() as patched:
        for name in ("eval", "exec", "compile", "open", "print", "input", "breakpoint"):
            patched.setattr(builtins, name, caught)
        patched.setattr(os, "system", caught)
        again = [type(outcome(attack)) for attack in ATTACKS[:300]]
    assert again == outcomes


def test_the_grammar_knows_no_way_to_execute_text():
    files = sorted(Path(synthetic.formula.__file__).parent.glob("*.py"))
    assert len(files) > 6
    for path in files:
        for node in ast.walk(ast.parse(path.read_text())):
            names = [getattr(node, "id", None), getattr(node, "module", None)]
            names += [name.name for name in getattr(node, "names", []) if hasattr(name, "name")]
            used = {part for name in names if name for part in name.split(".")}
            assert not used & FORBIDDEN, f"{path.name} uses {used & FORBIDDEN}"


@given(some.text(max_size=80))
@examples(150)
def test_any_text_ends_in_a_sentence_or_a_landscape(formula):
    check(formula)


pieces = some.sampled_from(
    ["x", "y", "(", ")", ",", "+", "-", "*", "/", "^", "**", " ", "2", ".5", "1e3", "pi", "e"]
    + [function.name for function in FUNCTIONS]
)
written = some.sampled_from(
    ["x_1", "x2", "θ₁", "w_{2}", "3xy", "²", "⁻¹", "|", "√", "π", "½", "−", "×", "÷", "[", "]", "{"]
    + ["}", r"\frac", r"\frac12", r"\left|", r"\right|", r"\left(", r"\right)", r"\cdot", r"\,"]
    + [r"\theta_{1}", r"\sin ", "sin^", "1e−3", "\n", "$", "f(x) =", "np.", "a", "２", "х", "日"]
)


@given(some.lists(pieces | written, max_size=40).map("".join))
@examples(200)
def test_any_row_of_the_pieces_of_a_formula_ends_in_a_sentence_or_a_landscape(formula):
    check(formula)


@given(some.data())
@examples(150)
def test_what_people_type_with_something_else_in_it_ends_in_a_sentence_or_a_landscape(data):
    formula = data.draw(some.sampled_from([formula for formula, _ in READ]))
    start = data.draw(some.integers(0, len(formula)))
    check(formula[:start] + data.draw(pieces | written) + formula[start + 1 :])


@pytest.mark.parametrize("value", [None, 3, b"x", ["x"], lambda: 0])
def test_a_formula_has_to_be_text(value):
    with pytest.raises(TypeError, match=r"CustomLandscape\.l2 must be a formula; got"):
        CustomLandscape(l1="x", l2=value)


def test_the_landscape_says_which_formula_is_wrong():
    with pytest.raises(FormulaError) as caught:
        CustomLandscape(l1="x", l2="x + (y")
    assert (caught.value.field, caught.value.position) == ("l2", 4)
