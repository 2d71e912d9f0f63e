"""The colours, dashes, markers and type of every figure, in a light and a dark theme.

One channel has one meaning: hue is the method, dash the method or the kind of line, thin grey
contours the loss. Nothing relies on hue alone.
"""

from typing import Literal, NamedTuple

from samgs_core.method import Method
from samgs_core.methods import (
    DBMTL,
    DWA,
    FAMO,
    GLS,
    IMTLG,
    IMTLL,
    LS,
    MGDA,
    RLW,
    SAMGS,
    SI,
    STCH,
    UW,
    AlignedMTL,
    CAGrad,
    ConFIG,
    DualProj,
    ExcessMTL,
    FairGrad,
    GradDrop,
    GradNorm,
    GradVac,
    MoCo,
    NashMTL,
    PCGrad,
    SDMGrad,
    UPGrad,
)

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
# page. Of the first nine, those that share a dash pattern are 16.5 apart or more (CIEDE2000, the
# worst vision), of all 27 they are 13.4 apart or more; any two are 6.6 apart or more, and have
# other dashes and markers. Circles are starts and open crosses diverged runs; stars are optima.
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
    Look(RLW, "#663366", "#008866", "longdashdot", "bowtie", 2),
    Look(SI, "#7766FF", "#DD0033", "dashdot", "diamond-tall", 2),
    Look(GLS, "#662244", "#776611", "dot", "square-open", 2),
    Look(IMTLL, "#556600", "#BBCC88", "longdash", "triangle-down-open", 2),
    Look(DWA, "#4400FF", "#9966FF", "dot", "triangle-left", 2),
    Look(FAMO, "#663399", "#FFBBCC", "dot", "pentagon", 2),
    Look(STCH, "#AA6699", "#7777BB", "solid", "hexagon-open", 2),
    Look(GradDrop, "#DD0033", "#99AA77", "dot", "star-triangle-up", 2),
    Look(UPGrad, "#118877", "#DD88CC", "dashdot", "triangle-up-open", 2),
    Look(DualProj, "#BB4455", "#DD6611", "longdashdot", "star-triangle-down", 2),
    Look(SDMGrad, "#BB77CC", "#0066AA", "longdash", "pentagon-open", 2),
    Look(MoCo, "#884455", "#995577", "solid", "cross-open", 2),
    Look(FairGrad, "#000099", "#BBAAFF", "dash", "diamond-wide", 2),
    Look(GradNorm, "#991133", "#BB0088", "dash", "triangle-right", 2),
    Look(AlignedMTL, "#550066", "#998855", "longdash", "hexagon", 2),
    Look(ConFIG, "#004422", "#44CCAA", "dashdot", "star-square", 2),
    Look(DBMTL, "#CC7799", "#CCDD00", "dot", "diamond-open", 2),
    Look(ExcessMTL, "#551100", "#CCEEBB", "longdashdot", "bowtie-open", 2),
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
    primary="#A84700",
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
        "hoverlabel": {
            "bgcolor": theme.page,
            "bordercolor": theme.contour,
            "font": small | {"color": theme.text},
        },
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
