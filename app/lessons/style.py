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
