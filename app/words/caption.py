"""What a picture shows, in words that are computed from its runs."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from app.runs.records import MethodResult
from app.study.study import Study
from app.words.glossary import (
    DIVERGES,
    LEAVES,
    MEAN_DISTANCE,
    ON_FRONT,
    SHORT,
    explained,
)
from app.words.numbers import NOTHING, in_words, listed, number
from samgs_core import Landscape, Outcome
from samgs_core.summary import RunSummary, score

NAMED = 6
"""The most methods that are named together; of more the caption says how many they are."""
GROUPS = 3
"""The most groups of methods that are told of one by one."""


class Ends(NamedTuple):
    """How many starts of one method ended where; the counts add up to the number of starts."""

    at_goal: int
    on_front: int
    short: int
    outside: int
    diverged: int

    @property
    def kinds(self) -> tuple[int, ...]:
        """Which of the counts are not zero: methods with the same ones share a fate."""
        return tuple(kind for kind, count in enumerate(self) if count)


def caption(study: Study, results: Sequence[MethodResult]) -> str:
    """A sentence on what is the same, and one on the fates of the methods; Markdown with HTML."""
    n = len(study.points)
    starts = f"same {in_words(n)} starts" if n > 1 else "same start"
    steps = f"{study.steps:,} {'step' if study.steps == 1 else 'steps'}"
    first = f"Same landscape, {starts}, {steps}."
    if not results:
        return f"{first} No method is drawn: pick one under Methods."
    return f"{first} {'; '.join(_fates(study.landscape, results))}."


def ends(summaries: Sequence[RunSummary]) -> Ends:
    """Where the starts of one method ended."""
    kinds = [_end(run) for run in summaries]
    return Ends(*(kinds.count(kind) for kind in range(len(Ends._fields))))


def score_text(result: MethodResult) -> str:
    """The score, as in 2/7 or distance 0.48; a dash where there is nothing to count."""
    counted = score(result.summaries)
    if counted is None:
        return NOTHING
    return counted.text if counted.distance is None else f"distance {number(counted.distance, 2)}"


def score_label(landscape: Landscape) -> str:
    """What the scores on the landscape count, as HTML."""
    if landscape.goal is not None:
        return f"Starts at the {landscape.goal.title}"
    front = explained(ON_FRONT, "on the Pareto front")
    return f"Starts {front}, or {explained(MEAN_DISTANCE)}"


def _end(run: RunSummary) -> int:
    """The place in ``Ends`` where a run is counted."""
    if run.outcome is Outcome.DIVERGED:
        return Ends._fields.index("diverged")
    if run.at_goal:
        return Ends._fields.index("at_goal")
    if run.on_front is None:
        return Ends._fields.index("outside")
    return Ends._fields.index("on_front" if run.on_front else "short")


def _fates(landscape: Landscape, results: Sequence[MethodResult]) -> Iterator[str]:
    """What became of each group of methods that share a fate, the best first, large ones last."""
    groups = _groups(results)
    for place, (kinds, members) in enumerate(groups):
        is_last = place == len(groups) - 1
        who = _names(list(members), "all" if len(groups) == 1 else "the other" if is_last else "")
        yield f"{who} {_deeds(landscape, kinds, list(members.values()), is_first=place == 0)}"


def _groups(results: Sequence[MethodResult]) -> list[tuple[tuple[int, ...], dict[str, Ends]]]:
    """The kinds of ends that a group has, and its methods with theirs.

    Of more groups than ``GROUPS`` those of mixed ends are taken together.
    """
    counted = {each.method.title: ends(each.summaries) for each in results}
    fates = {each.kinds for each in counted.values()}
    mixed = {kind for kinds in fates if len(kinds) > 1 for kind in kinds}
    groups: dict[tuple[int, ...], dict[str, Ends]] = {}
    for title, each in counted.items():
        is_told_alone = len(fates) <= GROUPS or len(each.kinds) == 1
        kinds = each.kinds if is_told_alone else tuple(sorted(mixed))
        groups.setdefault(kinds, {})[title] = each
    return sorted(groups.items(), key=lambda group: (len(group[1]) > NAMED, group[0]))


def _names(titles: list[str], which: str) -> str:
    if len(titles) <= NAMED:
        return listed([f"**{title}**" for title in titles])
    words = f"{which} {in_words(len(titles))} methods".strip()
    return words[0].upper() + words[1:] if which == "all" else words


def _deeds(landscape: Landscape, kinds: tuple[int, ...], counts: list[Ends], is_first: bool) -> str:
    """What methods do whose starts end in the same ways, with how many of them do which."""
    one, n = len(counts) == 1, sum(counts[0])
    deeds = _verbs(landscape, "s" if one else "")
    if len(kinds) == 1:
        whence = "" if not is_first else f" from {_all(n, one)}"
        return f"{deeds[kinds[0]]}{whence}"
    parts = [f"{deeds[kind]} from {_range([count[kind] for count in counts])}" for kind in kinds]
    if len(kinds) == 2:
        is_one = all(count[kinds[-1]] == 1 for count in counts)
        parts[-1] = f"{deeds[kinds[-1]]} from the other{'' if is_one else 's'}"
    return listed(parts)


def _verbs(landscape: Landscape, s: str) -> tuple[str, ...]:
    """The deeds of one method (``s`` is its letter) or of several, in the order of ``Ends``."""
    goal = landscape.goal
    elsewhere = "" if goal is None else "elsewhere "
    return (
        f"reach{'es' if s else ''} the {'goal' if goal is None else goal.title}",
        f"end{s} {elsewhere}{explained(ON_FRONT)}",
        explained(SHORT, f"stop{s} short of the front"),
        explained(LEAVES, f"leave{s} the window"),
        explained(DIVERGES, f"diverge{s}"),
    )


def _all(n: int, is_one_method: bool) -> str:
    if n == 1:
        return "its start" if is_one_method else "their start"
    return f"all {in_words(n)} starts"


def _range(counts: list[int]) -> str:
    low, high = min(counts), max(counts)
    return (
        in_words(low) if low == high else f"{in_words(low) if low else 'none'} to {in_words(high)}"
    )
