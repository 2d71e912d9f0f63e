"""What is said about a link that was read, but not all of it: twice the same, or cut to fit."""

from collections import Counter
from collections.abc import Iterable, Mapping

from app.study.reader import quoted, whole
from app.study.study import MAX_STARTS, MAX_STEPS, Study

LAST = "The last value is used."
MOST = "The most is used."
MAX_NAMES = 5


def twice(said: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """A sentence for the names that a link says more than once."""
    counts = Counter(name for name, _ in said)
    names = [quoted(name) for name, n in counts.items() if n > 1]
    if not names:
        return ()
    more = f" and {len(names) - MAX_NAMES} more" if len(names) > MAX_NAMES else ""
    verb = "is" if len(names) == 1 else "are"
    told = ", ".join(names[:MAX_NAMES]) + more
    return (f"Link: {told} {verb} said more than once. {LAST}",)


def cut(query: Mapping[str, str], study: Study) -> tuple[str, ...]:
    """A sentence for each number of the link of a study that is beyond its starts or its steps."""
    n_starts = len(study.points)
    limits = {
        "focus": (n_starts, MAX_STARTS, f"at most {n_starts}, the number of starts"),
        "t": (study.steps, MAX_STEPS, f"at most {study.steps}, the number of steps"),
    }
    return tuple(
        f"Link: {name} must be {rule}; got {quoted(query[name])}. {MOST}"
        for name, (limit, high, rule) in limits.items()
        if limit < _whole(query.get(name, "")) <= high
    )


def _whole(text: str) -> float:
    """The whole number that a text says; one below all limits for another text."""
    try:
        return whole(text)
    except (ValueError, OverflowError):
        return float("-inf")
