"""The style sheet of the lessons, in the colours of a theme."""

from app.look.styles import sheet
from app.look.theme import Theme


def lesson_style(theme: Theme) -> str:
    """The style sheet as HTML."""
    colours = {
        "surface": theme.page,
        "line": theme.contour,
        "muted": theme.muted,
        "done": theme.primary,
        "ring": theme.ring,
        "look": theme.primary,
    }
    said = " ".join(f"--lesson-{name}: {colour};" for name, colour in colours.items())
    return f"<style>:root {{ {said} }}</style>\n\n{sheet('lessons')}"


def room_for_panel(is_below: bool, is_folded: bool) -> str:
    """The room that the page keeps for the panel of a lesson, as HTML.

    It is said anew for each place, because a style sheet that asks where the panel is has the
    browser look again at whatever changes on the page.
    """
    page = ".stMain .stMainBlockContainer"
    beside = f"{page} {{ padding-right: 332px; }}"
    under = f"{page} {{ padding-bottom: calc(40dvh + 2rem); }}"
    if is_below:
        return f"<style>{page} {{ padding-bottom: calc(36dvh + 2rem); }}</style>"
    wide = "" if is_folded else f"@media (min-width: 1000px) {{ {beside} }}"
    return f"<style>{wide} @media (max-width: 999px) {{ {under} }}</style>"
