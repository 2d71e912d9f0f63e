"""How a method looks, as the browser is told it."""

from app.look.swatch import dashes, is_open, outline
from app.look.theme import Theme, look_of
from samgs_core.method import Method

ROLES = ("name", "page", "surface", "text", "muted", "tint", "ring")
"""The colours of a theme that canvases are painted with; Plotly's are in its layouts."""


def look_told(method: type[Method]) -> dict[str, object]:
    """The method's name, and its colours, line and marker."""
    look = look_of(method)
    return {
        "key": method.key,
        "title": method.title,
        "light": look.light,
        "dark": look.dark,
        "width": look.width,
        "dash": dashes(look),
        "mark": mark_told(look.marker),
    }


def mark_told(name: str) -> dict[str, object]:
    """A marker's outline in units of its radius, and whether it is open."""
    corners = [(round(x, 3), round(y, 3)) for x, y in outline(name)]
    return {"corners": corners, "isOpen": is_open(name)}


def colours_told(theme: Theme) -> dict[str, object]:
    """The colours by role."""
    return {role: getattr(theme, role) for role in ROLES}
