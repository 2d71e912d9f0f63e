"""What people type is read as it is meant, or refused where it is unclear, with good advice."""

import pytest
import torch

from synthetic.formula import FormulaError, latex, parse, values
from tests.landscapes.formula.people import READ
from tests.landscapes.formula.refused import REFUSED

POINTS = [(0.7, 1.3), (1.9, -0.4), (-1.2, 0.55), (-0.3, -2.1)]


def means(formula, expected, rel=1e-12):
    tree = parse(formula)
    for x, y in POINTS:
        at = torch.tensor([[x], [y]], dtype=torch.float64)
        assert values(tree, *at).item() == pytest.approx(expected(x, y), rel=rel), (formula, x, y)


def test_there_are_more_than_a_hundred_and_none_twice():
    assert len({formula for formula, _ in READ} | {each.formula for each in REFUSED}) > 150


@pytest.mark.parametrize(("formula", "expected"), READ, ids=[formula for formula, _ in READ])
def test_a_formula_is_read_as_it_is_meant(formula, expected):
    means(formula, expected)


@pytest.mark.parametrize(("formula", "expected"), READ, ids=[formula for formula, _ in READ])
def test_the_preview_reads_back_as_the_same_formula(formula, expected):
    means(latex(parse(formula)), expected, rel=1e-9)


@pytest.mark.parametrize("refused", REFUSED, ids=lambda each: each.formula)
def test_a_refusal_points_at_its_character_and_its_advice_works(refused):
    with pytest.raises(FormulaError) as caught:
        parse(refused.formula)
    assert refused.advice in caught.value.message
    assert caught.value.position == refused.position
    for followed, expected in refused.followed.items():
        means(followed, expected)
