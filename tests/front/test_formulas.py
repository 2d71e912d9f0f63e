"""Formulas are set without an error by the very code that sets them on the pages."""

import json
import shutil
from pathlib import Path

import pytest
import streamlit

from samgs_core.methods import METHODS
from tests.front.node import run_node

SET = Path(__file__).parent / "js" / "formulas.mjs"


def faults(formulas, folder):
    """What is wrong with some formulas, as sentences."""
    (katex,) = Path(streamlit.__file__).parent.glob("static/static/js/katex.*.js")
    module = shutil.copy(katex, folder / "katex.mjs")  # Node goes by the name
    return json.loads(run_node(SET, module, told=json.dumps(formulas)))


def test_the_formulas_of_all_methods_are_set_without_an_error(tmp_path):
    cards = [method.card for method in METHODS]
    formulas = [text for card in cards for text in (card.equation, card.two_tasks)]
    assert faults(formulas, tmp_path) == []


@pytest.mark.parametrize("formula", [r"\frac{1}{2", r"\nothing", "x_1_2"])
def test_a_formula_with_an_error_is_found(formula, tmp_path):
    (fault,) = faults([r"\theta", formula], tmp_path)
    assert fault.startswith(f"{formula}: KaTeX parse error")
