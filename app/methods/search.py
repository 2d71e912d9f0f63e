"""Finding methods: by words, by family, and by what they need and keep."""

from collections.abc import Callable, Collection
from typing import NamedTuple

from app.methods.facts import Facts
from samgs_core.method import Claim, Family


class Property(NamedTuple):
    """Something that a visitor may ask of a method."""

    title: str
    holds: Callable[[Facts], bool]


def _keeps(claim: Claim) -> Property:
    return Property(claim.value, lambda facts: claim in facts.holds)


PROPERTIES = (
    *(_keeps(claim) for claim in Claim),
    Property("one backward pass", lambda facts: facts.backward_passes == "1"),
    Property("losses of any sign", lambda facts: facts.positive != "yes"),
    Property("no hyperparameters", lambda facts: not facts.n_hyperparameters),
)


def matches(
    facts: Facts, words: str, families: Collection[Family], properties: Collection[Property]
) -> bool:
    """Whether the method holds every word and property, and is of one of the families, if any."""
    text = search_text(facts)
    return (
        all(word in text for word in words.casefold().split())
        and (not families or facts.method.family in families)
        and all(each.holds(facts) for each in properties)
    )


def search_text(facts: Facts) -> str:
    """Everything that words are looked for in: names, family, paper, idea and properties."""
    method = facts.method
    parts = (method.title, method.key, method.family.value, method.paper, method.card.idea)
    return " ".join((*parts, *(claim.value for claim in facts.holds))).casefold()
