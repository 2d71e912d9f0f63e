"""The Maps page's part of the link: an atlas as query parameters, and back."""

from dataclasses import replace

from app.study.atlas import Atlas, Span
from app.study.quantities import Quantity, quantities
from app.study.reader import Reader, differences, number, whole
from app.study.study import Study
from samgs_core.methods import SAMGS

MAX_VALUES = 101
MAX_CELLS = 2_500
"""The most settings of one sweep."""
FIRST_N = 21
"""How many values the first number has, before anybody has chosen."""
PREFIX = "map."
"""How the names of these query parameters begin."""


def encode_atlas(study: Study) -> dict[str, str]:
    """The query parameters of a study's atlas; whatever equals the default is left out."""
    query = differences(PREFIX, study.atlas, Atlas())
    fitted = fit(study.atlas, study)
    if fitted.across not in (None, first_span(study)):
        query[f"{PREFIX}x"] = fitted.across.text()
    if fitted.up is not None:
        query[f"{PREFIX}y"] = fitted.up.text()
    return query


def read_atlas(reader: Reader, study: Study) -> Atlas:
    """The atlas that a link says of a study; axes that nobody chose are None."""
    axes: dict[str, Span] = {}
    for axis, name in (("across", f"{PREFIX}x"), ("up", f"{PREFIX}y")):
        text = reader.left.pop(name, None)
        if text is not None:
            try:
                axes[axis] = read_span(text, study)
            except ValueError as error:
                reader.refuse(name, str(error), text)
    return settled(replace(reader.fields(PREFIX, Atlas()), **axes), study)  # type: ignore[arg-type]


def settled(atlas: Atlas, study: Study) -> Atlas:
    """The atlas as its link says it: without axes that the study has not, or that are its first."""
    fitted = fit(atlas, study)
    return replace(fitted, across=None if fitted.across == first_span(study) else fitted.across)


def read_span(text: str, study: Study) -> Span:
    """A span as written in a link; raises ``ValueError`` with the rule that it breaks."""
    try:
        name, *numbers, count = text.split(",")
        low, high = map(number, numbers)
        n = whole(count)
    except ValueError:
        raise ValueError("be written name,from,to,how many, as in clip,0.1,10,21") from None
    found = {each.name: each for each in quantities(study)}
    if name not in found:
        raise ValueError(f"begin with one of {', '.join(found)}")
    return check_span(Span(name, low, high, n), found[name])


def check_span(span: Span, quantity: Quantity) -> Span:
    """The span itself; raises ``ValueError`` with the rule that it breaks."""
    field = quantity.field
    if not field.low <= span.low < span.high <= field.high:
        raise ValueError(f"run upwards within [{field.low:.15g}, {field.high:.15g}]")
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
