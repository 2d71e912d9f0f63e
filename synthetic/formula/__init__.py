"""Losses typed as formulas: text to tree, and from the tree to text, LaTeX and torch."""

from synthetic.formula.errors import FormulaError
from synthetic.formula.grammar import parse
from synthetic.formula.landscape import CustomLandscape
from synthetic.formula.latex import latex
from synthetic.formula.text import text
from synthetic.formula.values import values

__all__ = ["CustomLandscape", "FormulaError", "latex", "parse", "text", "values"]
