"""The small card of a method in the grid, and the style of all cards."""

import html

from app.look.swatch import swatch
from app.look.theme import Theme, look_of
from app.methods.facts import Facts
from samgs_core.method import Claim


def card_style(theme: Theme) -> str:
    """The style sheet of the grid and of the cards, in the colours of the theme."""
    colours = f"--muted: {theme.muted}; --line: {theme.contour}; --surface: {theme.surface};"
    colours += f"--primary: {theme.primary}; --on-primary: {theme.on_primary}; --ring: {theme.ring}"
    return f"<style>:root {{ {colours} }}{STYLE}</style>"


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


STYLE = """
.st-key-cards { display: grid; gap: 12px; align-items: stretch;
  grid-template-columns: repeat(auto-fill, minmax(min(280px, 100%), 1fr)); }
.st-key-cards > :has(> .stHtml .family) { grid-column: 1 / -1; }
.family { margin: 8px 0 0; padding: 0; font-size: 18px; font-weight: 600; }
[class*="st-key-card-"] { position: relative; height: 100%; padding: 14px 16px; }
[class*="st-key-card-"]:hover { border-color: var(--primary); }
[class*="st-key-open-"] { position: absolute !important; inset: 0; height: 100%; }
[class*="st-key-open-"] * { height: 100%; width: 100%; }
[class*="st-key-open-"] button { background: transparent !important; border-color: transparent;
  color: transparent !important; }
[class*="st-key-open-"] button:focus-visible { outline: 3px solid var(--ring); }
.card-head { display: flex; align-items: center; gap: 8px; font-size: 17px; font-weight: 600; }
.card-idea { margin: 6px 0 10px; font-size: 14px; line-height: 1.45; }
.tags { display: flex; flex-wrap: wrap; gap: 4px 6px; color: var(--muted); }
.tag { padding: 0 8px; border: 1px solid var(--line); border-radius: 10px; font-size: 12.5px;
  line-height: 20px; white-space: nowrap; }
.tag.fails { border-style: dashed; }
.tag.holds { border-color: var(--primary); color: var(--primary); font-weight: 600; }
.st-key-formulas { padding: 12px 16px 20px; border-radius: 8px; background: var(--surface); }
.st-key-formulas .katex-display { margin: .4em 0; padding: 2px 0 8px; overflow: auto hidden; }
.st-key-formulas .katex { font-size: 1.1em; }
@media (max-width: 640px) { .st-key-formulas .katex { font-size: .95em; } }
.st-key-to-explore a { padding: 6px 14px; background: var(--primary); }
.st-key-to-explore a * { color: var(--on-primary); }
"""
