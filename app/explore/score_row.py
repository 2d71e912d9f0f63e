"""The score of every method in a row, which is also the legend of the pictures."""

import html
from collections.abc import Mapping

from app.look.swatch import swatch
from app.look.theme import Theme, look_of
from app.study.study import Study
from samgs_core import Method


def score_row(study: Study, scores: Mapping[type[Method], str], goal: str, theme: Theme) -> str:
    """The drawn methods with their lines and markers, then, grey, all others; as HTML.

    A method without a score shows an ellipsis, and the row is busy for as long as there is one.
    """
    told = {type(method): scores.get(type(method), "…") for method in study.methods}
    drawn = [_drawn(method, told[method], theme) for method in told if method in study.drawn]
    rest = [_undrawn(method, told[method]) for method in told if method not in study.drawn]
    is_busy = "true" if "…" in told.values() else "false"
    label = html.escape(f"How many starts end at the {goal}")
    return (
        f'<div class="score-row" role="list" aria-label="{label}" aria-busy="{is_busy}" '
        f'style="--muted:{theme.muted}">{" ".join(drawn + rest)}</div>'
    )


def _drawn(method: type[Method], score: str, theme: Theme) -> str:
    colour = theme.colour(method)
    picture = swatch(look_of(method), colour, theme.page)
    return _chip(method, "drawn", score, f'style="border-color:{colour}"', picture)


def _undrawn(method: type[Method], score: str) -> str:
    return _chip(method, "undrawn", score, "", "")


def _chip(method: type[Method], state: str, score: str, style: str, picture: str) -> str:
    title = html.escape(method.title)
    words = f"{title}, {'not drawn' if state == 'undrawn' else 'drawn'}: {score}"
    return (
        f'<span class="score-chip {state}" role="listitem" data-method="{method.key}" '
        f'aria-label="{words}" {style}>{picture} <span>{title}</span> <b>{score}</b></span>'
    )
