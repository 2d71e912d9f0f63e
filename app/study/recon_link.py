"""The Recon page's part of the link: its settings as query parameters, and back."""

from dataclasses import replace

from app.study.reader import Reader, differences, whole
from app.study.recon import RIVALS, ReconSettings
from samgs_core import Method
from samgs_core.methods import METHODS

PREFIX = "recon."
"""How the names of these query parameters begin."""


def encode_recon(settings: ReconSettings) -> dict[str, str]:
    """The query parameters of the settings; whatever equals the default is left out."""
    plain = ReconSettings()
    query = differences(PREFIX, settings.problem, plain.problem)
    query |= differences(PREFIX, settings.plan, plain.plan)
    if type(settings.method) is not type(plain.method):
        query[f"{PREFIX}method"] = settings.method.key
    prefix, usual = f"{PREFIX}{settings.method.key}.", plain_method(type(settings.method))
    query |= differences(prefix, settings.method, usual)
    if settings.split is not None:
        query[f"{PREFIX}split"] = ",".join(map(str, settings.split)) or "none"
    return query | differences(PREFIX, settings, plain)


def read_recon(reader: Reader) -> ReconSettings:
    """The settings that a link says."""
    plain = ReconSettings()
    kind = reader.one_of(f"{PREFIX}method", METHODS, type(plain.method))
    settings = replace(
        plain,
        problem=reader.fields(PREFIX, plain.problem),
        plan=reader.fields(PREFIX, plain.plan),
        method=reader.fields(f"{PREFIX}{kind.key}.", plain_method(kind)),
    )
    return _with_split(reader, reader.fields(PREFIX, settings))


def plain_method(kind: type[Method]) -> Method:
    """The method of this class with the values that a link leaves out."""
    return next((rival for rival in RIVALS if type(rival) is kind), kind())


def _with_split(reader: Reader, settings: ReconSettings) -> ReconSettings:
    text = reader.left.pop(f"{PREFIX}split", None)
    if text is None:
        return settings
    try:
        split = () if text == "none" else tuple(whole(layer) for layer in text.split(","))
        return replace(settings, split=split)
    except ValueError:
        rule = f"be none or ascending layer numbers up to {settings.problem.n_layers}, as in 1,3"
        reader.refuse(f"{PREFIX}split", rule, text)
        return settings
