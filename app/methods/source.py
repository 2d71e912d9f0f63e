"""The code of a method as its file has it, without the texts of its reference card."""

import ast
import inspect
import sys

from samgs_core.method import Method


def source_of(method: type[Method]) -> str:
    """The module of the method, less the assignment of the card and the import for it."""
    text = inspect.getsource(sys.modules[method.__module__])
    lines = text.splitlines(keepends=True)
    cut = {
        number
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.stmt) and _is_of_the_card(node)
        for number in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    }
    return "".join(line for number, line in enumerate(lines, 1) if number not in cut)


def _is_of_the_card(node: ast.stmt) -> bool:
    if isinstance(node, ast.ImportFrom):
        return node.module == "samgs_core.card"
    return isinstance(node, ast.Assign) and any(
        isinstance(target, ast.Name) and target.id == "card" for target in node.targets
    )
