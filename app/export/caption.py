"""The caption of a figure: what it shows, everything that it was made from, and where it is."""

import html
import re
from collections.abc import Sequence

from app.export.version import versions_words
from app.maps.words import methods_words, rules_words
from app.runs.records import MethodResult
from app.study.study import Study
from app.words.caption import caption, score_text
from app.words.fairness import fairness
from app.words.numbers import number

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def plain(text: str) -> str:
    """Words of the app without Markdown and HTML."""
    text = html.unescape(re.sub(r"<[^>]*>", "", text)).replace("\N{NO-BREAK SPACE}", " ")
    return re.sub(r"(\*\*?)(.*?)\1", r"\2", text)


def listed_panels(titles: Sequence[str]) -> str:
    """What is to be seen, by the letters of the panels; nothing for a single one."""
    if len(titles) < 2:
        return ""
    return "; ".join(f"({letter}) {title}" for letter, title in zip(LETTERS, titles, strict=False))


def study_words(study: Study, results: Sequence[MethodResult]) -> str:
    """What became of the runs, and everything that decides them."""
    scores = ", ".join(f"{each.method.title} {score_text(each)}" for each in results)
    engines = sorted({each.record.engine.value for each in results})
    fair = fairness(study)
    parts = (
        plain(caption(study, results)),
        f"Scores: {scores}." if results else "",
        rules_words(study),
        methods_words(study) if results else "",
        *fair.differs,
        starts_words(study),
        f"Steps taken by {' and '.join(engines)}." if engines else "",
    )
    return " ".join(filter(None, parts))


def starts_words(study: Study) -> str:
    """All starts in numbers, as far as a link says them."""
    points = ", ".join(
        f"({', '.join(number(each, 6) for each in point)})" for point in study.points
    )
    return f"Starts: {points}."


def source_words(address: str) -> str:
    """The versions and the link, or the settings where there is no public address."""
    return f"{versions_words()} {'Settings: ' if address.startswith('?') else ''}{address}"
