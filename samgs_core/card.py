"""What a reference card tells of a method beside its claims, its parameters and its source."""

from typing import NamedTuple


class Published(NamedTuple):
    """A value of a hyperparameter that somebody published or shipped."""

    field: str  # the name of the declared field
    value: str
    who: str


class Card(NamedTuple):
    """A method in a few words. Formulas are LaTeX without dollar signs; T is the number of tasks.

    ``idea`` is two sentences, ``equation`` the method, ``two_tasks`` what it comes to for two
    tasks, ``solve`` what a step costs beside the backward passes, ``published`` the values in use,
    ``disagreements`` where implementations differ from each other or from this one.
    """

    idea: str
    equation: str
    two_tasks: str
    solve: str
    solve_more: str | None = None
    published: tuple[Published, ...] = ()
    disagreements: tuple[str, ...] = ()
