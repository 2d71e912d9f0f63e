"""Texts of lessons: fields filled in, and terms of the glossary explained."""

import re
from collections.abc import Iterator, Mapping

from app.words.glossary import GLOSSARY, explained

TERM = re.compile(r"\[\[([^|\]]+)(?:\|([^\]]+))?\]\]")
TERMS = {term.word: term for term in GLOSSARY}


class Called(Mapping[str, object]):
    """Facts, of which only those are computed that a text asks for."""

    def __init__(self, facts: Mapping[str, object]) -> None:
        self.facts = facts

    def __getitem__(self, name: str) -> object:
        value = self.facts[name]
        return value() if callable(value) else value

    def __iter__(self) -> Iterator[str]:
        return iter(self.facts)

    def __len__(self) -> int:
        return len(self.facts)


def as_html(text: str, facts: Mapping[str, object]) -> str:
    """The text as Markdown with HTML."""
    filled = text.format_map(Called(facts)).replace(" %", "\N{NO-BREAK SPACE}%")
    return TERM.sub(lambda found: explained(TERMS[found[1]], found[2] or ""), filled)


def plain(text: str) -> str:
    """The text without the marks of its terms."""
    return TERM.sub(lambda found: found[2] or found[1], text)
