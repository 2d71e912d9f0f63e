"""The part of the link that the page Your run has, and back."""

from app.study.reader import Reader, differences
from app.study.yours import YourRunSettings

PREFIX = "run."
"""How the names of these query parameters begin."""


def encode_yours(settings: YourRunSettings) -> dict[str, str]:
    """The query parameters of the settings; whatever equals the default is left out."""
    return differences(PREFIX, settings, YourRunSettings())


def read_yours(reader: Reader) -> YourRunSettings:
    """The settings that a link says."""
    return reader.fields(PREFIX, YourRunSettings())
