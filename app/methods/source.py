"""The code of a method as its file has it, without the texts of its reference card."""

import ast
import inspect
import sys

from samgs_core.method import Method

ABSTRACT = "samgs_core.method"
"""The module of the abstract class that every method extends."""


def source_of(method: type[Method]) -> str:
    """The module of the method, and below it those of classes that it shares with others."""
    modules = dict.fromkeys(kind.__module__ for kind in method.__mro__ if issubclass(kind, Method))
    own, *shared = (name for name in modules if name != ABSTRACT)
    parts = [_without_card(own)]
    parts += [f"# {name.replace('.', '/')}.py\n\n{_without_card(name)}" for name in shared]
    return "\n\n".join(parts)


def _without_card(module: str) -> str:
    """The module, less the assignment of the card and the import for it."""
    text = inspect.getsource(sys.modules[module])
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
