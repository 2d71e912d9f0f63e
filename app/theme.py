"""The colours, dashes, markers and type of every figure, in a light and a dark theme.

One channel has one meaning: hue is the method, dash the method or the kind of line, thin grey
contours the loss. Nothing relies on hue alone.
"""

from typing import Literal, NamedTuple

from samgs_core.method import Method
from samgs_core.methods import IMTLG, LS, MGDA, SAMGS, UW, CAGrad, GradVac, NashMTL, PCGrad

FONT = "Source Sans, system-ui, sans-serif"
TEXT_SIZE = 13
SMALL_TEXT_SIZE = 12

Dash = Literal["solid", "dash", "dot", "dashdot", "longdash", "longdashdot"]


class Look(NamedTuple):
    """How one method is drawn: a colour for each theme, and marks that do without colour."""

    method: type[Method]
    light: str
    dark: str
    dash: Dash
    marker: str
    width: float


class Theme(NamedTuple):
    """The neutral colours by role, and which of a method's two colours to take."""

    name: Literal["light", "dark"]
    page: str
    surface: str
    text: str
    muted: str
    contour: str
    band: str
    tint: str
    ring: str
    primary: str
    on_primary: str

    def colour(self, method: type[Method]) -> str:
        """The method's colour in this theme."""
        look = look_of(method)
        return look.light if self.name == "light" else look.dark


# Found by optimisation: apart for normal, protan, deutan and tritan vision, and 3:1 against the
# page. The nearest of those that share a dash pattern are 16.5 apart (CIEDE2000).
LOOKS = (
    Look(SAMGS, "#D55E00", "#FF8A3D", "solid", "circle", 3.5),
    Look(LS, "#111111", "#F5F5F5", "dash", "square", 2),
    Look(PCGrad, "#748BFF", "#B9D1FF", "solid", "triangle-up", 2),
    Look(CAGrad, "#007474", "#5DA2A2", "longdash", "diamond", 2),
    Look(MGDA, "#1700D1", "#A200FF", "dashdot", "triangle-down", 2),
    Look(NashMTL, "#464600", "#747446", "solid", "cross", 2),
    Look(IMTLG, "#46A25D", "#A2FF74", "dash", "x", 2),
    Look(UW, "#5D46FF", "#A28BFF", "longdashdot", "hourglass", 2),
    Look(GradVac, "#B43CA5", "#C36987", "dash", "star-diamond", 2),
)

LIGHT = Theme(
    name="light",
    page="#FFFFFF",
    surface="#F6F7F9",
    text="#1A1F2B",
    muted="#5B6472",
    contour="#B9C0CA",
    band="#8A93A0",
    tint="#F4EEE8",
    ring="#0B57D0",
    primary="#B84E00",
    on_primary="#FFFFFF",
)
DARK = Theme(
    name="dark",
    page="#0E1117",
    surface="#171B24",
    text="#E8EAED",
    muted="#9AA3B2",
    contour="#3A4150",
    band="#7A8494",
    tint="#241E1A",
    ring="#8AB4F8",
    primary="#FF8A3D",
    on_primary="#0E1117",
)
THEMES = (LIGHT, DARK)


def look_of(method: type[Method]) -> Look:
    """How the method is drawn; a method without a look is a gap in the catalogue."""
    return next(look for look in LOOKS if look.method is method)


def see_through(colour: str, opacity: float) -> str:
    """A colour #RRGGBB with an opacity in [0, 1]."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity:g})"


def layout(theme: Theme) -> dict[str, object]:
    """What the layout of every figure has in common; the page around it writes the title."""
    small = {"size": SMALL_TEXT_SIZE, "family": FONT}
    return {
        "template": "none",
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": TEXT_SIZE, "color": theme.text},
        "margin": {"l": 44, "r": 10, "t": 8, "b": 40},
        "showlegend": False,
        "hoverlabel": {"bgcolor": theme.page, "bordercolor": theme.contour, "font": small},
        "modebar": {"bgcolor": "rgba(0,0,0,0)", "color": theme.muted, "activecolor": theme.text},
        "uirevision": "keep",
    }


def axis(theme: Theme, title: str = "") -> dict[str, object]:
    """A quiet axis: a thin frame, few ticks, no grid."""
    return {
        "title": {"text": title, "standoff": 4, "font": {"size": TEXT_SIZE + 1}},
        "showgrid": False,
        "zeroline": False,
        "showline": True,
        "mirror": True,
        "linecolor": theme.contour,
        "linewidth": 1,
        "layer": "below traces",
        "ticks": "",
        "nticks": 6,
        "tickfont": {"size": SMALL_TEXT_SIZE, "color": theme.muted},
    }


def y_title(text: str, theme: Theme, axes: str = "") -> dict[str, object]:
    """The title of a y axis as an annotation, because Plotly would lay it on its side."""
    return {
        "text": text,
        "xref": f"x{axes} domain",
        "yref": f"y{axes} domain",
        "x": 0,
        "y": 0.5,
        "xanchor": "right",
        "xshift": -26,
        "showarrow": False,
        "font": {"size": TEXT_SIZE + 1, "color": theme.text},
    }
