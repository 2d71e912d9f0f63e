"""Settings as the Python that builds them, and the imports for that."""

from collections.abc import Iterable
from importlib import import_module

from samgs_core.params import Declared

PACKAGES = ("samgs_core", "samgs_core.methods", "synthetic")
"""From where classes are imported if they can be."""


def built(settings: Declared) -> str:
    """The expression that builds the settings, with every number in it."""
    fields = (f"{each.name}={getattr(settings, each.name)!r}" for each in settings.declared())
    return f"{type(settings).__name__}({', '.join(fields)})"


def imports(kinds: Iterable[type], *more: tuple[str, str]) -> str:
    """The lines that import these classes and ``more``, which are modules with names."""
    names: dict[str, set[str]] = {}
    for module, name in (*((_home(kind), kind.__name__) for kind in kinds), *more):
        names.setdefault(module, set()).add(name)
    lines = (f"from {module} import {', '.join(sorted(names[module]))}" for module in sorted(names))
    return "\n".join(lines)


def _home(kind: type) -> str:
    for package in PACKAGES:
        if getattr(import_module(package), kind.__name__, None) is kind:
            return package
    return kind.__module__
