"""The score of every method in a row: a legend, whose entries draw and hide their methods.

The row is HTML, so that it can fill while methods are scored; a component without a picture hears
of the presses.
"""

import html
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import streamlit as st

from app.look.swatch import swatch
from app.look.theme import Theme, look_of
from app.study.put import current, put, redraw, told
from app.study.study import Study
from app.words.caption import score_label
from samgs_core import Method
from samgs_core.methods import METHODS

KEY = "score-presses"
WAITING = "…"
"""In the place of a score that is not counted yet."""

_presses = st.components.v2.component(
    "gradient_surgery.score_presses",
    js=Path(__file__).with_name("score_row.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


class ScoreRow(NamedTuple):
    """The row in two parts, as HTML; on a phone the second comes after the pictures."""

    drawn: str
    others: str


def score_row(study: Study, scores: Mapping[type[Method], str], theme: Theme) -> ScoreRow:
    """The drawn methods with their lines and markers, and, grey, all others.

    A method without a score shows an ellipsis, and its part is busy for as long as there is one.
    Where the link hides or locks the methods, none of them can be pressed.
    """
    can_press = study.screen.allows("methods")
    chips = {kind: scores.get(kind, WAITING) for kind in map(type, study.methods)}
    drawn = [_chip(kind, chips[kind], theme, True, can_press) for kind in study.drawn]
    others = [
        _chip(kind, score, theme, False, can_press)
        for kind, score in chips.items()
        if kind not in study.drawn
    ]
    return ScoreRow(
        _part("Drawn methods", score_label(study.landscape), drawn),
        _part("Other methods", "Press to draw" if can_press else "Not drawn", others),
    )


def listen() -> None:
    """Draw or hide the methods whose chips are pressed."""
    _presses(key=KEY, on_pressed_change=_toggle)


def _toggle() -> None:
    study = current()
    pressed = told(KEY, "pressed")
    if pressed and study.screen.allows("methods"):
        put(toggled(study, pressed), setting="methods")
        redraw()  # the controls, too


def toggled(study: Study, key: object) -> Study:
    """The study with the method of this key drawn, or hidden if it was drawn."""
    pressed = {method for method in METHODS if method.key == key}
    return replace(study, drawn=tuple(pressed.symmetric_difference(study.drawn)))


def _part(name: str, label: str, chips: list[str]) -> str:
    """Some chips after a label of HTML; ``name`` tells the part to those who cannot see it."""
    is_busy = any(f"<b>{WAITING}</b>" in chip for chip in chips)
    return (
        f'<div class="score-row" role="group" aria-label="{name}" '
        f'aria-busy="{str(is_busy).lower()}"><span class="score-label">{label}</span> '
        f"{' '.join(chips)}</div>"
    )


def _chip(method: type[Method], score: str, theme: Theme, is_drawn: bool, can_press: bool) -> str:
    title, colour = html.escape(method.title), theme.colour(method)
    state, deed = ("drawn", "hide its runs") if is_drawn else ("undrawn", "draw its runs")
    picture = swatch(look_of(method), colour, theme.page) if is_drawn else ""
    style = f'style="border-color:{colour}"' if is_drawn else ""
    press = f'title="{title}: press to {deed}"' if can_press else "disabled"
    return (
        f'<button type="button" class="score-chip {state}" data-method="{method.key}" '
        f'aria-pressed="{str(is_drawn).lower()}" {press} {style}>'
        f"{picture}<span>{title}</span> <b>{score}</b></button>"
    )
