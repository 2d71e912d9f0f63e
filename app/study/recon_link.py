"""The Recon page's part of the link: its settings as query parameters, and back."""

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from app.study.link import VERSION, Reader, differences
from app.study.recon import RIVALS, ReconSettings
from samgs_core import Method
from samgs_core.methods import METHODS

PREFIX = "recon."
"""How the names of these query parameters begin; all others are of the study."""


class Linked(NamedTuple):
    """What a link says: settings, what it leaves to others, and what could not be used."""

    settings: ReconSettings
    rest: dict[str, str]
    notices: tuple[str, ...]


def encode_recon(settings: ReconSettings) -> dict[str, str]:
    """The query parameters of the settings; whatever equals the default is left out."""
    plain = ReconSettings()
    query = {"v": VERSION}
    query |= differences(PREFIX, settings.problem, plain.problem)
    query |= differences(PREFIX, settings.plan, plain.plan)
    if type(settings.method) is not type(plain.method):
        query[f"{PREFIX}method"] = settings.method.key
    prefix, usual = f"{PREFIX}{settings.method.key}.", plain_method(type(settings.method))
    query |= differences(prefix, settings.method, usual)
    if settings.split is not None:
        query[f"{PREFIX}split"] = ",".join(map(str, settings.split)) or "none"
    return query | differences(PREFIX, settings, plain)


def decode_recon(query: Mapping[str, str]) -> Linked:
    """The settings a link describes. Never raises: what cannot be used falls back to its default.

    The study's part is left as it is.
    """
    rest = {name: value for name, value in query.items() if not name.startswith(PREFIX)}
    reader = Reader({name: value for name, value in query.items() if name.startswith(PREFIX)})
    plain = ReconSettings()
    kind = reader.one_of(f"{PREFIX}method", METHODS, type(plain.method))
    settings = replace(
        plain,
        problem=reader.fields(PREFIX, plain.problem),
        plan=reader.fields(PREFIX, plain.plan),
        method=reader.fields(f"{PREFIX}{kind.key}.", plain_method(kind)),
    )
    settings = _with_split(reader, reader.fields(PREFIX, settings))
    return Linked(settings, rest, (*reader.notices, *reader.unknown()))


def plain_method(kind: type[Method]) -> Method:
    """The method of this class with the values that a link leaves out."""
    return next((rival for rival in RIVALS if type(rival) is kind), kind())


def _with_split(reader: Reader, settings: ReconSettings) -> ReconSettings:
    text = reader.left.pop(f"{PREFIX}split", None)
    if text is None:
        return settings
    try:
        split = () if text == "none" else tuple(int(layer) for layer in text.split(","))
        return replace(settings, split=split)
    except ValueError:
        rule = f"be none or ascending layer numbers up to {settings.problem.n_layers}, as in 1,3"
        reader.refuse(f"{PREFIX}split", rule, text)
        return settings
