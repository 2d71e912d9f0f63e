"""What a method needs and what a step of it costs, read from the method itself."""

import re
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from samgs_core.method import Claim, Method
from samgs_core.methods import METHODS
from samgs_core.params import Choice

TWO_TASKS, MORE_TASKS = 2, 3
PAPERS = (
    (r"arXiv:(\d{4}\.\d{4,5})", "https://arxiv.org/abs/"),
    (r"openreview (\w+)", "https://openreview.net/forum?id="),
)
"""How a paper names its place on the web, and where that is."""


class Facts(NamedTuple):
    """A method with its default settings, as a comparison sees it.

    ``positive`` and ``random`` say when the method needs losses above zero and random numbers:
    "no", "yes", or a condition. ``solve`` and ``solve_more`` say what a step does beside the
    backward passes, for two tasks and for more.
    """

    method: type[Method]
    backward_passes: str
    positive: str
    has_memory: bool
    random: str
    solve: str
    solve_more: str
    holds: frozenset[Claim]
    holds_for_more: frozenset[Claim]

    @property
    def n_hyperparameters(self) -> int:
        """How many numbers and choices the method declares."""
        return len(self.method.declared())


@lru_cache(maxsize=1)
def all_facts() -> tuple[Facts, ...]:
    """The facts of every method, which never change."""
    return tuple(facts_of(method) for method in METHODS)


def facts_of(kind: type[Method]) -> Facts:
    """The facts of the method with its default settings."""
    method = kind()
    two, more = method.claims(TWO_TASKS), method.claims(MORE_TASKS)
    return Facts(
        method=kind,
        backward_passes="1" if kind.weighs_losses else "T",
        positive=_positive(method),
        has_memory=Claim.STATELESS not in two,
        random=_random(two, more),
        solve=kind.card.solve,
        solve_more=kind.card.solve_more or kind.card.solve,
        holds=two,
        holds_for_more=two & more,
    )


def paper_link(paper: str) -> str | None:
    """The address of a paper that is named by its arXiv or OpenReview number."""
    for pattern, place in PAPERS:
        if found := re.search(pattern, paper):
            return place + found.group(1)
    return None


def _positive(method: Method) -> str:
    if method.needs_positive_losses():
        return "yes"
    for field in method.declared():
        if isinstance(field, Choice):
            words = [word for word in field.options if _with(method, field, word)]
            if words:
                return f"if {field.label} is {' or '.join(words)}"
    return "no"


def _with(method: Method, field: Choice, word: str) -> bool:
    return replace(method, **{field.name: word}).needs_positive_losses()  # type: ignore[type-var]


def _random(two: frozenset[Claim], more: frozenset[Claim]) -> str:
    if Claim.DETERMINISTIC not in two:
        return "yes"
    return "no" if Claim.DETERMINISTIC in more else "from three tasks on"
