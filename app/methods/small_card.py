"""The small card of a method in the grid, and the style of all cards."""

import html

from app.look.styles import sheet
from app.look.swatch import swatch
from app.look.theme import Theme, look_of
from app.methods.facts import Facts
from samgs_core.method import Claim


def card_style(theme: Theme) -> str:
    """The style sheet of the grid and of the cards, in the colours of the theme."""
    colours = f"--muted: {theme.muted}; --line: {theme.contour}; --surface: {theme.surface};"
    colours += f"--primary: {theme.primary}; --on-primary: {theme.on_primary}; --ring: {theme.ring}"
    return f"<style>:root {{ {colours} }}</style>{sheet('cards')}"


def small_card(facts: Facts, theme: Theme) -> str:
    """The method's look, idea, needs and number of properties, as HTML."""
    method = facts.method
    needs = [f"{facts.backward_passes} backward pass{'' if facts.backward_passes == '1' else 'es'}"]
    needs += ["losses above zero"] if facts.positive == "yes" else []
    needs += ["memory"] if facts.has_memory else []
    needs += ["random"] if facts.random == "yes" else []
    tags = "".join(f'<span class="tag">{html.escape(need)}</span>' for need in needs)
    picture = swatch(look_of(method), theme.colour(method), theme.page, 48)
    return (
        f'<div class="card-head">{picture}{html.escape(method.title)}</div>'
        f'<p class="card-idea">{html.escape(method.card.idea)}</p>'
        f'<div class="tags">{tags}'
        f'<span class="tag">{len(facts.holds)} of {len(Claim)} properties</span></div>'
    )
