"""An atlas: what the Maps page shows of a study, as one value that equals its part of the link."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from app.study.link import decode, differences, encode, quoted, read_fields
from app.study.quantities import Quantity, quantities
from app.study.study import Study
from samgs_core.methods import SAMGS
from samgs_core.params import Declared, choice, param
from samgs_core.yardsticks import YARDSTICKS

MAX_SIDE = 60
MAX_VALUES = 101
MAX_CELLS = 2_500
"""The most settings of one sweep."""
FIRST_N = 21
"""How many values the first number has, before anybody has chosen."""
NAME = "map"
"""How the query parameters of the page begin."""


@dataclass(frozen=True)
class Span:
    """About ``n`` values of the quantity ``name``, from ``low`` to ``high``."""

    name: str
    low: float
    high: float
    n: int

    def text(self) -> str:
        """As in the link."""
        return f"{self.name},{self.low:.10g},{self.high:.10g},{self.n}"


@dataclass(frozen=True, kw_only=True)
class Atlas(Declared):
    """Which map is shown, and its settings. ``across`` and ``up`` are the axes of a sweep.

    An atlas that fits a study (see ``fit``) has ``across``.
    """

    key = NAME
    title = "Map"

    kind: str = choice(
        "basins",
        ("basins", "regimes", "sweep"),
        "Map",
        "Where every start ends; where SAM-GS would equalise; or what a setting changes.",
    )
    side: int = param(
        24,
        2,
        MAX_SIDE,
        "Starts per side",
        "The grid has this many rows and columns.",
        whole=True,
        step=1,
    )
    metric: str = choice(
        "goal",
        tuple(each.key for each in YARDSTICKS),
        "Shown",
        "What is read from the end of every run.",
    )
    across: Span | None = None
    up: Span | None = None


class Linked(NamedTuple):
    """What a link says, and a sentence for everything that could not be used."""

    study: Study
    atlas: Atlas
    notices: tuple[str, ...]


def encode_maps(study: Study, atlas: Atlas) -> dict[str, str]:
    """The query parameters of the page; whatever equals the default is left out."""
    query = encode(study) | differences(f"{NAME}.", atlas, Atlas())
    if atlas.across not in (None, first_span(study)):
        query[f"{NAME}.x"] = atlas.across.text()
    if atlas.up is not None:
        query[f"{NAME}.y"] = atlas.up.text()
    return query


def decode_maps(query: Mapping[str, str]) -> Linked:
    """What a link describes. Never raises: what cannot be used falls back to its default."""
    own = {name: text for name, text in query.items() if name.partition(".")[0] == NAME}
    study, notices = decode({name: text for name, text in query.items() if name not in own})
    spans = {name: own.pop(name) for name in (f"{NAME}.x", f"{NAME}.y") if name in own}
    atlas, told = read_fields(own, f"{NAME}.", Atlas())
    for name, text in spans.items():
        try:
            span = read_span(text, study)
        except ValueError as error:
            told += (f"Link: {name} must {error}; got {quoted(text)}. The default is used.",)
        else:
            is_first = name == f"{NAME}.x"
            atlas = replace(atlas, across=span) if is_first else replace(atlas, up=span)
    return Linked(study, fit(atlas, study), (*notices, *told))


def read_span(text: str, study: Study) -> Span:
    """A span as written in a link; raises ``ValueError`` with the rule that it breaks."""
    parts = text.split(",")
    try:
        name, low, high, n = parts[0], float(parts[1]), float(parts[2]), int(parts[3])
    except (IndexError, ValueError):
        raise ValueError("be written name,from,to,how many") from None
    found = {each.name: each for each in quantities(study)}
    if name not in found:
        raise ValueError(f"begin with one of {', '.join(found)}")
    return check_span(Span(name, low, high, n), found[name])


def check_span(span: Span, quantity: Quantity) -> Span:
    """The span itself; raises ``ValueError`` with the rule that it breaks."""
    field = quantity.field
    if not field.low <= span.low < span.high <= field.high:
        raise ValueError(f"run upwards within [{field.low:g}, {field.high:g}]")
    if not 2 <= span.n <= MAX_VALUES:
        raise ValueError(f"have 2 to {MAX_VALUES} values")
    return span


def span_of(quantity: Quantity, n: int) -> Span:
    """A span of the quantity that makes a useful first map."""
    low, high = quantity.suggested()
    return Span(quantity.name, float(f"{low:.6g}"), float(f"{high:.6g}"), n)


def fit(atlas: Atlas, study: Study) -> Atlas:
    """The atlas with axes that the study has: others give way to what there is."""
    names = {each.name for each in quantities(study)}
    across, up = atlas.across, atlas.up
    across = across if across is not None and across.name in names else first_span(study)
    if up is not None and (up.name not in names or up.name == across.name):
        up = None
    return replace(atlas, across=across, up=up)


def first_span(study: Study) -> Span:
    """What varies before anybody has chosen: γ if SAM-GS is drawn, else the clip norm."""
    found = {each.name: each for each in quantities(study)}
    return span_of(found.get(f"{SAMGS.key}.gamma", found["clip"]), FIRST_N)
