"""Which version of the app, and of what it computes with, made an export."""

import tomllib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

NAME = "gradient-surgery-explorer"
TITLE = "Gradient surgery explorer"
PROJECT = Path(__file__).parents[2] / "pyproject.toml"


@cache
def own_version() -> str:
    """The version of this package: of the one that is installed, else of the tree."""
    if PROJECT.is_file():
        found = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
        if found["name"] == NAME:
            return str(found["version"])
    try:
        return version(NAME)
    except PackageNotFoundError:
        return "unknown"


@cache
def versions() -> dict[str, str]:
    """This package's version, and those of the libraries that decide the numbers."""
    return {NAME: own_version(), **{name: version(name) for name in ("torch", "numpy")}}


def versions_words() -> str:
    """The versions as a sentence."""
    own, *others = versions().items()
    with_ = ", ".join(f"{name} {number}" for name, number in others)
    return f"{TITLE} {own[1]} with {with_}."
