"""The style sheets of the pages, read once."""

from functools import cache
from pathlib import Path


@cache
def sheet(name: str) -> str:
    """The style sheet with this name in this folder, as HTML."""
    return f"<style>{Path(__file__).with_name(f'{name}.css').read_text(encoding='utf-8')}</style>"
